"""Browsers that know an account: where somebody has signed in before, no stranger's guessing locks them out.

The browser keeps a random number and our seal on it, which ends with the password. It opens nothing; it only has a count of its own.
"""

from __future__ import annotations

import hmac
import secrets

from django.conf import settings

from vidarium.accounts.models import Person

MOST = 4
"""People of one browser."""
LONGEST = 600


def mark(person: Person, *, among: str) -> str:
    """What the browser keeps from now on: this person's mark, beside those of others who use it."""
    number = secrets.token_hex(8)
    others = [one for one in among[:LONGEST].split(".") if not _is_of(one, person)]
    return ".".join([f"{number}-{_seal(number, person)}", *others][:MOST])


def number_of(person: Person, *, among: str) -> str | None:
    """The number by which this browser knows the account, None where it does not."""
    return next((one.partition("-")[0] for one in among[:LONGEST].split(".") if _is_of(one, person)), None)


def _is_of(one: str, person: Person) -> bool:
    number, _, seal = one.partition("-")
    return hmac.compare_digest(seal.encode(), _seal(number, person).encode())


def _seal(number: str, person: Person) -> str:
    return str(settings.ENVIRONMENT.key("acquaintances").mac(f"{number}\0{person.id}\0{person.password}".encode(), size=16).hex())
