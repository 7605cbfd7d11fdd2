"""The cookie of a browser that is remembered for the second step: `accounts.remembered` says what is in it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from vidarium.accounts import remembered
from vidarium.accounts.models import Person
from vidarium.console import presence

COOKIE = "vidarium_remembered"
TICKED = "remember"


def knows(request: HttpRequest, person: Person) -> bool:
    """Whether this browser need not be asked for their second step."""
    return remembered.knows(person, among=request.COOKIES.get(COOKIE, ""))


def keep[Answer: HttpResponse](request: HttpRequest, response: Answer, person: Person) -> Answer:
    """From now on it is not, for thirty days, where they ticked that. The cookie is sent back to the door alone."""
    if request.POST.get(TICKED) == "yes":
        kept = remembered.remember(person, presence.about(request), among=request.COOKIES.get(COOKIE, ""))
        response.set_cookie(
            COOKIE, kept, max_age=remembered.LIFE, path=reverse("sign-in"), httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
    return response
