"""Who is asking: a person by their session, or a program by its token."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from vidarium.accounts.lookups import COMPANIES_OF_PERSON, COMPANY_OF_TOKEN
from vidarium.accounts.models import Membership, Person
from vidarium.accounts.tokens import digest


@dataclass(frozen=True)
class Caller:
    """Somebody who may act for one company."""

    company_id: uuid.UUID
    person_id: uuid.UUID | None = None
    """None where a program asks."""


def by_token(text: str) -> Caller | None:
    """The program that holds this token, None where it is none of ours."""
    rows = COMPANY_OF_TOKEN.ask(digest(text))
    return Caller(rows[0][0]) if rows else None


def by_person(person_id: uuid.UUID) -> Caller | None:
    """A person in the first of their companies, None where they have none."""
    rows = COMPANIES_OF_PERSON.ask(person_id)
    return Caller(rows[0][0], person_id) if rows else None


def place(company_id: uuid.UUID, person_id: uuid.UUID) -> Membership:
    """A person's place in a company, with both. Inside `tenancy.within(company_id)`."""
    return Membership.objects.select_related("company", "person").get(company_id=company_id, person_id=person_id)


def by_session(session_key: str) -> Caller | None:
    """The person whose browser sent this session cookie, None where the session is over."""
    session = SessionStore(session_key=session_key)
    person_id = session.get(SESSION_KEY)
    person = Person.objects.filter(pk=person_id, is_active=True).first() if person_id else None
    return by_person(person.id) if person else None
