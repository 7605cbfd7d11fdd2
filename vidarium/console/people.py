"""The people of a company, and those who are invited: found, narrowed, looked at page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from vidarium.accounts import invitations, members, roles
from vidarium.accounts.authority import Permission
from vidarium.accounts.models import Invitation, Membership
from vidarium.console.membership import Visit, for_members
from vidarium.foundation import clock, ids

PAGE = 50
SUSPENDED, INVITED = "suspended", "invited"
MOST_PAGES = 10_000


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    view: str
    words: str
    role: str
    page: int

    @property
    def narrows(self) -> bool:
        return bool(self.words or self.role)

    def at(self, page: int) -> str:
        """The same, at another page: an address's query."""
        said = {"view": self.view, "q": self.words, "role": self.role, "page": str(page) if page > 1 else ""}
        return urlencode({key: value for key, value in said.items() if value})


@require_safe
@for_members(Permission.SEE_PEOPLE)
def page(visit: Visit) -> HttpResponse:
    """The list: members by name, or invitations, newest first."""
    asked = _asked(visit)
    shown = _shown(visit, asked)
    visit.lists(len(shown.get("members") or shown.get("invited_people") or ()))
    return render(visit.request, "people.html", {"visit": visit, "asked": asked, **_sums(visit), **shown})


def _asked(visit: Visit) -> Asked:
    said = visit.request.GET
    views = {"", SUSPENDED, INVITED} if visit.caller.may(Permission.MANAGE_PEOPLE) else {"", SUSPENDED}
    view = said.get("view", "")
    number = said.get("page", "")
    return Asked(
        view=view if view in views else "",
        words=said.get("q", "").replace("\x00", "").strip()[:200],
        role=said.get("role", "")[:40],
        page=min(int(number), MOST_PAGES) if number.isascii() and number.isdigit() and len(number) < 6 and int(number) else 1,
    )


def _shown(visit: Visit, asked: Asked) -> dict[str, Any]:
    if asked.view == INVITED:
        return _paged(_invited(visit, asked), asked, "invited_people", lambda rows: [Asking(one) for one in rows])
    return _paged(_members(visit, asked), asked, "members", lambda rows: [Line(one, visit) for one in rows])


def _paged(found: QuerySet[Any], asked: Asked, name: str, lined: Any) -> dict[str, Any]:
    """One page of them, and the addresses of the pages beside it."""
    start = (asked.page - 1) * PAGE
    rows: Sequence[Any] = list(found[start : start + PAGE + 1])
    return {
        name: lined(rows[:PAGE]),
        "further": asked.at(asked.page + 1) if len(rows) > PAGE else None,
        "back": asked.at(asked.page - 1) or "page=1" if asked.page > 1 else None,
        "matches": found.count() if asked.narrows else None,
    }


@dataclass(frozen=True)
class Line:
    """A member as the list shows them."""

    member: Membership
    visit: Visit

    @property
    def role(self) -> str:
        return roles.of(self.member).words

    @property
    def is_oneself(self) -> bool:
        return self.member.id == self.visit.membership.id


@dataclass(frozen=True)
class Asking:
    """An invitation as the list shows it."""

    invitation: Invitation

    @property
    def role(self) -> str:
        return roles.of(self.invitation).words

    @property
    def has_expired(self) -> bool:
        return self.invitation.expires_at <= clock.now()


def _members(visit: Visit, asked: Asked) -> QuerySet[Membership]:
    found = members.of(visit.caller).filter(suspended_at__isnull=asked.view != SUSPENDED)
    if asked.words:
        words = asked.words
        found = found.filter(Q(person__name__icontains=words) | Q(person__email__icontains=words) | Q(position__icontains=words))
    return found.filter(_with(asked.role)) if asked.role else found


def _invited(visit: Visit, asked: Asked) -> QuerySet[Invitation]:
    found = invitations.of(visit.caller)
    if asked.words:
        found = found.filter(Q(name__icontains=asked.words) | Q(email__icontains=asked.words))
    return found.filter(_with(asked.role)) if asked.role else found


def _with(role: str) -> Q:
    """Who has this role: one of ours by its name, one of the company's own by its number."""
    own = ids.read("rol", role)
    return Q(custom_role_id=own) if own else Q(role=role, custom_role=None)


def _sums(visit: Visit) -> dict[str, Any]:
    everybody = members.of(visit.caller)
    return {
        "total": everybody.filter(suspended_at=None).count(),
        "suspended": everybody.exclude(suspended_at=None).count(),
        "invited": invitations.of(visit.caller).count() if visit.caller.may(Permission.MANAGE_PEOPLE) else 0,
        "roles": roles.all_of(visit.caller.company_id),
        "manages": visit.caller.may(Permission.MANAGE_PEOPLE),
    }
