"""Collections, what lies in them, and people who are limited to some."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Cast
from vidarium.accounts.models import Membership, Person
from vidarium.foundation import tenancy
from vidarium.library.models import Asset, Collection


@pytest.fixture
def mine(company: Cast) -> Collection:
    """One that somebody is limited to."""
    return made(company, "Trailers")


@pytest.fixture
def beyond(company: Cast) -> Collection:
    """One beyond that limit."""
    return made(company, "Dailies")


def made(company: Cast, name: str) -> Collection:
    with tenancy.within(company.id):
        return Collection.objects.create(company=company.company, name=name, added_by=company.owner)


def film(company: Cast, title: str, *, into: Collection | None = None, **words: Any) -> Asset:
    """A video without bytes, in this collection or in none."""
    with tenancy.within(company.id):
        return Asset.objects.create(company=company.company, title=title, collection=into, **words)


def limited(company: Cast, email: str, *to: Collection, role: str = "editor") -> Person:
    """Somebody who works there, in these collections alone."""
    person = Person.objects.known_as(email)
    with tenancy.within(company.id):
        Membership.objects.create(company=company.company, person=person, role=role, collections=[one.id for one in to])
    return person


def deleted(company: Cast, collection: Collection) -> None:
    with tenancy.within(company.id):
        Collection.objects.filter(id=collection.id).delete()


def place_of(company: Cast, asset: Asset) -> str | None:
    """What the collection is called that a video lies in now."""
    with tenancy.within(company.id):
        found = Asset.objects.select_related("collection").get(id=asset.id).collection
    return found.name if found else None


def titles(company: Cast) -> list[str]:
    with tenancy.within(company.id):
        return sorted(Asset.objects.filter(company_id=company.id).values_list("title", flat=True))
