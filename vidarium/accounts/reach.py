"""A phone number by which somebody can be reached: given, proved by a code, taken back. Nothing else depends on it."""

from __future__ import annotations

from datetime import timedelta

from vidarium.accounts import codes, limits, phones
from vidarium.accounts.limits import Limit
from vidarium.accounts.models import Code, Person
from vidarium.foundation import clock

OF_PERSON = Limit("phone.person", 6, timedelta(days=1))
"""A text message costs whoever runs the service."""


def give(person: Person, text: str, *, region: str) -> str:
    """Keep this number, not proved yet; as it is kept. Raises `PhoneIsWrong`."""
    number = phones.read(text, region=region)
    if number != person.phone:
        person.phone, person.phone_verified_at = number, None
        person.save(update_fields=["phone", "phone_verified_at"])
    return number


def ask(person: Person, *, language: str, address: str | None) -> None:
    """Send a code to their number. Raises `TooMany`."""
    limits.check(OF_PERSON, person.id.hex)
    codes.issue(Code.Purpose.PHONE, person.phone, language=language, address=address)


def prove(person: Person, text: str) -> None:
    """The number is theirs, as the code shows. Raises `CodeIsWrong`, `CodeIsVoid`. Call it outside a transaction: tries are counted."""
    codes.check(Code.Purpose.PHONE, person.phone, text)
    person.phone_verified_at = clock.now()
    person.save(update_fields=["phone_verified_at"])


def take_back(person: Person) -> None:
    """No number any more; nothing but calls about the account's safety needed it."""
    person.phone, person.phone_verified_at = "", None
    person.save(update_fields=["phone", "phone_verified_at"])
