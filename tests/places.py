"""People with a place in a company, and the letters that ask others in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.cast import Cast
from vidarium.accounts import callers
from vidarium.accounts.callers import Caller
from vidarium.accounts.events import MemberInvited
from vidarium.accounts.models import CustomRole, Membership, Person
from vidarium.foundation import events, tenancy


def added(company: Cast, email: str, *, role: str = "viewer", custom: CustomRole | None = None, name: str = "") -> Person:
    """Somebody who works there."""
    person = Person.objects.known_as(email)
    if name:
        person.name = name
        person.save(update_fields=["name"])
    with tenancy.within(company.id):
        Membership.objects.create(company=company.company, person=person, role=role, custom_role=custom)
    return person


def caller(company: Cast, person: Person) -> Caller:
    """What they may do there now."""
    found = callers.by_person(person.id, chosen=company.id.hex)
    assert found
    return found


def place(company: Cast, person: Person) -> Membership:
    with tenancy.within(company.id):
        return callers.place(company.id, person.id)


class Letters(list[MemberInvited]):
    """Invitations that went out, in order."""

    @property
    def secret(self) -> str:
        """The latest link's."""
        return self[-1].link.rpartition("/")[2]


@contextmanager
def letters() -> Iterator[Letters]:
    """Hears whom somebody invites."""
    found = Letters()
    events.hear(MemberInvited, found.append)
    yield found
    events._ears[MemberInvited].remove(found.append)
