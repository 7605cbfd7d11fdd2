"""Pages for members: who they are, and the company they are in."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from vidarium.accounts import callers
from vidarium.accounts.callers import Caller
from vidarium.accounts.models import Membership
from vidarium.foundation import tenancy


@dataclass(frozen=True)
class Visit:
    """One request of a signed-in member."""

    request: HttpRequest
    membership: Membership
    caller: Caller

    @property
    def initials(self) -> str:
        """Two letters that stand for the person."""
        words = (self.membership.person.name or self.membership.person.email).replace("@", " ").split()
        return "".join(word[0] for word in words[:2]).upper()


def for_members[**P](view: Callable[Concatenate[Visit, P], HttpResponse]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """One transaction in which only the member's company exists. Who is not signed in is sent to the door, and comes back."""

    @wraps(view)
    def answer(request: HttpRequest, /, *positional: P.args, **named: P.kwargs) -> HttpResponse:
        person_id = getattr(request.user, "id", None) if request.user.is_authenticated else None
        caller = callers.by_person(person_id) if isinstance(person_id, uuid.UUID) else None
        if caller is None or caller.person_id is None:
            return redirect("sign-in")
        with tenancy.within(caller.company_id):
            return view(Visit(request, callers.place(caller.company_id, caller.person_id), caller), *positional, **named)

    return answer
