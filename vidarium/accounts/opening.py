"""Opening an account: a company, or a person as their own, with its owner, in one transaction."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from vidarium.accounts import activity, addresses, codes, limits, staff
from vidarium.accounts.activity import Act
from vidarium.accounts.authority import OWNER
from vidarium.accounts.callers import Caller
from vidarium.accounts.errors import AccountsError, CodeIsVoid, SlugIsTaken
from vidarium.accounts.events import CompanyOpened
from vidarium.accounts.limits import Limit
from vidarium.accounts.lookups import COMPANY_OF_SLUG
from vidarium.accounts.models import Code, Company, Membership, Person
from vidarium.foundation import events, ids, tenancy

OF_NETWORK = Limit("opening.network", 10, timedelta(hours=1))
LETTERS = "abcdefghjkmnpqrstvwxyz23456789"


@dataclass(frozen=True)
class Wish:
    """The account that somebody wants, each value as it is kept."""

    name: str
    kind: Company.Kind
    country: str
    time_zone: str
    language: str
    address: str | None
    """Where from."""


@dataclass(frozen=True)
class Owner:
    """Who opens it, if they are not here yet."""

    email: str
    name: str
    password: str
    phone: str = ""
    """E.164, or none."""


def by_newcomer(wish: Wish, owner: Owner, *, code: str) -> tuple[Company, Person]:
    """A new account and its owner, whose address the code proves. Raises `CodeIsWrong`, `CodeIsVoid`, `TooMany`.

    To an address that is somebody's already no code is sent, so nobody comes here with it; a guess is void.
    """
    where = limits.source(wish.address)
    limits.check(OF_NETWORK, where)
    try:
        codes.check(Code.Purpose.OPEN, owner.email, code)
    except AccountsError:
        # Tries have a count of their own: this one is of accounts.
        limits.give_back(OF_NETWORK, where)
        raise
    if Person.objects.filter(email=codes.known_as(owner.email)).exists():
        raise CodeIsVoid
    with transaction.atomic():
        person = _person(owner, wish)
        addresses.proved(person)
        return by(person, wish), person


def by(person: Person, wish: Wish) -> Company:
    """A new account of somebody who is here already, and signed in. Raises `IsStaff`."""
    for slug in _slugs(wish.name):
        try:
            return _opened(person, wish, slug)
        except SlugIsTaken:
            continue
    raise SlugIsTaken


def _person(owner: Owner, wish: Wish) -> Person:
    made = Person(email=codes.known_as(owner.email), name=owner.name, phone=owner.phone, language=wish.language, time_zone=wish.time_zone)
    made.set_password(owner.password)
    made.save(force_insert=True)
    return made


def _opened(person: Person, wish: Wish, slug: str) -> Company:
    company = Company(id=ids.sortable(), slug=slug, name=wish.name, kind=wish.kind, country=wish.country, time_zone=wish.time_zone)
    company.clean_fields()
    with tenancy.within(company.id):
        staff.keep_out(person)
        _save(company)
        Membership.objects.create(company=company, person=person, role=OWNER.name)
        caller = Caller(company.id, person.id, OWNER.permissions, address=wish.address)
        activity.record(caller, Act.COMPANY_OPENED, target=company.public_id, words=company.name)
        events.announce(CompanyOpened(company.id, person.id, wish.language, wish.address))
    return company


def _save(company: Company) -> None:
    """Raises `SlugIsTaken`, whoever took it and however lately."""
    if COMPANY_OF_SLUG.ask(company.slug):
        raise SlugIsTaken
    try:
        with transaction.atomic():
            company.save(force_insert=True)
    except IntegrityError:
        raise SlugIsTaken from None


def _slugs(name: str) -> tuple[str, ...]:
    """Short names to try: the company's own in Latin letters, and others that nobody can have."""
    own = slugify(name)[:50].strip("-_")
    chance = "".join(secrets.choice(LETTERS) for _ in range(8))
    return (own, f"{own}-{chance[:4]}", f"{own}-{chance}") if len(own) > 1 else (f"co-{chance}",)


def public_id(company_id: uuid.UUID) -> str:
    """As people and programs name it."""
    return ids.show("cmp", company_id)
