"""A company that asks for a second step shows nothing to whoever has none, on any surface, and keeps nobody out who sets one up."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests import places
from tests.accounts.test_factors import code_of
from tests.cast import Cast
from tests.console.conftest import signed_in_as
from vidarium.accounts import callers, factors
from vidarium.accounts.models import Company
from vidarium.foundation import tenancy


@pytest.fixture
def colleague(company: Cast) -> Client:
    """Of a company that has just begun to ask for it."""
    client = signed_in_as(company.teammate)
    assert client.get("/library").status_code == 200
    with tenancy.within(company.id):
        Company.objects.update(second_factor=True)
    return client


@pytest.mark.parametrize("path", ["/library", "/people", "/people/invite", "/company"])
def test_the_next_click_asks_to_set_one_up(colleague: Client, path: str) -> None:
    """A-05."""
    assert colleague.get(path).headers["Location"] == "/two-steps"
    assert 'href="/you"' in colleague.get("/two-steps").content.decode()


def test_until_then_nothing_is_allowed_anywhere(colleague: Client, company: Cast) -> None:
    """A-05."""
    assert places.caller(company, company.teammate).permissions == frozenset()
    assert colleague.get("/api/v1/assets").status_code == 403


def test_after_that_all_is_as_before(colleague: Client, company: Cast) -> None:
    secret = factors.new_secret()
    factors.add_app(company.teammate, secret, code_of(secret))
    assert colleague.get("/library").status_code == 200
    assert colleague.get("/two-steps").headers["Location"] == "/library"


def test_who_takes_the_last_one_off_is_asked_again(colleague: Client, company: Cast) -> None:
    secret = factors.new_secret()
    factors.add_app(company.teammate, secret, code_of(secret))
    Authenticator.objects.filter(user=company.teammate).delete()
    assert colleague.get("/library").headers["Location"] == "/two-steps"


def test_another_company_asks_for_nothing(colleague: Client, company: Cast, stranger: Cast) -> None:
    assert signed_in_as(stranger.owner).get("/library").status_code == 200
    assert callers.by_person(stranger.owner.id)


def test_whoever_turns_it_on_is_asked_first(company: Cast) -> None:
    owner = signed_in_as(company.owner)
    owner.post("/company", {"name": "Acme Films", "time_zone": "UTC", "second_factor": "yes"})
    assert owner.get("/company").headers["Location"] == "/two-steps"
