"""Opening an account: a company and its owner, or a person as their own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from allauth.account.models import EmailAddress

from tests.accounts.conftest import Heard
from tests.accounts.opened import GOOD, newcomer, opened, wish
from tests.accounts.test_undeclared import holding
from vidarium.accounts import activity, callers, codes, opening
from vidarium.accounts.authority import OWNER
from vidarium.accounts.errors import CodeIsVoid, CodeIsWrong, TooMany
from vidarium.accounts.events import CompanyOpened
from vidarium.accounts.labels import PASSWORD
from vidarium.accounts.models import Activity, Code, Company, Membership, Person
from vidarium.foundation import tenancy

LIN = opening.Owner(email="Lin.Wei@harbourlane.example", name="Lin Wei", password=GOOD, phone="+85255500142")


def open_with_a_code(heard: Heard, owner: opening.Owner = LIN, wanted: opening.Wish | None = None) -> tuple[Company, Person]:
    codes.issue(Code.Purpose.OPEN, owner.email, language="en")
    return opening.by_newcomer(wanted or wish(), owner, code=heard.code)


@pytest.mark.promise("I.A.1.1-a")
@pytest.mark.promise("I.A.1.1-d")
@pytest.mark.promise("I.A.1.1-e")
@pytest.mark.promise("P-b")
def test_an_account_has_a_company_and_its_owner(db: None, heard: Heard) -> None:
    company, person = open_with_a_code(heard)
    assert (company.name, company.kind, company.slug, company.country, company.time_zone) == (
        "Harbour Lane Films",
        "organisation",
        "harbour-lane-films",
        "HK",
        "Asia/Hong_Kong",
    )
    assert (person.email, person.name, person.phone, person.language) == ("lin.wei@harbourlane.example", "Lin Wei", "+85255500142", "en")
    caller = callers.by_person(person.id)
    assert caller
    assert (caller.company_id, caller.permissions) == (company.id, OWNER.permissions)


@pytest.mark.promise("P-b")
def test_a_person_may_be_a_client_too(db: None, heard: Heard) -> None:
    company, person = open_with_a_code(heard, wanted=wish("Lin Wei", kind=Company.Kind.INDIVIDUAL))
    assert company.kind == "individual"
    caller = callers.by_person(person.id)
    assert caller
    assert caller.permissions == OWNER.permissions


@pytest.mark.promise("I.A.1.1-h")
def test_the_password_is_kept_as_argon2_makes_it(db: None, heard: Heard) -> None:
    _, person = open_with_a_code(heard)
    assert person.password.startswith("argon2$")
    assert person.check_password(GOOD)


@pytest.mark.promise("I.A.1.1-h")
def test_the_password_stands_nowhere_and_leaves_in_no_copy(db: None, heard: Heard, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    company, person = open_with_a_code(heard)
    with tenancy.within(company.id):
        assert holding(person.name) != []
        assert holding(GOOD) == []
    assert GOOD not in caplog.text
    assert not PASSWORD.export


@pytest.mark.promise("I.A.1.1-a")
def test_the_address_counts_as_proved(db: None, heard: Heard) -> None:
    _, person = open_with_a_code(heard)
    assert EmailAddress.objects.get(user=person, verified=True, primary=True).email == person.email


def test_without_the_code_nothing_is_opened(db: None, heard: Heard) -> None:
    codes.issue(Code.Purpose.OPEN, LIN.email, language="en")
    with pytest.raises(CodeIsWrong):
        opening.by_newcomer(wish(), LIN, code=f"{(int(heard.code) + 1) % 10**6:06}")
    assert not Person.objects.exists()


def test_nobody_opens_an_account_over_one_that_is_there(db: None, heard: Heard) -> None:
    """A-01."""
    known = newcomer(LIN.email)
    codes.issue(Code.Purpose.OPEN, LIN.email, language="en")
    with pytest.raises(CodeIsVoid):
        opening.by_newcomer(wish(), LIN, code=heard.code)
    known.refresh_from_db()
    assert not known.has_usable_password()


@pytest.mark.promise("I.A.2.2-a")
def test_the_opening_is_the_first_line_of_the_companys_log(db: None, heard: Heard) -> None:
    company, person = open_with_a_code(heard)
    with tenancy.within(company.id):
        line = Activity.objects.get()
    assert (line.act, line.actor_id, line.target, line.address) == (
        activity.Act.COMPANY_OPENED,
        person.id,
        company.public_id,
        "203.0.113.0",
    )


def test_who_hears_of_openings_hears_of_it(db: None, heard: Heard) -> None:
    company, person = open_with_a_code(heard)
    assert [fact for fact in heard if isinstance(fact, CompanyOpened)] == [CompanyOpened(company.id, person.id, "en", "203.0.113.9")]


def test_two_companies_of_one_name_have_two_short_names(db: None) -> None:
    first, person = opened()
    second, _ = opened(person)
    assert first.slug == "harbour-lane-films"
    assert second.slug.startswith("harbour-lane-films-")


@pytest.mark.parametrize("name", ["海港影业", "!", "Ж"])
def test_a_name_without_latin_letters_gets_a_short_name_of_ours(db: None, name: str) -> None:
    company, _ = opened(name=name)
    assert company.slug.startswith("co-")
    assert company.slug.isascii()
    assert company.name == name


def test_a_second_account_of_the_same_person_is_apart_from_the_first(db: None) -> None:
    first, person = opened()
    second, _ = opened(person, name="Second Films")
    with tenancy.within(second.id):
        assert Membership.objects.get().person_id == person.id
    assert callers.company_of(person.id) == first.id
    assert callers.company_of(person.id, chosen=second.id.hex) == second.id


def test_one_network_opens_ten_accounts_an_hour(db: None, heard: Heard) -> None:
    for number in range(10):
        open_with_a_code(heard, replace(LIN, email=f"{number}@harbourlane.example"))
    with pytest.raises(TooMany):
        open_with_a_code(heard, replace(LIN, email="last@harbourlane.example"))


def test_a_wrong_code_is_no_account_that_counts(db: None, heard: Heard) -> None:
    for number in range(11):
        codes.issue(Code.Purpose.OPEN, f"{number}@harbourlane.example", language="en")
        with pytest.raises(CodeIsWrong):
            opening.by_newcomer(wish(), replace(LIN, email=f"{number}@harbourlane.example"), code=f"{(int(heard.code) + 1) % 10**6:06}")
    assert open_with_a_code(heard)
