"""Sessions of service staff: what marks them, and what they look into.

A session says by which second step its person came in. One that was begun by a link says only that they set themselves up, and opens
nothing else; one that says neither is no session of theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Concatenate

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from vidarium.accounts import accesses, authority, callers, staff
from vidarium.accounts.callers import Caller
from vidarium.accounts.models import Person, Staff

SETTING_UP = "desk_setup"
"""The session's word for staff who have come by a link."""
LIFE = timedelta(hours=10)
"""A working day."""

type DeskPage[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]
type StaffView[**P] = Callable[Concatenate[HttpRequest, Staff, P], HttpResponse]


def begin(request: HttpRequest, *, factor: str) -> None:
    """They have come in by both steps, the second of this kind."""
    request.session.pop(SETTING_UP, None)
    request.session[callers.FACTOR] = factor
    request.session.set_expiry(int(LIFE.total_seconds()))


def begin_setting_up(request: HttpRequest) -> None:
    """They have come by a link."""
    request.session.pop(callers.FACTOR, None)
    request.session[SETTING_UP] = True
    request.session.set_expiry(int(timedelta(hours=1).total_seconds()))


def has_come_in(request: HttpRequest) -> bool:
    return bool(request.session.get(callers.FACTOR))


def has_begun(request: HttpRequest) -> bool:
    """Whether they have come in, or set themselves up."""
    return has_come_in(request) or bool(request.session.get(SETTING_UP))


def is_staff(request: HttpRequest) -> bool:
    """Whether whoever is signed in here is service staff."""
    return isinstance(request.user, Person) and staff.is_staff(request.user.id)


def looker(request: HttpRequest) -> Caller | None:
    """As whom they look into a company at this moment; None for everybody else."""
    person = request.user
    if not isinstance(person, Person) or not has_come_in(request):
        return None
    return accesses.running(person.id, address=request.META.get("REMOTE_ADDR"))


def for_staff[**P](view: StaffView[P]) -> DeskPage[P]:
    """For service staff who have come in by both steps. Who is setting up is sent there, everybody else to the desk's door."""

    @wraps(view)
    def answer(request: HttpRequest, /, *positional: P.args, **named: P.kwargs) -> HttpResponse:
        member = of(request)
        if member is None or not has_begun(request):
            return to_the_door(request)
        if not has_come_in(request):
            return redirect("desk-setup")
        # What has run out since their last click is written down with this one.
        accesses.close_run_out(member.person_id)
        return view(request, member, *positional, **named)

    return authority.guarded_for_staff(answer)


def of(request: HttpRequest) -> Staff | None:
    """As whom of the staff somebody is signed in."""
    return staff.of(request.user.id) if isinstance(request.user, Person) else None


def to_the_door(request: HttpRequest) -> HttpResponse:
    """The same for nobody and for people who work in companies."""
    door = reverse("desk-sign-in")
    if request.method != "GET" or request.path == reverse("desk"):
        return redirect(door)
    return redirect(f"{door}?{urlencode({'next': request.path})}")


def stay(request: HttpRequest, person: Person) -> None:
    """Their password has changed, and this session goes on."""
    update_session_auth_hash(request, person)
