"""Companies: founded, found by their short name."""

from __future__ import annotations

import uuid

from vidarium.accounts import activity
from vidarium.accounts.activity import Act
from vidarium.accounts.errors import NoSuchCompany, NotAMember, SlugIsTaken
from vidarium.accounts.lookups import COMPANY_OF_SLUG
from vidarium.accounts.models import Company, Membership, Person
from vidarium.foundation import ids, tenancy


def found(slug: str, *, name: str, owner: str) -> Company:
    """A new company with its first member, who owns it. Raises `SlugIsTaken`."""
    company = Company(id=ids.sortable(), slug=slug, name=name)
    company.clean_fields()
    with tenancy.within(company.id):
        if COMPANY_OF_SLUG.ask(slug):
            raise SlugIsTaken
        company.save(force_insert=True)
        Membership.objects.create(company=company, person=Person.objects.known_as(owner), role=Membership.OWNER)
        activity.of_the_house(company.id, Act.COMPANY_OPENED, target=company.public_id, words=name)
    return company


def id_of(slug: str) -> uuid.UUID:
    """The company's id by its short name. Raises `NoSuchCompany`."""
    rows = COMPANY_OF_SLUG.ask(slug)
    if not rows:
        raise NoSuchCompany(f"There is no company “{slug}” here.")
    found_id: uuid.UUID = rows[0][0]
    return found_id


def member(slug: str, *, email: str) -> Person:
    """The member of this company with this address. Raises `NoSuchCompany`, `NotAMember`."""
    company_id = id_of(slug)
    with tenancy.within(company_id):
        person = Person.objects.filter(memberships__company_id=company_id, email=email.strip().lower()).first()
    if person is None:
        raise NotAMember(f"{email} is no member of “{slug}”.")
    return person
