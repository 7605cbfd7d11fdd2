"""The activity log: written with the act itself, never changed, gone by its term, and nobody's household in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from tests.cast import Cast
from vidarium.accounts import activity, arrivals
from vidarium.accounts.activity import Act
from vidarium.accounts.callers import Caller
from vidarium.accounts.models import Activity
from vidarium.foundation import clock, ids, tenancy


@pytest.fixture
def line(company: Cast) -> Iterator[Activity]:
    with tenancy.within(company.id):
        activity.record(Caller(company.id, company.owner.id), Act.ASSET_CHANGED, target="ast_1", words="Dune")
        yield Activity.objects.get(act=Act.ASSET_CHANGED)


@pytest.mark.promise("I.A.2.3-a")
@pytest.mark.parametrize(
    "statement",
    ["UPDATE accounts_activity SET words = ''", "DELETE FROM accounts_activity", "TRUNCATE accounts_activity"],
)
def test_the_applications_login_neither_changes_nor_removes_a_line(line: Activity, statement: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Activity.objects.filter(id=line.id, words="Dune").exists()


@pytest.mark.promise("I.A.2.2-b")
def test_a_line_tells_who_what_and_when(line: Activity, company: Cast) -> None:
    assert (line.actor_id, line.by, line.target) == (company.owner.id, "person", "ast_1")
    assert abs(line.at - clock.now()) < timedelta(minutes=1)


def test_an_act_that_is_rolled_back_leaves_no_line(company: Cast) -> None:
    with suppress(ZeroDivisionError), tenancy.within(company.id):
        activity.record(Caller(company.id, company.owner.id), Act.KEY_MADE)
        raise ZeroDivisionError
    with tenancy.within(company.id):
        assert not Activity.objects.filter(act=Act.KEY_MADE).exists()


@pytest.mark.promise("I.A.2.3-a")
@pytest.mark.parametrize(("age", "left"), [(timedelta(days=729), 1), (timedelta(days=731), 0)])
def test_a_line_goes_after_two_years_and_not_before(company: Cast, age: timedelta, left: int) -> None:
    with tenancy.within(company.id):
        Activity.objects.create(company_id=company.id, by="person", act=Act.KEY_MADE, at=clock.now() - age)
    activity.forget_old()
    with tenancy.within(company.id):
        assert Activity.objects.filter(act=Act.KEY_MADE).count() == left


@pytest.mark.promise("I.A.2.1-a")
@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0"),
        ("2001:db8:1:2:3::4", "2001:db8:1::"),
        ("::ffff:203.0.113.77", "203.0.113.0"),
        ("", None),
        (None, None),
        ("unix:", None),
    ],
)
def test_an_address_is_kept_as_its_network(address: str | None, network: str | None) -> None:
    assert activity.network(address) == network


@pytest.mark.parametrize(
    ("who", "by"),
    [({"person_id": ids.sortable()}, "person"), ({"key_id": ids.sortable()}, "program"), ({}, "house")],
)
def test_it_is_known_what_kind_of_somebody_it_was(company: Cast, who: dict[str, object], by: str) -> None:
    with tenancy.within(company.id):
        activity.record(Caller(company.id, **who), Act.KEY_MADE)  # type: ignore[arg-type]  # mixed on purpose
        assert Activity.objects.get(act=Act.KEY_MADE).by == by


def test_whoever_belongs_to_no_company_signs_in_unseen(company: Cast) -> None:
    arrivals.note(ids.sortable(), address=None)
    with tenancy.within(company.id):
        assert not Activity.objects.filter(act=Act.SIGNED_IN).exists()
