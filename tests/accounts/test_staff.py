"""Service staff: apart from companies, and gone at once when they are sent away."""

from __future__ import annotations

import pytest

from tests import deskmates
from tests.cast import Cast
from tests.deskmates import Deskmate, lines, looking
from vidarium.accounts import accesses, companies, factors, links, opening, sessions, staff
from vidarium.accounts.desk_errors import IsStaff, LastFactor, NotStaff, WorksInACompany
from vidarium.accounts.devices import About
from vidarium.accounts.doors import Door
from vidarium.accounts.errors import LinkIsSpent
from vidarium.accounts.models import Company, SignedIn, Staff


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
