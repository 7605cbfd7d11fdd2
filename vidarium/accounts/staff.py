"""Service staff: made, sent to begin anew, and sent away, by whoever runs the service.

Staff work in no company, and whoever works in one is no staff: neither can become the other while they are the one.
"""

from __future__ import annotations

import uuid
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from vidarium.accounts import accesses, addresses, coming_in, factors, links, passwords, sessions
from vidarium.accounts.desk_errors import IsStaff, NotStaff, WorksInACompany
from vidarium.accounts.doors import Door
from vidarium.accounts.errors import MailIsWrong
from vidarium.accounts.labels import STAFF
from vidarium.accounts.lookups import PLACES_OF_PERSON
from vidarium.accounts.models import Person, SignInLink, Staff
from vidarium.foundation import clock, writing

LIFE = timedelta(minutes=15)


# -- asking ------------------------------------------------------------------------------------------------------------
def of(person_id: uuid.UUID) -> Staff | None:
    """As whom somebody is staff, None where they are not."""
    return Staff.objects.select_related("person").filter(person_id=person_id, ended_at=None).first()


def is_staff(person_id: uuid.UUID) -> bool:
    return Staff.objects.filter(person_id=person_id, ended_at=None).exists()


def by_email(email: str) -> Staff:
    """Raises `NotStaff`."""
    found = Staff.objects.select_related("person").filter(person__email=email.strip().lower(), ended_at=None).first()
    if found is None:
        raise NotStaff(f"{email} is no service staff.")
    return found


def listed() -> list[Staff]:
    """All of them, by address."""
    return list(Staff.objects.select_related("person").filter(ended_at=None).order_by("person__email"))


def is_set_up(person: Person) -> bool:
    """Whether they have all that they come in by: a password and a second step."""
    return person.has_usable_password() and factors.has(person)


# -- changing ----------------------------------------------------------------------------------------------------------
def add(email: str, *, name: str) -> Staff:
    """From now on they are staff, and come in when they have set themselves up by a `link`.

    Raises `MailIsWrong`, `IsStaff`, `WorksInACompany`.
    """
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as wrong:
        raise MailIsWrong from wrong
    with transaction.atomic():
        person = _locked(Person.objects.known_as(address))
        if is_staff(person.id):
            raise IsStaff(f"{person.email} is service staff already. `vidarium staff link {person.email}` lets them begin anew.")
        if PLACES_OF_PERSON.ask(person.id):
            raise WorksInACompany
        # What an account of before may have kept opens nothing here, nor leads it elsewhere.
        person.name, person.moved_at, person.moved_from, person.time_zone = writing.one_line(name)[:200], None, "", ""
        person.save(update_fields=["name", "moved_at", "moved_from", "time_zone"])
        member, _ = Staff.objects.update_or_create(person=person, defaults={"since": clock.now(), "ended_at": None})
        _forget_ways_in(person)
    return member


def link(member: Staff) -> str:
    """A complete address by which they set themselves up anew, once, within 15 minutes. Whatever opened their account before does not."""
    with transaction.atomic():
        accesses.end_of(member.person_id)
        _forget_ways_in(member.person)
        return links.issue(member.person, life=LIFE, door=Door.DESK)


def remove(member: Staff) -> None:
    """They are staff no longer: what they look into ends, and every session, in this transaction."""
    with transaction.atomic():
        accesses.end_of(member.person_id)
        _forget_ways_in(member.person)
        Staff.objects.filter(id=member.id).update(ended_at=clock.now())


def set_password(person: Person, password: str, *, mark: str) -> None:
    """The first password of somebody who came by a link; the session with this mark stays. Raises `PasswordIsWeak`, `PasswordIsUnfit`."""
    passwords.check_new(password, about=(person.email, person.name))
    with transaction.atomic():
        coming_in.set_password(person, password, about="", but=mark)
        addresses.proved(person)


def keep_out(person: Person) -> None:
    """Called in the transaction that would give somebody a place in a company. Raises `IsStaff`."""
    if is_staff(_locked(person).id):
        raise IsStaff


def _locked(person: Person) -> Person:
    """Who becomes staff and who joins a company at the same moment are one after the other."""
    return Person.objects.select_for_update(no_key=True).get(id=person.id)


def _forget_ways_in(person: Person) -> None:
    person.set_unusable_password()
    person.save(update_fields=["password"])
    Authenticator.objects.filter(user_id=person.id).delete()
    SignInLink.objects.filter(person=person).delete()
    sessions.end_others(person)


def sweep() -> None:
    """Forget that somebody was staff, when the term is over. What they looked into went before."""
    Staff.objects.filter(ended_at__lte=clock.now() - STAFF.keep.after).delete()
