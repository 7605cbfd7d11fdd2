"""How often programs may call, told with every answer (IETF draft-ietf-httpapi-ratelimit-headers).

Who sends a key that is none of ours is counted by where they come from, and nobody else is refused because of them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.http import HttpRequest, HttpResponse

from vidarium.accounts import limits, usage
from vidarium.accounts.callers import Caller
from vidarium.accounts.errors import NotSignedIn, TooMany
from vidarium.accounts.limits import Limit, Standing
from vidarium.accounts.tokens import PREFIX
from vidarium.api.errors import KeyInAddress
from vidarium.foundation.errors import VidariumError

MINUTE = timedelta(minutes=1)
UNKNOWN_KEYS = Limit("unknown-keys", 30, MINUTE)


def count(request: HttpRequest, caller: Caller) -> None:
    """Count one call, before any transaction of the request. Raises `TooMany`."""
    told = usage.count(caller)
    _tell(request, told)
    if not told.allowed:
        raise TooMany(seconds=told.reset_seconds)


def refusal(request: HttpRequest) -> VidariumError:
    """What somebody is told whom we do not know. Only who sends a key is counted: a browser may hold an old cookie."""
    if f"{PREFIX}_" in request.META.get("QUERY_STRING", ""):
        return KeyInAddress()
    if "Authorization" not in request.headers:
        return NotSignedIn()
    told = limits.count(UNKNOWN_KEYS, limits.source(request.META.get("REMOTE_ADDR")))
    _tell(request, told)
    return NotSignedIn() if told.allowed else TooMany(seconds=told.reset_seconds)


def _tell(request: HttpRequest, told: Standing) -> None:
    vars(request)["pace"] = told


def told(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware that writes how a caller stands on the answer to their call."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        pace: Standing | None = vars(request).get("pace")
        if pace:
            for name, words in usage.told(pace).items():
                response.headers[name] = words
        return response

    return answer
