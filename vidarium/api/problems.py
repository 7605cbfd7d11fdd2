"""Errors as RFC 9457 `application/problem+json`."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from vidarium.accounts import undeclared
from vidarium.accounts.undeclared import Kind
from vidarium.api import pace
from vidarium.api.errors import CrossSite, MethodNotAllowed, NotFound, RequestInvalid, Unforeseen
from vidarium.foundation.errors import VidariumError
from vidarium.library.errors import AssetDoesNotFit, CollectionDoesNotFit

REFUSALS: dict[int, type[VidariumError]] = {400: RequestInvalid, 403: CrossSite, 404: NotFound, 405: MethodNotAllowed, 500: Unforeseen}
log = structlog.get_logger("vidarium.api")


def answer(error: VidariumError, *, fields: Sequence[dict[str, str]] = ()) -> HttpResponse:
    """The problem document of an error; its `type` is the page that explains it."""
    body = {
        "type": f"{settings.ENVIRONMENT.public_url}/errors/{error.code}",
        "title": _(error.sentence()),
        "status": error.status,
        "detail": _(error.detail),
        "code": error.code,
        "errors": list(fields),
    }
    return HttpResponse(json.dumps(body), status=error.status, content_type="application/problem+json")


def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Any address below the API that is no resource."""
    return answer(NotFound())


def everywhere(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware for what is refused before the API sees it: below `/api/` a refusal is a problem document too."""

    def found(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        plain = response.status_code in REFUSALS and not response.headers["Content-Type"].startswith("application/problem")
        if not plain or not request.path.startswith("/api/"):
            return response
        problem = answer(REFUSALS[response.status_code]())
        if "Allow" in response.headers:
            problem.headers["Allow"] = response.headers["Allow"]
        return problem

    return found


def attach(api: NinjaAPI) -> None:
    """Every error that can leave the API leaves as a problem."""
    for kind in (VidariumError, AuthenticationError, ValidationError, Http404, HttpError, RequestDataTooBig, Exception):
        api.add_exception_handler(kind, _answer)


def _answer(request: HttpRequest, error: Any) -> HttpResponse:
    match error:
        case AssetDoesNotFit() | CollectionDoesNotFit():
            return answer(error, fields=[{"field": field, "message": why} for field, why in error.fields.items()])
        case VidariumError():
            return answer(error)
        case AuthenticationError():
            return answer(pace.refusal(request))
        case ValidationError():
            undeclared.TALLY.add_unread(Kind.KEY, [str(one["loc"][-1]) for one in error.errors if one["type"] == "extra_forbidden"])
            return answer(RequestInvalid(), fields=[_readable(one) for one in error.errors])
        case Http404():
            return answer(NotFound())
        case HttpError():
            return answer(CrossSite() if error.status_code == CrossSite.status else RequestInvalid(str(error)))
        case RequestDataTooBig():
            return answer(RequestInvalid(_("The request is longer than 1 MiB.")))
    log.error("unforeseen", method=request.method, exc_info=error)
    return answer(Unforeseen())


def _readable(one: dict[str, Any]) -> dict[str, str]:
    """A client's own bytes may come back only as text that JSON can hold."""
    field = {"field": ".".join(str(part) for part in one["loc"][1:]) or "body", "message": str(one["msg"])}
    return {key: value.encode("utf-8", "replace").decode() for key, value in field.items()}
