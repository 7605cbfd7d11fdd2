"""Two doors: one for everybody, one for service staff. At either, people of the other are as people whom nobody knows.

Whoever asks sees the same answer, and the same work is done: one query, whichever door.
"""

from __future__ import annotations

from enum import StrEnum

from django.db.models import Exists, OuterRef, Q

from vidarium.accounts.models import Person, Staff


class Door(StrEnum):
    """By which way somebody comes in."""

    PUBLIC = "public"
    DESK = "desk"

    def lets(self, whose: str = "pk") -> Q:
        """The condition by which rows belong to people of this door; `whose` is the field that names the person."""
        staff = Q(Exists(Staff.objects.filter(person=OuterRef(whose), ended_at=None)))
        return staff if self is Door.DESK else ~staff


def known(email: str, *, at: Door) -> Person | None:
    """Who has this address, as this door knows people."""
    return Person.objects.filter(at.lets(), email=email, is_active=True).first() if "\0" not in email else None


def belongs(person: Person, *, to: Door) -> bool:
    """Whether this door is theirs."""
    return Person.objects.filter(to.lets(), id=person.id).exists()
