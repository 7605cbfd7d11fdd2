"""Errors as RFC 9457 `application/problem+json`."""

from __future__ import annotations

import json
from collections.abc import Sequence

import structlog
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from vidarium.accounts.errors import NotSignedIn
from vidarium.api.errors import CrossSite, NotFound, RequestInvalid, Unforeseen
from vidarium.foundation.errors import VidariumError

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


def attach(api: NinjaAPI) -> None:
    """Every error that can leave the API leaves as a problem."""
    api.add_exception_handler(VidariumError, lambda request, error: answer(error))
    api.add_exception_handler(AuthenticationError, lambda request, error: answer(NotSignedIn()))
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(Http404, lambda request, error: answer(NotFound()))
    api.add_exception_handler(HttpError, _plain)
    api.add_exception_handler(RequestDataTooBig, lambda request, error: answer(RequestInvalid(_("The request is longer than 1 MiB."))))
    api.add_exception_handler(Exception, _unforeseen)


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields = [{"field": ".".join(str(part) for part in one["loc"][1:]) or "body", "message": str(one["msg"])} for one in error.errors]
    return answer(RequestInvalid(), fields=[_readable(one) for one in fields])


def _readable(field: dict[str, str]) -> dict[str, str]:
    """A client's own bytes may come back only as text that JSON can hold."""
    return {key: value.encode("utf-8", "replace").decode() for key, value in field.items()}


def _plain(request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == CrossSite.status:
        return answer(CrossSite())
    return answer(RequestInvalid(str(error)))


def _unforeseen(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("unforeseen", method=request.method, exc_info=error)
    return answer(Unforeseen())
