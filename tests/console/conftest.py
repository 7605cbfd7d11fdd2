"""A browser without scripts: what the pages say to a person who is signed in, and to a stranger."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from tests import browsers, logins
from tests.cast import Cast
from vidarium.accounts.models import Person

SignedIn = Callable[[Person], Client]


def signed_in_as(person: Person) -> Client:
    return browsers.signed_in(person)


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


@pytest.fixture(autouse=True, scope="module")
def roles(django_db_setup: None) -> Iterator[None]:
    with logins.taken_on():
        yield


@pytest.fixture(autouse=True)
def answered_by_web(roles: None) -> Iterator[None]:
    """By the login of the `web` process, with its grants and no others."""
    with logins.requests_as_web():
        yield
