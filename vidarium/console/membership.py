"""Pages for members: who they are, and the company they are in."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from vidarium.accounts import authority, callers, refusals
from vidarium.accounts.authority import Permission
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


type Page[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]


def for_members[**P](permission: Permission | None) -> Callable[[Callable[Concatenate[Visit, P], HttpResponse]], Page[P]]:
    """One transaction in which only the member's company exists, for those who may do this; None where every member may.

    Who is not signed in is sent to the door, and comes back. Raises `NotAllowed`.
    """

    def dress(view: Callable[Concatenate[Visit, P], HttpResponse]) -> Page[P]:
        @wraps(view)
        def answer(request: HttpRequest, /, *positional: P.args, **named: P.kwargs) -> HttpResponse:
            person_id, company_id = whereabouts(request)
            if person_id is None or company_id is None:
                return redirect("sign-in")
            caller = Caller(company_id, person_id, address=request.META.get("REMOTE_ADDR"))
            with refusals.noted(caller), tenancy.within(company_id):
                visit = visit_of(request, callers.place(company_id, person_id))
                if permission:
                    visit.caller.require(permission)
                return view(visit, *positional, **named)

        return authority.guarded(answer, permission)

    return dress


def whereabouts(request: HttpRequest) -> tuple[uuid.UUID | None, uuid.UUID | None]:
    """Who is signed in, and the company that they have chosen or else their first. None for what there is not."""
    person_id = getattr(request.user, "id", None) if request.user.is_authenticated else None
    if not isinstance(person_id, uuid.UUID):
        return None, None
    return person_id, callers.company_of(person_id, chosen=request.session.get(callers.COMPANY, ""))


def visit_of(request: HttpRequest, membership: Membership) -> Visit:
    """One request of this member, who may do what their role says at this moment."""
    caller = Caller(membership.company_id, membership.person_id, callers.of(membership), address=request.META.get("REMOTE_ADDR"))
    return Visit(request, membership, caller)
