"""A code that somebody asked for on a page: sent, or how long to wait, on the same page."""

from __future__ import annotations

from typing import Protocol

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from vidarium.accounts import codes
from vidarium.accounts.errors import TooMany
from vidarium.accounts.models import Code
from vidarium.console import patience


class Shown(Protocol):
    """The page again: with what was `sent`, or with the words of a `wait`."""

    def __call__(self, **more: object) -> HttpResponse: ...


def send(request: HttpRequest, purpose: Code.Purpose, to: str, *, show: Shown) -> HttpResponse:
    """The page, after the code went to this address; the same whether anybody here has it."""
    try:
        codes.issue(purpose, to, language=get_language() or "en", address=request.META.get("REMOTE_ADDR"))
    except TooMany as error:
        return patience.with_wait(show(wait=patience.told(error)), error)
    return show(sent=True)
