"""The cookie by which a browser knows the accounts that it has opened before: `accounts.acquaintances` says what is in it."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse

from vidarium.accounts import acquaintances
from vidarium.accounts.models import Person
from vidarium.console import door_cookies

COOKIE = "vidarium_known"
YEAR = timedelta(days=365)


def kept(request: HttpRequest) -> str:
    """What this browser has kept."""
    return door_cookies.kept(request, COOKIE)


def keep(request: HttpRequest, response: HttpResponse, person: Person, *, door: str = "sign-in") -> HttpResponse:
    """From now on this browser knows them, at this door."""
    door_cookies.keep(response, COOKIE, acquaintances.mark(person, among=kept(request)), life=YEAR, door=door)
    return response
