"""`Idempotency-Key`: a POST that is sent again is done once."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Schema
from ninja import Status as Answered

from vidarium.accounts import replays
from vidarium.accounts.models import IdempotentAnswer
from vidarium.accounts.replays import HEADER, REPLAYED, Claim
from vidarium.api.auth import View, caller_of, dressed
from vidarium.api.errors import RequestInvalid


def once(view: View) -> View:
    """Beneath `for_callers`, around a view that answers with `Answered(status, schema)`.

    A refusal is not kept: nothing was done, and the same request may be sent again. Raises `KeyOfAnotherCall`.
    """

    def answer(request: HttpRequest, *positional: Any, **named: Any) -> HttpResponse:
        claim = _claim(request)
        before = replays.take(caller_of(request), claim) if claim else None
        if claim and before:
            return _again(before)
        made: Answered[Schema] = view(request, *positional, **named)
        body = json.dumps(made.value.model_dump(mode="json"))
        if claim:
            replays.keep(claim, status=made.status_code, body=body)
        return _answer(made.status_code, body)

    return dressed(answer, as_=view)


def _claim(request: HttpRequest) -> Claim | None:
    key = request.headers.get(HEADER)
    if key is None:
        return None
    if not replays.is_key(key):
        raise RequestInvalid("An Idempotency-Key has 1 to 255 printable ASCII characters.")
    asked = b"\0".join((str(request.method).encode(), request.get_full_path().encode(), request.body))
    return replays.of(caller_of(request), key, request=asked)


def _again(before: IdempotentAnswer) -> HttpResponse:
    again = _answer(before.status, before.body)
    again.headers[REPLAYED] = "true"
    return again


def _answer(status: int, body: str) -> HttpResponse:
    return HttpResponse(body, status=status, content_type="application/json; charset=utf-8")
