"""Looks of service staff into a company: an hour at most, only to see, and all of it told to the company."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests import deskmates
from tests.cast import Cast
from tests.deskmates import Deskmate, lines, looking, wish
from vidarium.accounts import accesses, callers, history, looks
from vidarium.accounts.authority import Permission
from vidarium.accounts.desk_errors import AlreadyInside
from vidarium.accounts.errors import DoesNotFit, NoSuchCompany
from vidarium.accounts.events import StaffEntered, StaffReadMuch
from vidarium.accounts.models import Company, StaffAccess
from vidarium.foundation import clock, events, tenancy


@pytest.fixture
def mei(company: Cast) -> Deskmate:
    """Of the staff; she looks into nothing yet."""
    return deskmates.hired()


# -- an hour at most, and only to see ----------------------------------------------------------------------------------
@pytest.mark.promise("III.B.1-f")
@pytest.mark.parametrize(
    ("field", "refused"),
    [
        ("reason", wish(reason="too short")),
        ("reason", wish(reason="x" * 201)),
        ("case", wish(case="x" * 41)),
        ("permissions", wish(Permission.SEE_ASSETS, Permission.CHANGE_ASSETS)),
        ("minutes", wish(minutes="61")),
        ("minutes", wish(minutes="")),
    ],
)
def test_nobody_looks_without_a_reason_or_for_longer_or_at_more(mei: Deskmate, company: Cast, field: str, refused: accesses.Wish) -> None:
    """T-14."""
    with pytest.raises(DoesNotFit) as misfit:
        accesses.begin(mei.member, company.id, refused, factor="app", address=None)
    assert set(misfit.value.misfits) == {field}
    assert accesses.running(mei.person.id) is None


def test_nothing_is_asked_for_by_not_saying_it(mei: Deskmate, company: Cast) -> None:
    with pytest.raises(DoesNotFit) as misfit:
        accesses.begin(mei.member, company.id, accesses.Wish("", "", (), ""), factor="app", address=None)
    assert set(misfit.value.misfits) == {"reason", "permissions", "minutes"}


@pytest.mark.parametrize(
    ("column", "value", "name"),
    [
        ("ends_at", clock.now() + timedelta(hours=2), "an_hour_at_most"),
        ("permissions", ["assets:read", "assets:write"], "staff_only_see"),
    ],
)
def test_the_database_holds_it_too(mei: Deskmate, company: Cast, column: str, value: object, name: str) -> None:
    """T-14."""
    access = looking(mei, company)
    with pytest.raises(IntegrityError, match=name), tenancy.within(company.id):
        StaffAccess.objects.filter(id=access.id).update(**{column: value})


def test_the_database_holds_one_look_at_a_time(mei: Deskmate, company: Cast, stranger: Cast) -> None:
    looking(mei, company)
    now = clock.now()
    row = {
        "staff": mei.member,
        "reason": "again",
        "factor": "app",
        "permissions": [],
        "began_at": now,
        "ends_at": now + timedelta(minutes=1),
    }
    with pytest.raises(IntegrityError, match="one_access_at_a_time"), tenancy.within(stranger.id):
        StaffAccess.objects.create(company=stranger.company, **row)


def test_a_second_company_waits_until_the_first_is_left(mei: Deskmate, company: Cast, stranger: Cast) -> None:
    looking(mei, company)
    with pytest.raises(AlreadyInside):
        looking(mei, stranger)


def test_an_access_that_has_run_out_is_none_and_makes_room(mei: Deskmate, company: Cast, stranger: Cast) -> None:
    run_out(looking(mei, company))
    assert accesses.running(mei.person.id) is None
    looking(mei, stranger)
    assert [line.act for line in lines(company)] == ["staff.entered", "staff.ended"]


def run_out(access: StaffAccess) -> None:
    before = clock.now() - timedelta(hours=1)
    with tenancy.within(access.company_id):
        StaffAccess.objects.filter(id=access.id).update(began_at=before, ends_at=before + timedelta(minutes=30))


def test_the_sweeper_writes_down_what_has_run_out_once(mei: Deskmate, company: Cast) -> None:
    run_out(looking(mei, company))
    accesses.sweep()
    accesses.sweep()
    assert [line.act for line in lines(company)] == ["staff.entered", "staff.ended"]


def test_two_years_later_the_access_is_forgotten(mei: Deskmate, company: Cast) -> None:
    access = looking(mei, company)
    with tenancy.within(company.id):
        StaffAccess.objects.filter(id=access.id).update(ended_at=clock.now() - timedelta(days=731))
    accesses.sweep()
    with tenancy.within(company.id):
        assert not StaffAccess.objects.exists()


def test_they_may_what_was_named_and_no_more(mei: Deskmate, company: Cast) -> None:
    looking(mei, company, Permission.SEE_ASSETS)
    caller = accesses.running(mei.person.id)
    assert caller
    assert (caller.company_id, caller.permissions) == (company.id, frozenset({Permission.SEE_ASSETS}))


def test_without_an_access_they_are_nobody_to_every_company(mei: Deskmate) -> None:
    assert callers.by_person(mei.person.id) is None
    assert accesses.running(mei.person.id) is None


def test_a_disabled_company_is_not_looked_into(mei: Deskmate, company: Cast) -> None:
    looking(mei, company)
    with tenancy.within(company.id):
        Company.objects.update(disabled_at=clock.now())
    assert accesses.running(mei.person.id) is None
    assert accesses.found(mei.person.id, "acme") == []
    accesses.close_run_out(mei.person.id)
    with pytest.raises(NoSuchCompany):
        looking(mei, company)


# -- told to the company -----------------------------------------------------------------------------------------------
@pytest.mark.promise("III.B.1-e")
def test_the_company_reads_who_why_what_and_until_when(mei: Deskmate, company: Cast) -> None:
    """T-14."""
    access = looking(mei, company, Permission.SEE_PEOPLE)
    (line,) = lines(company)
    assert (line.act, line.actor_id, line.words, line.address) == ("staff.entered", mei.person.id, deskmates.REASON, "203.0.113.0")
    assert line.after == {"case": "C-17", "permissions": ["people:read"], "until": access.ends_at.isoformat(timespec="minutes")}
    with tenancy.within(company.id):
        assert history.actors([line])[mei.person.id].name == "Mei Tan"


@pytest.mark.promise("III.B.1-e")
def test_each_read_says_factor_reason_case_and_how_many(mei: Deskmate, company: Cast) -> None:
    looking(mei, company)
    look(mei, page="/people", people=2)
    (line,) = lines(company, {"staff.looked"})
    assert (line.words, line.after) == ("", {"page": "/people", "people": 2, "reason": deskmates.REASON, "case": "C-17", "factor": "app"})


def look(mate: Deskmate, *, page: str, people: int) -> None:
    caller = accesses.running(mate.person.id)
    assert caller
    with tenancy.within(caller.company_id):
        accesses.looked(caller, page=page, people=people)


def test_a_page_without_people_leaves_one_line_a_minute_and_one_with_people_each_time(mei: Deskmate, company: Cast) -> None:
    looking(mei, company)
    for people in (0, 0, 1, 1):
        look(mei, page="/library", people=people)
    assert len(lines(company, {"staff.looked"})) == 3


def test_the_line_goes_with_what_it_tells_of(mei: Deskmate, company: Cast) -> None:
    """What is rolled back was not shown."""
    with transaction.atomic():
        looking(mei, company)
        transaction.set_rollback(True)
    assert lines(company) == []


def test_a_renewal_is_another_access_with_a_line_of_its_own(mei: Deskmate, company: Cast) -> None:
    """T-14."""
    first = looking(mei, company)
    second = accesses.begin(mei.member, company.id, wish(reason="It needs more time"), factor="app", address=None)
    assert first.id != second.id
    assert second.ends_at - second.began_at <= timedelta(hours=1)
    assert [(line.act, line.words) for line in lines(company)] == [
        ("staff.entered", deskmates.REASON),
        ("staff.renewed", "It needs more time"),
    ]


def test_whoever_leaves_looks_no_longer(mei: Deskmate, company: Cast) -> None:
    looking(mei, company)
    caller = accesses.running(mei.person.id)
    assert caller
    with tenancy.within(company.id):
        accesses.end(caller)
    assert accesses.running(mei.person.id) is None
    assert lines(company)[-1].act == "staff.left"


def test_the_owners_are_told(mei: Deskmate, company: Cast) -> None:
    told: list[StaffEntered] = []
    events.hear(StaffEntered, told.append)
    looking(mei, company)
    events._ears[StaffEntered].remove(told.append)
    ((to, _language),) = told[0].to
    assert (to, told[0].who, told[0].reason) == (company.owner.email, "Mei Tan", deskmates.REASON)


@pytest.mark.promise("III.B.1-f")
def test_reading_about_very_many_is_told_once_also_over_a_renewal(mei: Deskmate, company: Cast) -> None:
    told: list[StaffReadMuch] = []
    events.hear(StaffReadMuch, told.append)
    looking(mei, company)
    look(mei, page="/people", people=accesses.MANY_PEOPLE - 1)
    assert told == []
    looking(mei, company)
    for _ in range(2):
        look(mei, page="/people", people=50)
    events._ears[StaffReadMuch].remove(told.append)
    assert [(fact.who, fact.people) for fact in told] == [("Mei Tan", accesses.MANY_PEOPLE + 49)]


def test_they_read_their_own_log_and_nobody_elses(mei: Deskmate, company: Cast, stranger: Cast) -> None:
    other = deskmates.hired("ben@service.example", name="Ben")
    looking(mei, company)
    look(mei, page="/people", people=2)
    looking(other, stranger)
    (own,) = looks.of(mei.member)
    assert (own.access.company.name, [line.after["page"] for line in own.pages], own.may) == (
        "Acme Films",
        ["/people"],
        ["Videos", "People", "Activity"],
    )
    assert [one.access.company.name for one in looks.of(other.member)] == ["Globex"]


# -- finding -----------------------------------------------------------------------------------------------------------
def test_a_company_is_found_by_a_part_of_its_name(mei: Deskmate, company: Cast, stranger: Cast) -> None:
    assert accesses.found(mei.person.id, "cme fil") == [company.id]
    assert accesses.found(mei.person.id, "GLOB") == [stranger.id]


@pytest.mark.parametrize("words", ["", " ", "a", "%", "__", "owner@acme.example"])
def test_nothing_is_found_by_nothing_by_patterns_or_by_people(mei: Deskmate, company: Cast, words: str) -> None:
    assert accesses.found(mei.person.id, words) == []


def test_the_database_finds_none_for_whoever_is_no_staff(company: Cast, stranger: Cast) -> None:
    assert accesses.found(company.owner.id, "glob") == []
