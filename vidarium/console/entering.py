"""Coming in: the one place where a session begins, however somebody proved who they are.

Who has a second factor comes in by two steps; between them nothing is open but the page that asks for the second (A-05).
"""

from __future__ import annotations

import time
import uuid
from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from vidarium.accounts import factors
from vidarium.accounts.doors import Door
from vidarium.accounts.models import Person
from vidarium.console import at_desk, presence, remembered
from vidarium.console.persons import confirm

BACKEND = "django.contrib.auth.backends.ModelBackend"
PENDING = "pending"
"""The session's word for whoever has taken the first step."""
PATIENCE_SECONDS = 600
SECOND_STEPS = {Door.PUBLIC: "second-step", Door.DESK: "desk-second-step"}
PASSKEY = "passkey"
"""A passkey is two steps in one: a thing that one has, and that knows its owner."""


def enter(request: HttpRequest, person: Person, *, how: str, to: str = "") -> HttpResponseRedirect:
    """Let somebody in who has proved who they are by `how` (`link`, `password`, `code`, `passkey`), or ask for their second step."""
    if how != PASSKEY and factors.has(person):
        if remembered.knows(request, person):
            return _begin(request, person, to=to)
        return ask_second(request, person, to=to, door=Door.PUBLIC)
    return complete(request, person, to=to)


def ask_second(request: HttpRequest, person: Person, *, to: str, door: Door) -> HttpResponseRedirect:
    """The first step is taken; the page that asks for the second is this door's."""
    request.session.cycle_key()
    request.session[PENDING] = {"person": person.id.hex, "at": time.time(), "to": on_site(to), "door": door}
    return redirect(SECOND_STEPS[door])


def complete(request: HttpRequest, person: Person, *, to: str = "") -> HttpResponseRedirect:
    """Begin the session of somebody who has just proved who they are by every step that they have."""
    there = _begin(request, person, to=to)
    confirm(request)
    return there


def complete_at_desk(request: HttpRequest, person: Person, *, factor: str, to: str = "") -> HttpResponseRedirect:
    """Begin the session of service staff who have proved who they are by both steps, the second of this kind."""
    _begin(request, person, to=to)
    confirm(request)
    at_desk.begin(request, factor=factor)
    return redirect(on_site(to) or "desk")


def set_up_at_desk(request: HttpRequest, person: Person) -> HttpResponseRedirect:
    """Begin the session in which service staff set themselves up; it opens nothing else."""
    _begin(request, person, to="")
    confirm(request)
    at_desk.begin_setting_up(request)
    return redirect("desk-setup")


def _begin(request: HttpRequest, person: Person, *, to: str) -> HttpResponseRedirect:
    """Begin the session, under a name that nobody has seen before (A-08).

    That a browser is remembered proves nothing: who comes in by it is asked again before what is dangerous.
    """
    request.session.pop(PENDING, None)
    login(request, person, backend=BACKEND)
    request.session.cycle_key()
    # At once: a session that is not written down could not be ended from elsewhere.
    presence.begin(request, person)
    return redirect(on_site(to) or "library")


def pending(request: HttpRequest, *, door: Door = Door.PUBLIC) -> tuple[Person, str] | None:
    """Who has taken the first step at this door, within the last ten minutes, and where they want to go."""
    kept: dict[str, Any] = request.session.get(PENDING) or {}
    if not kept or kept.get("door") != door or time.time() - kept["at"] > PATIENCE_SECONDS:
        return None
    person = Person.objects.filter(door.lets(), id=uuid.UUID(kept["person"]), is_active=True).first()
    return (person, kept["to"]) if person else None


def on_site(wanted: str) -> str:
    """The path, empty where it leads to another site (H-09)."""
    return wanted if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else ""
