"""A browser without scripts: what the pages say to a person who is signed in, and to a stranger."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import Cast
from vidarium.accounts.models import Person

SignedIn = Callable[[Person], Client]


def signed_in_as(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def visitor(company: Cast) -> Client:
    """The company's owner."""
    return signed_in_as(company.owner)


@pytest.fixture
def foreign_visitor(stranger: Cast) -> Client:
    return signed_in_as(stranger.owner)


@pytest.fixture(autouse=True)
def with_its_front_end(collected: None) -> None:
    """Every page asks for it."""
