"""Joining a company by an invitation's link: seen first, then accepted. The link came by mail, so the address counts as proven."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from vidarium.accounts import activity, bounds, invitees, roles, staff
from vidarium.accounts.activity import Act
from vidarium.accounts.callers import Caller
from vidarium.accounts.errors import DoesNotFit, ForSomebodyElse, InvitationIsSpent, SignInFirst
from vidarium.accounts.lookups import COMPANY_OF_INVITATION
from vidarium.accounts.models import Invitation, Membership, Person
from vidarium.accounts.tokens import digest
from vidarium.foundation import clock, tenancy, writing


@dataclass(frozen=True)
class Opened:
    """What an invitation says to whoever holds its link."""

    company: str
    inviter: str
    """Empty where they no longer work there, or where a program did it."""
    email: str
    name: str
    position: str
    role: str
    expires_at: datetime
    has_account: bool


@dataclass(frozen=True)
class Joined:
    """Who came in, and where."""

    person: Person
    company_id: uuid.UUID


def open_invitation(secret: str) -> Opened:
    """What it says; nothing changes. Raises `InvitationIsSpent`."""
    with _held(secret) as invitation:
        inviter = invitation.invited_by
        here = inviter is not None and Membership.objects.filter(company_id=invitation.company_id, person_id=inviter.id).exists()
        return Opened(
            company=invitation.company.name,
            inviter=str(inviter) if here else "",
            email=invitation.email,
            name=invitation.name,
            position=invitation.position,
            role=roles.of(invitation).words,
            expires_at=invitation.expires_at,
            has_account=Person.objects.filter(email=invitation.email).exists(),
        )


@contextmanager
def _held(secret: str) -> Iterator[Invitation]:
    """The invitation of this link, inside its company, locked: two who press at once are one after the other."""
    rows = COMPANY_OF_INVITATION.ask(digest(secret))
    if not rows:
        raise InvitationIsSpent
    with tenancy.within(rows[0][0]):
        invitation = (
            Invitation.objects.select_for_update(of=("self",))
            .select_related("company", "custom_role", "invited_by")
            .filter(digest=digest(secret), expires_at__gt=clock.now())
            .first()
        )
        if invitation is None:
            raise InvitationIsSpent
        yield invitation


def join_anew(secret: str, *, name: str, password: str, language: str, address: str | None) -> Joined:
    """Somebody new: their account is made, with a password that was checked before.

    Raises `InvitationIsSpent`, `SignInFirst`, `DoesNotFit`.
    """
    words = writing.one_line(name)
    if len(words) > invitees.LONGEST["name"]:
        raise DoesNotFit({"name": invitees.too_long(invitees.LONGEST["name"])})
    with _held(secret) as invitation:
        if Person.objects.filter(email=invitation.email).exists():
            raise SignInFirst
        person = Person(email=invitation.email, name=words, language=language)
        person.set_password(password)
        person.save(force_insert=True)
        return _accepted(invitation, person, address)


def join_as(person: Person, secret: str, *, address: str | None) -> Joined:
    """Somebody who is signed in. Raises `InvitationIsSpent`, `ForSomebodyElse`."""
    with _held(secret) as invitation:
        if person.email != invitation.email:
            raise ForSomebodyElse
        return _accepted(invitation, person, address)


def _accepted(invitation: Invitation, person: Person, address: str | None) -> Joined:
    """The place that was promised; the invitation is over. Raises `IsStaff`."""
    staff.keep_out(person)
    role = roles.of(invitation)
    promised = {"role": role.role, "custom_role": role.custom, "position": invitation.position, "collections": invitation.collections}
    membership, _made = Membership.objects.get_or_create(company_id=invitation.company_id, person=person, defaults=promised)
    invitation.delete()
    caller = Caller(invitation.company_id, person.id, address=address)
    after = {"role": role.words, "position": invitation.position, **bounds.facts(invitation)}
    activity.record(caller, Act.MEMBER_JOINED, target=membership.public_id, words=str(person), after=after)
    return Joined(person, invitation.company_id)
