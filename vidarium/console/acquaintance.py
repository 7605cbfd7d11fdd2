"""The cookie by which a browser knows the accounts that it has opened before: `accounts.acquaintances` says what is in it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from vidarium.accounts import acquaintances
from vidarium.accounts.models import Person

COOKIE = "vidarium_known"
YEAR_SECONDS = 365 * 24 * 3600


def kept(request: HttpRequest) -> str:
    """What this browser has kept."""
    return request.COOKIES.get(COOKIE, "")


def keep(request: HttpRequest, response: HttpResponse, person: Person, *, door: str = "sign-in") -> HttpResponse:
    """From now on this browser knows them. It is sent back to the door alone, which is named as a page."""
    response.set_cookie(
        COOKIE, acquaintances.mark(person, among=kept(request)), max_age=YEAR_SECONDS, path=reverse(door), httponly=True,
        samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response
