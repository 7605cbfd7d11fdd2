"""`vidarium limits`: what whoever runs the service lets a company have."""

from __future__ import annotations

import argparse

import pytest

from tests.cast import Cast
from vidarium.accounts import plans
from vidarium.accounts.activity import Act
from vidarium.accounts.errors import NoSuchCompany
from vidarium.accounts.models import Activity, Company
from vidarium.cli import limits
from vidarium.foundation import tenancy


def asked(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    limits.arguments(parser)
    return parser.parse_args(["acme", *words])


def test_what_is_given_is_changed_and_the_rest_stays(company: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    limits.run(asked("--storage-gb", "5", "--calls-a-minute", "90"))
    with tenancy.within(company.id):
        now = Company.objects.get()
    assert (now.quota_bytes, now.calls_a_minute, now.max_members) == (5_000_000_000, 90, 1000)
    assert "storage-gb       5\n" in capsys.readouterr().out


def test_without_anything_it_shows_them(company: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    limits.run(asked())
    assert capsys.readouterr().out.splitlines()[2] == "film-hours       10000"


def test_the_company_sees_what_its_limits_were(company: Cast) -> None:
    plans.change("acme", {"max_members": 5})
    plans.change("acme", {"max_members": 5})
    with tenancy.within(company.id):
        (line,) = Activity.objects.filter(act=Act.COMPANY_CHANGED)
    assert (line.by, line.before, line.after) == ("house", {"max_members": 1000}, {"max_members": 5})


@pytest.mark.parametrize("number", ["0", "-1", "1.5", "many", "1000000000"])
def test_what_is_no_number_is_refused(number: str) -> None:
    with pytest.raises(SystemExit):
        asked("--people", number)


def test_a_company_that_is_not_there_has_no_limits(company: Cast) -> None:
    with pytest.raises(NoSuchCompany):
        plans.change("nobody", {})
