"""Who is asking, and what they may do: a person by their session, or a program by its key.

Both are read from the database with every request: what an administrator changes holds from the next click on.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import QuerySet

from vidarium.accounts import authority, bounds, factors, sessions
from vidarium.accounts.authority import Permission
from vidarium.accounts.bounds import Bounds
from vidarium.accounts.lookups import COMPANIES_OF_PERSON, COMPANY_OF_TOKEN
from vidarium.accounts.models import Membership, Person, StaffAccess, Token
from vidarium.accounts.tokens import digest
from vidarium.foundation import clock, tenancy

COMPANY = "company"
"""The session's word for the company that a person of several has chosen: its id as bare hex."""
FACTOR = "desk"
"""The session's word for the second step by which service staff came in. It is in a session of theirs, and in no other."""


@dataclass(frozen=True)
class Caller:
    """Somebody who may act for one company."""

    company_id: uuid.UUID
    person_id: uuid.UUID | None = None
    """None where a program asks."""
    permissions: frozenset[Permission] = field(default=frozenset(), compare=False)
    collections: Bounds = None
    """The collections that they are limited to; None where they may with every video what they may at all."""
    key_id: uuid.UUID | None = None
    """The key of the program that asks."""
    address: str | None = field(default=None, compare=False)
    """The network that they come from, for the activity log."""
    place_id: uuid.UUID | None = field(default=None, compare=False)
    """Their place in the company; where a program asks, whose key it is."""
    calls_a_minute: int = field(default=600, compare=False)
    """How often they may call the API."""
    access: StaffAccess | None = field(default=None, compare=False)
    """Where service staff look: why, and until when."""

    def require(self, permission: Permission) -> None:
        """Raises `NotAllowed`."""
        authority.require(permission, of=self.permissions)

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions


def by_token(text: str) -> Caller | None:
    """The program that holds this key, None where it is none of ours, expired or revoked."""
    rows = COMPANY_OF_TOKEN.ask(digest(text))
    if not rows:
        return None
    company_id: uuid.UUID = rows[0][0]
    with tenancy.within(company_id):
        key = Token.objects.select_related("company", "membership__custom_role").get(digest=digest(text))
        _touch(key)
        limit = bounds.both(bounds.of(key), bounds.of(key.membership) if key.membership else None)
        may, pace = authority.bounded(_of_key(key), by=limit), key.company.calls_a_minute
        return Caller(company_id, None, may, limit, key.id, place_id=key.membership_id, calls_a_minute=pace)


def _of_key(key: Token) -> frozenset[Permission]:
    """A key's scopes; one of a person's holds no more than that person."""
    scopes = authority.named(key.scopes)
    return scopes & of(key.membership) if key.membership else scopes


def _touch(key: Token) -> None:
    """Write down the day of the last use, once a day."""
    today = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    if key.used_at != today:
        Token.objects.filter(id=key.id).update(used_at=today)


def by_person(person_id: uuid.UUID, *, chosen: str = "") -> Caller | None:
    """A person in the company that they have chosen, else in the first of theirs; None where they have none that lets them in."""
    company_id = company_of(person_id, chosen=chosen)
    if company_id is None:
        return None
    with tenancy.within(company_id):
        membership = _places().get(company_id=company_id, person_id=person_id)
    pace, may = membership.company.calls_a_minute, of(membership) if is_safe_enough(membership) else frozenset()
    return Caller(company_id, person_id, may, bounds.of(membership), place_id=membership.id, calls_a_minute=pace)


def company_of(person_id: uuid.UUID, *, chosen: str = "") -> uuid.UUID | None:
    """The company that a person has chosen, else the first that lets them in; None where none does."""
    return chosen_of(companies_of(person_id), chosen=chosen)


def companies_of(person_id: uuid.UUID) -> list[uuid.UUID]:
    """The companies that let a person in, the oldest place first."""
    return [company_id for (company_id,) in COMPANIES_OF_PERSON.ask(person_id)]


def chosen_of(there: Sequence[uuid.UUID], *, chosen: str) -> uuid.UUID | None:
    """Of these the chosen one, else the first."""
    return next((one for one in there if one.hex == chosen), there[0] if there else None)


def of(membership: Membership) -> frozenset[Permission]:
    """What somebody may do in a company; nothing while they are suspended."""
    if membership.suspended_at:
        return frozenset()
    may = authority.of_role(membership.role, membership.custom_role.permissions if membership.custom_role else None)
    return authority.bounded(may, by=bounds.of(membership))


def is_safe_enough(membership: Membership) -> bool:
    """Whether somebody comes in by two steps, where the company asks for that. Of a `place`."""
    return not membership.company.second_factor or factors.protect(membership.person_id)


def seen(membership: Membership) -> None:
    """Write down the day on which somebody was last here, once a day. Inside `tenancy.within(company_id)`."""
    today = clock.now().date()
    if membership.seen_on != today:
        Membership.objects.filter(id=membership.id).update(seen_on=today)


def place(company_id: uuid.UUID, person_id: uuid.UUID) -> Membership:
    """A person's place in a company, with both. Inside `tenancy.within(company_id)`."""
    return _places().select_related("person").get(company_id=company_id, person_id=person_id)


def _places() -> QuerySet[Membership]:
    """With what decides what somebody may do. Without the person: the edge's login may not read who that is."""
    return Membership.objects.select_related("company", "custom_role")


@dataclass(frozen=True)
class Visitor:
    """Whose session it is, and what it keeps."""

    person_id: uuid.UUID
    company: str
    """The company that they have chosen, as bare hex; empty where they chose none."""
    factor: str
    """Of service staff: the second step that they came in by. Empty for everybody else."""


def by_session(session_key: str) -> Caller | None:
    """The person whose browser sent this session cookie, None where the session is over, or no company lets them in."""
    found = visitor(session_key)
    return by_person(found.person_id, chosen=found.company) if found else None


def visitor(session_key: str) -> Visitor | None:
    """Whose session this is, None where it is over, or was never written down: it was not begun by our door."""
    session = SessionStore(session_key=session_key)
    person_id, mark = session.get(SESSION_KEY), session.get(sessions.MARK)
    person = Person.objects.only("id").filter(pk=person_id, is_active=True).first() if person_id else None
    if person is None or not sessions.is_alive(person.id, mark or ""):
        return None
    return Visitor(person.id, session.get(COMPANY, ""), session.get(FACTOR, ""))
