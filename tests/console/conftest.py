"""A browser without scripts: what the pages say to a person who is signed in, and to a stranger."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests import browsers
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
def as_the_product_answers(collected: None, answered_by_web: None) -> None:
    """Every page asks for its front end, and for its rows by `web`'s own login."""
