"""The cast of every test: a company with its owner and a teammate, and a stranger with a company of their own."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from vidarium.accounts import companies, tokens
from vidarium.accounts.models import Company, Membership, Person
from vidarium.foundation import tenancy


@dataclass(frozen=True)
class Cast:
    """One company's people. Each is signed in nowhere yet; `token` opens the API."""

    company: Company
    owner: Person
    teammate: Person
    token: str

    @property
    def id(self) -> uuid.UUID:
        return self.company.id


def first() -> Cast:
    """The company that most tests are about."""
    return played("acme", name="Acme Films", at="acme.example")


def second() -> Cast:
    """The stranger's: whatever the first company has must not be seen from here."""
    return played("globex", name="Globex", at="globex.example")


def played(slug: str, *, name: str, at: str) -> Cast:
    company = companies.found(slug, name=name, owner=f"owner@{at}")
    teammate = Person.objects.known_as(f"teammate@{at}")
    with tenancy.within(company.id):
        Membership.objects.create(company=company, person=teammate, role="editor")
    return Cast(company, Person.objects.known_as(f"owner@{at}"), teammate, tokens.issue(company.id))
