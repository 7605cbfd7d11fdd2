"""Browsers in which somebody is signed in, through the one place where the product begins a session."""

from __future__ import annotations

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import Client

from vidarium.accounts.models import Person
from vidarium.console import entering
from vidarium.console.persons import CONFIRMED


def signed_in(person: Person, client: Client | None = None) -> Client:
    """They came in a while ago: before what is dangerous they are asked again."""
    request = _coming(client)
    entering.complete(request, person)
    del request.session[CONFIRMED]
    return _keeping(request, client)


def at_the_desk(person: Person, client: Client | None = None) -> Client:
    """Service staff, who came in by their app a moment ago."""
    request = _coming(client)
    entering.complete_at_desk(request, person, factor="app")
    return _keeping(request, client)


def session_of(person: Person) -> str:
    """What their browser sends as its session cookie."""
    return signed_in(person).cookies[settings.SESSION_COOKIE_NAME].value


def _coming(client: Client | None) -> HttpRequest:
    request = HttpRequest()
    request.META.update((client or Client()).defaults, REMOTE_ADDR="127.0.0.1")
    request.session = SessionStore()
    return request


def _keeping(request: HttpRequest, client: Client | None) -> Client:
    request.session.save()
    browser = client or Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = str(request.session.session_key)
    return browser
