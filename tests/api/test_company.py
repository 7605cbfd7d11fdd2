"""API v1, the company: what it may use and uses, and what was done in it."""

from __future__ import annotations

import pytest

from tests.api.conftest import Program
from tests.api.test_assets import film
from tests.cast import Cast
from vidarium.accounts import tokens
from vidarium.accounts.authority import Permission
from vidarium.accounts.models import Activity, Company
from vidarium.foundation import tenancy


@pytest.fixture
def auditor(company: Cast) -> Program:
    return Program(tokens.issue(company.id, scopes=[Permission.SEE_ACTIVITY]))


def test_the_company_tells_its_limits_and_what_it_uses(company: Cast, program: Program) -> None:
    film(company, size_bytes=1000)
    with tenancy.within(company.id):
        Company.objects.update(quota_bytes=5000, quota_seconds=60, max_members=7, calls_a_minute=90)
    body = program.call("GET", "/company").body
    assert body["id"].startswith("cmp_")
    assert (body["name"], body["slug"]) == ("Acme Films", "acme")
    assert body["limits"] == {"storage_bytes": 5000, "film_seconds": 60, "people": 7, "calls_a_minute": 90}
    assert body["usage"] == {"storage_bytes": 1000, "film_seconds": 0, "people": 2, "calls_a_minute": 1}


def test_every_key_may_read_its_own_company(company: Cast) -> None:
    assert Program(tokens.issue(company.id, scopes=[Permission.UPLOAD])).call("GET", "/company").status == 200


def test_each_key_reads_the_company_that_is_its_own(program: Program, foreign: Program) -> None:
    assert [one.call("GET", "/company").body["slug"] for one in (program, foreign)] == ["acme", "globex"]


def test_what_was_done_is_listed_newest_first_and_goes_on_by_cursor(company: Cast, auditor: Program, program: Program) -> None:
    names = [film(company, title=str(place)) for place in range(3)]
    for one in names:
        program.call("PATCH", f"/assets/{one.public_id}", {"title": f"New {one.title}"})
    first = auditor.call("GET", "/activities?limit=2&act=asset.changed").body
    second = auditor.call("GET", f"/activities?limit=2&act=asset.changed&cursor={first['next_cursor']}").body
    assert [one["words"] for one in first["data"] + second["data"]] == ["New 2", "New 1", "New 0"]
    assert second["next_cursor"] is None
    assert first["data"][0]["before"] == {"title": "2"}
    assert first["data"][0]["after"] == {"title": "New 2"}
    assert first["data"][0]["by"]["kind"] == "program"


def test_what_was_done_is_for_those_who_may_see_it(program: Program) -> None:
    assert program.call("GET", "/activities").status == 403


def test_a_stranger_sees_none_of_it(company: Cast, stranger: Cast) -> None:
    """T-06."""
    theirs = Program(tokens.issue(stranger.id, scopes=[Permission.SEE_ACTIVITY])).call("GET", "/activities").body["data"]
    with tenancy.within(company.id):
        assert Activity.objects.exists()
    assert {one["words"] for one in theirs} == {"Globex"}


@pytest.mark.parametrize("query", ["act=nothing.done", "since=yesterday", "cursor=act_", "since=0", "who=me", "until=2026-02-30"])
def test_what_can_not_be_asked_is_refused(auditor: Program, query: str) -> None:
    assert auditor.call("GET", f"/activities?{query}").status == 400


@pytest.mark.parametrize("query", ["until=9999-12-31", "since=0001-01-01"])
def test_the_ends_of_the_calendar_break_nothing(auditor: Program, query: str) -> None:
    assert auditor.call("GET", f"/activities?{query}").status == 200
