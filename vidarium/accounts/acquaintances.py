"""Browsers that know an account: where somebody has signed in before, no stranger's guessing locks them out.

The browser keeps a random number and our seal on it, which ends with the password. It opens nothing; it only has a count of its own.
"""

from __future__ import annotations

import secrets

from vidarium.accounts.marks import Marks
from vidarium.accounts.models import Person

MARKS = Marks("acquaintances")


def mark(person: Person, *, among: str) -> str:
    """What the browser keeps from now on: this person's mark, beside those of others who use it."""
    return MARKS.add(secrets.token_hex(8), bound=_bound(person), among=among)


def number_of(person: Person, *, among: str) -> str | None:
    """The number by which this browser knows the account, None where it does not."""
    return MARKS.number(bound=_bound(person), among=among)


def _bound(person: Person) -> str:
    return f"{person.id}\0{person.password}"
