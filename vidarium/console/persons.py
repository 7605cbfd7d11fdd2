"""Pages of a person's own: whoever is signed in, in whatever company, or in none."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from vidarium.accounts import authority
from vidarium.accounts.models import Person
from vidarium.console import at_desk
from vidarium.console.way_in import to_the_door

CONFIRMED = "confirmed_at"
"""The session's word for when its person last proved who they are; a Unix time."""
SURE_SECONDS = 600

type OwnPage[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]
type PersonView[**P] = Callable[Concatenate[HttpRequest, Person, P], HttpResponse]


def for_persons[**P](view: PersonView[P]) -> OwnPage[P]:
    """For whoever is signed in, but for service staff, who are sent to their desk. Others are sent to the door."""
    return _for(view, staff=lambda _request: False)


def for_everybody[**P](view: PersonView[P]) -> OwnPage[P]:
    """For whoever is signed in, and for service staff who have come in by both steps: how one comes in is everybody's own affair."""
    return _for(view, staff=at_desk.has_come_in)


def for_setting_up[**P](view: PersonView[P]) -> OwnPage[P]:
    """For whoever is signed in, and for service staff who have come by a link to set themselves up."""
    return _for(view, staff=at_desk.has_begun)


def _for[**P](view: PersonView[P], *, staff: Callable[[HttpRequest], bool]) -> OwnPage[P]:
    @wraps(view)
    def answer(request: HttpRequest, /, *positional: P.args, **named: P.kwargs) -> HttpResponse:
        person = request.user
        if not isinstance(person, Person):
            return to_the_door(request)
        if at_desk.is_staff(request) and not staff(request):
            return redirect("desk")
        return view(request, person, *positional, **named)

    return authority.guarded(answer, None)


def sure[**P](view: PersonView[P]) -> PersonView[P]:
    """A step up, before what is dangerous: who proved themselves longer ago than ten minutes does so once more, and comes back."""

    @wraps(view)
    def answer(request: HttpRequest, person: Person, /, *positional: P.args, **named: P.kwargs) -> HttpResponse:
        if is_sure(request):
            return view(request, person, *positional, **named)
        back = request.path if request.method == "GET" else "/you"
        return redirect(f"/confirm?next={quote(back)}")

    return answer


def is_sure(request: HttpRequest) -> bool:
    """Whether this session's person proved who they are a short while ago."""
    proved: float = request.session.get(CONFIRMED, 0)
    return time.time() - proved < SURE_SECONDS


def confirm(request: HttpRequest) -> None:
    """They have just proved it."""
    request.session[CONFIRMED] = time.time()
