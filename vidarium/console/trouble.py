"""Errors as pages: what happened, what helps, and where it is explained."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vidarium.foundation.errors import VidariumError

log = structlog.get_logger("vidarium.console")


class PageNotFound(VidariumError):
    """There is no such page. It may have been deleted, or belong to another company."""

    code: ClassVar[str] = "page.not_found"
    status: ClassVar[int] = 404


class FormNotFromHere(VidariumError):
    """This form could not be trusted: it came from another page, or the browser keeps no cookies. Load the page again and repeat it."""

    code, status = "page.cross_site", 403


class Unforeseen(VidariumError):
    """Something broke that we did not foresee. It is written down, with the number of this request."""

    code, status = "internal", 500


class TroublePages:
    """The middleware that turns a room's error into a page; any other error is logged with its trace first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return page(request, error) if isinstance(error, VidariumError) else None


def page(request: HttpRequest, error: VidariumError) -> HttpResponse:
    """The error, for people."""
    request_id = request.headers.get("X-Request-Id", "")
    return render(request, "trouble.html", {"error": error, "request_id": request_id}, status=error.status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, PageNotFound())


def refused(request: HttpRequest, reason: str = "", exception: Exception | None = None) -> HttpResponse:
    return page(request, FormNotFromHere())


def broke(request: HttpRequest) -> HttpResponse:
    return page(request, Unforeseen())
