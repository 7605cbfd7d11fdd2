"""Service staff: made, looked at again, sent to begin anew, and sent away, by whoever runs the service.

Staff work in no company, and whoever works in one is no staff: neither can become the other while they are the one.
Nobody is staff for good: whoever is not looked at again for 90 days is staff no longer, however often they came in.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

import structlog
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from vidarium.accounts import accesses, addresses, coming_in, factors, links, passwords, sessions
from vidarium.accounts.desk_errors import IsStaff, NotStaff, WorksInACompany
from vidarium.accounts.doors import Door
from vidarium.accounts.errors import MailIsWrong
from vidarium.accounts.events import StaffLapses
from vidarium.accounts.labels import STAFF
from vidarium.accounts.lookups import PLACES_OF_PERSON, STAFF_LAPSING
from vidarium.accounts.models import Person, SignInLink, Staff
from vidarium.accounts.models.staff import lapse
from vidarium.foundation import clock, events, writing

log = structlog.get_logger("vidarium.accounts")
LIFE = timedelta(minutes=15)
WARNED = timedelta(days=7)
"""So long before their standing lapses they are told."""


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
        anew = {"since": clock.now(), "lapses_at": lapse(), "warned_at": None, "ended_at": None}
        member, _ = Staff.objects.update_or_create(person=person, defaults=anew)
        _forget_ways_in(person)
    return member


def link(member: Staff) -> str:
    """A complete address by which they set themselves up anew, once, within 15 minutes. Whatever opened their account before does not."""
    with transaction.atomic():
        accesses.end_of(member.person_id)
        _forget_ways_in(member.person)
        return links.issue(member.person, life=LIFE, door=Door.DESK)


def review(member: Staff) -> datetime:
    """Whoever runs the service has looked at it again: they still need it. Until when it stands now."""
    until = lapse()
    Staff.objects.filter(id=member.id).update(lapses_at=until, warned_at=None)
    return until


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


# -- upkeep ------------------------------------------------------------------------------------------------------------
def sweep() -> None:
    """Tell those whose standing lapses soon, end what has lapsed, and forget who was staff when the term is over.

    What they looked into went before.
    """
    now = clock.now()
    _warn(now)
    _lapse(now)
    Staff.objects.filter(ended_at__lte=now - STAFF.keep.after).delete()


def _warn(now: datetime) -> None:
    """Once for each lapse; those who have lapsed meanwhile are told nothing more."""
    for member_id, email, language, lapses_at in STAFF_LAPSING.ask(now, now + WARNED):
        with transaction.atomic():
            if Staff.objects.filter(id=member_id, warned_at=None).update(warned_at=now):
                events.announce(StaffLapses(email, lapses_at, language))


def _lapse(now: datetime) -> None:
    """What they look into ends, they come in no more, and no session of theirs goes on.

    The process that sweeps can take nobody's password away. What they have opens an account of nobody, and goes when they are added again.
    """
    for member_id, person_id in Staff.objects.filter(lapses_at__lte=now, ended_at=None).values_list("id", "person_id"):
        with transaction.atomic():
            accesses.end_of(person_id)
            if Staff.objects.filter(id=member_id, lapses_at__lte=now, ended_at=None).update(ended_at=now):
                sessions.end_all(person_id)
                log.info("staff.lapsed", staff=member_id.hex)
