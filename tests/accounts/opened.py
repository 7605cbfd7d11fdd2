"""An account, opened as the page opens one."""

from __future__ import annotations

from vidarium.accounts import opening
from vidarium.accounts.models import Company, Person

GOOD = "kettle mist ladder plum"
"""A password that is taken."""


def wish(name: str = "Harbour Lane Films", *, kind: Company.Kind = Company.Kind.ORGANISATION) -> opening.Wish:
    return opening.Wish(name=name, kind=kind, country="HK", time_zone="Asia/Hong_Kong", language="en", address="203.0.113.9")


def newcomer(email: str = "lin.wei@harbourlane.example") -> Person:
    return Person.objects.known_as(email)


def opened(person: Person | None = None, *, name: str = "Harbour Lane Films") -> tuple[Company, Person]:
    """A company of this person, or of one who comes for it."""
    person = person or newcomer()
    return opening.by(person, wish(name)), person
