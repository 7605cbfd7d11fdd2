"""Service staff: apart from companies, and gone at once when they are sent away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests import deskmates, logins
from tests.cast import Cast
from tests.deskmates import Deskmate, lines, looking
from vidarium.accounts import accesses, companies, factors, links, opening, sessions, staff
from vidarium.accounts.desk_errors import IsStaff, LastFactor, NotStaff, WorksInACompany
from vidarium.accounts.devices import About
from vidarium.accounts.doors import Door
from vidarium.accounts.errors import LinkIsSpent
from vidarium.accounts.models import Company, SignedIn, Staff
from vidarium.foundation import clock
from vidarium.foundation.environment import WORKER_ROLE
from vidarium.notices.models import Message


@pytest.fixture
def mei(company: Cast) -> Deskmate:
    """Of the staff; she looks into nothing yet."""
    return deskmates.hired()


# -- apart from companies ----------------------------------------------------------------------------------------------
def test_whoever_works_in_a_company_does_not_become_staff(company: Cast) -> None:
    with pytest.raises(WorksInACompany):
        staff.add(company.teammate.email, name="Tea")
    assert not Staff.objects.exists()


def test_staff_open_no_company(mei: Deskmate) -> None:
    wanted = opening.Wish(name="Mine", kind=Company.Kind.INDIVIDUAL, country="DE", time_zone="UTC", language="en", address=None)
    with pytest.raises(IsStaff):
        opening.by(mei.person, wanted)
    with pytest.raises(IsStaff):
        companies.found("mine", name="Mine", owner=mei.email)


def test_the_same_address_is_added_once(mei: Deskmate) -> None:
    with pytest.raises(IsStaff):
        staff.add(mei.email, name="Mei")


def test_what_opened_the_account_before_does_not_open_the_desk(company: Cast) -> None:
    """Somebody who had an account without a company, and kept a session and a link of it."""
    mate = deskmates.hired("old@service.example")
    sessions.begin(
        mate.person, About(browser="Firefox 1", system="Linux", kind=SignedIn.Kind.COMPUTER, model="", language="en", address=None)
    )
    secret = links.issue(mate.person, door=Door.DESK).rpartition("/")[2]
    staff.link(mate.member)
    assert not SignedIn.objects.filter(person=mate.person).exists()
    assert not staff.is_set_up(mate.person)
    with pytest.raises(LinkIsSpent):
        links.use(secret, door=Door.DESK)


def test_a_link_of_the_desk_opens_no_other_door(mei: Deskmate) -> None:
    secret = staff.link(mei.member).rpartition("/")[2]
    with pytest.raises(LinkIsSpent):
        links.use(secret)
    assert links.use(secret, door=Door.DESK) == mei.person


def test_the_last_second_step_of_staff_stays(mei: Deskmate) -> None:
    (app,) = [one for one in factors.of(mei.person) if one.type == factors.Type.TOTP]
    with pytest.raises(LastFactor):
        factors.remove(mei.person, app.pk)
    assert factors.has(mei.person)


@pytest.mark.promise("III.B.2-c")
def test_whoever_is_removed_looks_no_longer_and_comes_in_no_more(mei: Deskmate, company: Cast) -> None:
    looking(mei, company)
    staff.remove(mei.member)
    assert accesses.running(mei.person.id) is None
    assert [line.act for line in lines(company)] == ["staff.entered", "staff.ended"]
    with pytest.raises(NotStaff):
        staff.by_email(mei.email)
    assert accesses.found(mei.person.id, "acme") == []


# -- lapsing -----------------------------------------------------------------------------------------------------------
def passed(mate: Deskmate, **time: float) -> None:
    """So much time has gone by since somebody last looked at it."""
    Staff.objects.filter(id=mate.member.id).update(lapses_at=mate.member.lapses_at - timedelta(**time))


def letters(mate: Deskmate) -> int:
    return Message.objects.filter(to=mate.email, subject="Your standing as service staff ends soon").count()


@pytest.mark.promise("III.B.2-c")
def test_after_ninety_days_without_a_review_nobody_is_staff(mei: Deskmate, company: Cast) -> None:
    looking(mei, company)
    sessions.begin(mei.person, About("Firefox 1", "Linux", SignedIn.Kind.COMPUTER, "", "en", None))
    passed(mei, days=89, hours=23)
    staff.sweep()
    assert staff.is_staff(mei.person.id)
    passed(mei, days=90, minutes=1)
    staff.sweep()
    assert not staff.is_staff(mei.person.id)
    assert not SignedIn.objects.filter(person=mei.person).exists()
    assert accesses.running(mei.person.id) is None
    assert accesses.found(mei.person.id, "acme") == []
    assert [line.act for line in lines(company)] == ["staff.entered", "staff.ended"]


@pytest.mark.promise("III.B.2-c")
def test_a_review_lets_it_stand_for_ninety_days_more(mei: Deskmate) -> None:
    passed(mei, days=89)
    assert staff.review(mei.member) - clock.now() > timedelta(days=89, hours=23)
    passed(mei, days=1)
    staff.sweep()
    assert staff.is_staff(mei.person.id)


def test_a_week_before_they_are_told_once(mei: Deskmate) -> None:
    passed(mei, days=82, hours=23)
    staff.sweep()
    assert letters(mei) == 0
    passed(mei, days=83, minutes=1)
    staff.sweep()
    staff.sweep()
    assert letters(mei) == 1
    staff.review(mei.member)
    passed(mei, days=89)
    staff.sweep()
    assert letters(mei) == 2


def test_whoever_has_lapsed_is_added_anew_and_sets_up_anew(mei: Deskmate) -> None:
    passed(mei, days=91)
    staff.sweep()
    again = staff.add(mei.email, name="Mei Tan")
    assert again.lapses_at - clock.now() > timedelta(days=89, hours=23)
    assert not staff.is_set_up(again.person)


@pytest.fixture(scope="module")
def roles(django_db_setup: None) -> Iterator[None]:
    with logins.taken_on():
        yield


@pytest.mark.promise("III.B.2-c")
@pytest.mark.usefixtures("roles")
def test_the_worker_ends_whoever_was_not_looked_at_again_and_writes_to_the_next(company: Cast) -> None:
    """Without a look at any address but those that it writes to."""
    lapsed, next_one = deskmates.hired("lapsed@service.example"), deskmates.hired("next@service.example")
    looking(lapsed, company)
    Staff.objects.filter(id=lapsed.member.id).update(lapses_at=clock.now())
    Staff.objects.filter(id=next_one.member.id).update(lapses_at=clock.now() + timedelta(days=1))
    with logins.speaking_as(WORKER_ROLE):
        staff.sweep()
    assert [one.person for one in staff.listed()] == [next_one.person]
    assert [line.act for line in lines(company)] == ["staff.entered", "staff.ended"]
    assert Message.objects.filter(to=next_one.email).exists()
