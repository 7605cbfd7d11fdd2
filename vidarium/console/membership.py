"""Pages for members: who they are, and the company they are in."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Concatenate, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from vidarium.accounts import accesses, authority, bounds, callers, companies, refusals
from vidarium.accounts.authority import Permission
from vidarium.accounts.callers import Caller
from vidarium.accounts.desk_errors import NotForStaff
from vidarium.accounts.models import Company, Membership, Person, StaffAccess
from vidarium.console import at_desk, zones
from vidarium.console.way_in import to_the_door
from vidarium.foundation import clock, tenancy


@dataclass
class Tally:
    """What a page has shown so far."""

    people: int = 0
    title: str = ""
    """Of the film that it is about."""


@dataclass(frozen=True)
class Visit:
    """One request of a signed-in member, or of service staff who look."""

    request: HttpRequest
    membership: Membership
    caller: Caller
    others: tuple[uuid.UUID, ...] = ()
    """Companies in which the person works, too."""
    access: StaffAccess | None = None
    """Where service staff look. Their `membership` is a place that is written down nowhere."""
    tally: Tally = field(default_factory=Tally)

    @property
    def until(self) -> datetime | None:
        """When whatever is shown must work no longer; None where a page says nothing of the kind."""
        return self.access.ends_at if self.access else None

    @property
    def seconds_left(self) -> float:
        """Of the access by which service staff look."""
        return (self.access.ends_at - clock.now()).total_seconds() if self.access else 0

    def lists(self, people: int) -> None:
        """So many rows about people are shown; of service staff it is written down."""
        self.tally.people += people

    def shows(self, title: str) -> None:
        """The page is about this film; of service staff it is written down."""
        self.tally.title = title

    def only_for_members(self) -> None:
        """Raises `NotForStaff`."""
        if self.access:
            raise NotForStaff(permission=self.request.path)

    @property
    def elsewhere(self) -> list[Company]:
        """Where they can switch to; one query for each, and none for those who work in one company alone."""
        return companies.named(self.others)

    @property
    def initials(self) -> str:
        """Two letters that stand for the person."""
        words = (self.membership.person.name or self.membership.person.email).replace("@", " ").split()
        return "".join(word[0] for word in words[:2]).upper()


type Page[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]


type View[**P] = Callable[Concatenate[Visit, P], HttpResponse]


def for_members[**P](permission: Permission | None) -> Callable[[View[P]], Page[P]]:
    """One transaction in which only the member's company exists, for those who may do this; None where every member may.

    Who is not signed in is sent to the door, and comes back. Raises `NotAllowed`.
    """

    def within(view: View[P], there: Whereabouts, request: HttpRequest, /, *positional: P.args, **named: P.kwargs) -> HttpResponse:
        with tenancy.within(there.company_id):
            visit = _let_in(request, there, permission)
            return view(visit, *positional, **named) if visit else redirect("two-steps")

    return _through_the_door(within, permission)


def for_deeds[**P](permission: Permission | None) -> Callable[[View[P]], Page[P]]:
    """As `for_members`, for views whose verbs open transactions of their own: what is counted against a limit outlives a roll-back."""

    def before(view: View[P], there: Whereabouts, request: HttpRequest, /, *positional: P.args, **named: P.kwargs) -> HttpResponse:
        with tenancy.within(there.company_id):
            visit = _let_in(request, there, permission)
        return view(visit, *positional, **named) if visit else redirect("two-steps")

    return _through_the_door(before, permission)


def _through_the_door[**P](
    entered: Callable[Concatenate[View[P], Whereabouts, HttpRequest, P], HttpResponse], permission: Permission | None
) -> Callable[[View[P]], Page[P]]:
    """What both have in common: whoever is nowhere is sent away, and a refusal is written down where it happened."""

    def dress(view: View[P]) -> Page[P]:
        @wraps(view)
        def answer(request: HttpRequest, /, *positional: P.args, **named: P.kwargs) -> HttpResponse:
            there = whereabouts(request)
            if there is None:
                looker = at_desk.looker(request)
                if looker is None:
                    return _outside(request)
                return _looked(request, looker, permission, lambda visit: view(visit, *positional, **named))
            with refusals.noted(there.anybody):
                return entered(view, there, request, *positional, **named)

        return authority.guarded(answer, permission)

    return dress


@dataclass(frozen=True)
class Whereabouts:
    """Who is signed in, and the company that they have chosen or else their first."""

    person_id: uuid.UUID
    company_id: uuid.UUID
    others: tuple[uuid.UUID, ...]
    """Where they work, too."""
    address: str | None

    @property
    def anybody(self) -> Caller:
        """Who asks, before it is known what they may."""
        return Caller(self.company_id, self.person_id, address=self.address)


def whereabouts(request: HttpRequest) -> Whereabouts | None:
    """Where this request is; None where nobody is signed in, or no company lets them in."""
    person_id = getattr(request.user, "id", None) if request.user.is_authenticated else None
    there = callers.companies_of(person_id) if isinstance(person_id, uuid.UUID) else []
    here = callers.chosen_of(there, chosen=request.session.get(callers.COMPANY, ""))
    if person_id is None or here is None:
        return None
    return Whereabouts(person_id, here, tuple(one for one in there if one != here), request.META.get("REMOTE_ADDR"))


def _outside(request: HttpRequest) -> HttpResponse:
    """To the page that says that no company lets them in, or to the door; service staff to their desk."""
    if not request.user.is_authenticated:
        return to_the_door(request)
    return redirect("desk" if at_desk.is_staff(request) else "no-company")


def _looked(request: HttpRequest, looker: Caller, permission: Permission | None, show: Callable[[Visit], HttpResponse]) -> HttpResponse:
    """The page as service staff see it, in the transaction that writes down that they did. Raises `NotForStaff`."""
    with refusals.noted(looker), tenancy.within(looker.company_id):
        if permission is None or not looker.may(permission) or request.method not in {"GET", "HEAD"}:
            raise NotForStaff(permission=permission or request.path)
        place = Membership(company=Company.objects.get(id=looker.company_id), person=cast("Person", request.user), role="")
        zones.begin(place)
        visit = Visit(request, place, looker, access=looker.access)
        answer = show(visit)
        accesses.looked(looker, page=request.path, people=visit.tally.people, title=visit.tally.title)
        return answer


def _let_in(request: HttpRequest, there: Whereabouts, permission: Permission | None) -> Visit | None:
    """One request of this member, who may do what their role says at this moment. Raises `NotAllowed`.

    None where they must set up a second step first.
    """
    membership = callers.place(there.company_id, there.person_id)
    if not callers.is_safe_enough(membership):
        return None
    may, limit = callers.of(membership), bounds.of(membership)
    caller = Caller(there.company_id, there.person_id, may, limit, address=there.address)
    if permission:
        caller.require(permission)
    callers.seen(membership)
    zones.begin(membership)
    return Visit(request, membership, caller, there.others)
