"""The cookie of a browser that is remembered for the second step: `accounts.remembered` says what is in it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from vidarium.accounts import remembered
from vidarium.accounts.models import Person
from vidarium.console import door_cookies, presence

COOKIE = "vidarium_remembered"
TICKED = "remember"


def knows(request: HttpRequest, person: Person) -> bool:
    """Whether this browser need not be asked for their second step."""
    return remembered.knows(person, among=door_cookies.kept(request, COOKIE))


def keep[Answer: HttpResponse](request: HttpRequest, response: Answer, person: Person) -> Answer:
    """From now on it is not, for thirty days, where they ticked that."""
    if request.POST.get(TICKED) == "yes":
        kept = remembered.remember(person, presence.about(request), among=door_cookies.kept(request, COOKIE))
        door_cookies.keep(response, COOKIE, kept, life=remembered.LIFE, door="sign-in")
    return response
