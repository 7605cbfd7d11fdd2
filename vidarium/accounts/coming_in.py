"""Coming in: by password, by a code, by a new password after the old one was forgotten.

Whether an address is known changes neither the answer nor the work. Guessing is counted for the account and for the network that it
comes from; a browser that knows the account has a count of its own, so that nobody can lock others out.
"""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from vidarium.accounts import acquaintances, addresses, codes, doors, factors, limits, passwords, sessions
from vidarium.accounts.doors import Door
from vidarium.accounts.errors import CodeIsVoid, NotRecognised
from vidarium.accounts.events import AccountTouched
from vidarium.accounts.limits import Limit
from vidarium.accounts.models import Code, Person, SignInLink
from vidarium.foundation import events

OF_ACCOUNT = Limit("password.account", 8, timedelta(minutes=15))
OF_NETWORK = Limit("password.network", 9, timedelta(minutes=15))
OF_BROWSER = Limit("password.browser", 8, timedelta(minutes=15))
Counted = tuple[tuple[Limit, str], ...]


def by_password(email: str, password: str, *, address: str | None, browser: str = "", door: Door = Door.PUBLIC) -> Person:
    """Who has this address and this password, at this door; `browser` is what that one keeps of `acquaintances`.

    Raises `NotRecognised`, `TooMany`, `PasswordIsUnfit`.
    """
    passwords.check_fit(password)
    email = codes.known_as(email)
    person = doors.known(email, at=door)
    tried = _counted(person, email, address=address, browser=browser)
    for limit, whom in tried:
        limits.check(limit, whom)
    if not _fits(person, password) or person is None:
        raise NotRecognised
    for limit, whom in tried:
        limits.give_back(limit, whom)
    return person


def _counted(person: Person | None, email: str, *, address: str | None, browser: str) -> Counted:
    """Which counts a try is added to."""
    number = acquaintances.number_of(person, among=browser) if person else None
    if number:
        return ((OF_BROWSER, number),)
    return ((OF_NETWORK, limits.source(address)), (OF_ACCOUNT, email))


def _fits(person: Person | None, password: str) -> bool:
    """Whether it is their password. The same hash is computed for nobody's, and for those who have none."""
    if person is None:
        make_password(password)
        return False
    return check_password(password, person.password)


def by_code(email: str, text: str) -> Person:
    """Who has this address, as the code proves. Raises `CodeIsWrong`, `CodeIsVoid`."""
    codes.check(Code.Purpose.SIGN_IN, email, text)
    person = doors.known(codes.known_as(email), at=Door.PUBLIC)
    if person is None:
        raise CodeIsVoid
    addresses.proved(person)
    return person


def by_new_password(email: str, text: str, password: str, *, about: str) -> Person:
    """Set a new password by a code; every session of theirs ends, and they are told. `about` is where it was done, in a line.

    Raises `PasswordIsWeak`, `PasswordIsUnfit`, `CodeIsWrong`, `CodeIsVoid`.
    """
    email = codes.known_as(email)
    # Weighed before the code is used up, and against the address alone: a name would tell that there is an account.
    passwords.check_new(password, about=(email,))
    codes.check(Code.Purpose.RESET, email, text)
    person = doors.known(email, at=Door.PUBLIC)
    if person is None:
        raise CodeIsVoid
    with transaction.atomic():
        set_password(person, password, about=about)
        addresses.proved(person)
    return person


def set_password(person: Person, password: str, *, about: str, but: str = "") -> None:
    """From now on this is the password; whatever else opened the account no longer does, `but` the session of this mark. They are told."""
    person.set_password(password)
    person.save(update_fields=["password"])
    sessions.end_others(person, but=but)
    SignInLink.objects.filter(person=person).delete()
    for purpose in (Code.Purpose.SIGN_IN, Code.Purpose.RESET):
        codes.drop(purpose, person.email)
    events.announce(AccountTouched("password", person.id, (person.email,), about, person.language))


def take_away(factor_id: int, *, of: Person, but: str) -> None:
    """One of their second steps; who came in by it elsewhere is out, `but` the session of this mark stays. Raises `LastFactor`."""
    with transaction.atomic():
        factors.remove(of, factor_id)
        sessions.end_others(of, but=but)
