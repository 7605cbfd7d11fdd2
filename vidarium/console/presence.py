"""Sessions as the pages know them: written down when one comes in, over as soon as the row is gone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from django.contrib.auth import logout
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import get_language

from vidarium.accounts import arrivals, devices, sessions, undeclared
from vidarium.accounts.devices import About
from vidarium.accounts.models import Person
from vidarium.accounts.undeclared import Kind
from vidarium.console import zones


def known(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Whoever comes with a session that has no row is signed out before anything else: somebody ended it, or it never came in."""

    def answer(request: HttpRequest) -> HttpResponse:
        person = request.user
        undeclared.TALLY.add(Kind.HEADER, request.headers)
        if isinstance(person, Person):
            _write_down_what_nobody_reads()
            if not sessions.is_alive(person.id, request.session.get(sessions.MARK, "")):
                logout(request)
            elif person.language:
                translation.activate(person.language)
            if person.time_zone:
                timezone.activate(zones.named(person.time_zone))
        try:
            response = get_response(request)
        finally:
            timezone.deactivate()
        _count_what_nobody_reads(request)
        return response

    return answer


def _count_what_nobody_reads(request: HttpRequest) -> None:
    """Names of parameters and of a form's fields, once a page has answered; the API knows its own."""
    found = request.resolver_match
    if found is None or found.route.startswith("api/"):
        return
    undeclared.TALLY.add(Kind.PARAMETER, request.GET)
    # A form that can't be read has been refused already.
    with suppress(SuspiciousOperation, BadRequest, OSError):
        undeclared.TALLY.add(Kind.KEY, [*request.POST, *request.FILES])


def _write_down_what_nobody_reads() -> None:
    """Once a minute, outside any transaction of the request's; people's requests do it, for a public page asks no database."""
    counts = undeclared.TALLY.take()
    if counts:
        undeclared.write(counts)


def begin(request: HttpRequest, person: Person) -> None:
    """Write this session down, with its device, and the sign-in in the activity log."""
    device = about(request)
    request.session[sessions.MARK] = sessions.begin(person, device)
    arrivals.note(person.id, address=device.address, about=str(device))


def about(request: HttpRequest) -> About:
    """What the data map allows to be taken from this request, and nothing else of it."""
    return devices.about(request.headers, language=get_language() or "", address=request.META.get("REMOTE_ADDR") or None)
