"""Browsers that are remembered: there the second step is not asked for, thirty days long.

The browser keeps a random number and our seal on it, made of the person, their password and their factors: a change of either ends it.
A row stands for it, so that its person sees it and can end it. It is half a way in, never a proof of who somebody is.
"""

from __future__ import annotations

import secrets
import uuid
from datetime import timedelta

from django.db.models import QuerySet

from vidarium.accounts import factors
from vidarium.accounts.devices import About
from vidarium.accounts.marks import Marks
from vidarium.accounts.models import Person, RememberedBrowser
from vidarium.accounts.tokens import digest
from vidarium.foundation import clock

LIFE = timedelta(days=30)
MARKS = Marks("remembered")


def remember(person: Person, about: About, *, among: str) -> str:
    """What the browser keeps from now on; what it kept for this person before ends."""
    number, bound = secrets.token_hex(16), _bound(person)
    before = MARKS.number(bound=bound, among=among)
    if before:
        RememberedBrowser.objects.filter(person=person, digest=digest(before)).delete()
    ends = clock.now() + LIFE
    RememberedBrowser.objects.create(person=person, digest=digest(number), browser=about.browser, system=about.system, expires_at=ends)
    return MARKS.add(number, bound=bound, among=among)


def knows(person: Person, *, among: str) -> bool:
    """Whether the browser that keeps this need not be asked for the second step of this person."""
    number = MARKS.number(bound=_bound(person), among=among) if among else None
    return bool(number and of(person).filter(digest=digest(number)).exists())


def of(person: Person) -> QuerySet[RememberedBrowser]:
    """This person's, the newest first."""
    return RememberedBrowser.objects.filter(person=person, expires_at__gt=clock.now()).order_by("-id")


def forget(person: Person, browser_id: uuid.UUID) -> None:
    """From its next sign-in on this one is asked again."""
    RememberedBrowser.objects.filter(person=person, id=browser_id).delete()


def forget_all(person: Person) -> None:
    """From now on each of this person's browsers is asked again."""
    RememberedBrowser.objects.filter(person=person).delete()


def sweep() -> None:
    """Drop those whose thirty days are over."""
    RememberedBrowser.objects.filter(expires_at__lte=clock.now()).delete()


def _bound(person: Person) -> str:
    kept = " ".join(f"{one.type}{one.pk}" for one in factors.of(person))
    return f"{person.id}\0{person.password}\0{kept}"
