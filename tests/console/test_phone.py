"""A phone number of one's own: optional, proved by a code, taken back."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.accounts.conftest import Heard, heard
from tests.cast import Cast
from vidarium.accounts import links
from vidarium.accounts.models import Person

__all__ = ["heard"]
NUMBER = "+85255500142"


@pytest.fixture
def lin(company: Cast) -> Client:
    """The owner's browser, who has just come in."""
    client = Client()
    client.post(links.issue(company.owner).removeprefix("http://localhost:8000"))
    return client


def number_of(company: Cast) -> tuple[str, bool]:
    person = Person.objects.get(id=company.owner.id)
    return person.phone, bool(person.phone_verified_at)


def said(response: Any) -> str:
    return str(response.content.decode())


def test_nobody_needs_one(lin: Client) -> None:
    assert "everything works without it" in said(lin.get("/you/phone"))


@pytest.mark.promise("I.A.1.1-c")
def test_a_number_is_given_and_proved(lin: Client, company: Cast, heard: Heard) -> None:
    assert 'name="code"' in said(lin.post("/you/phone", {"phone": "+852 5550 0142", "send": "1"}))
    assert number_of(company) == (NUMBER, False)
    assert lin.post("/you/phone", {"code": heard.code}).headers["Location"] == "/you/phone"
    assert number_of(company) == (NUMBER, True)
    assert "is yours" in said(lin.get("/you/phone"))


def test_another_number_is_not_proved_by_the_first(lin: Client, company: Cast, heard: Heard) -> None:
    lin.post("/you/phone", {"phone": NUMBER, "send": "1"})
    lin.post("/you/phone", {"code": heard.code})
    lin.post("/you/phone", {"phone": "+49 30 1234567", "send": "1"})
    assert number_of(company) == ("+49301234567", False)


def test_a_wrong_code_proves_nothing(lin: Client, company: Cast, heard: Heard) -> None:
    lin.post("/you/phone", {"phone": NUMBER, "send": "1"})
    response = lin.post("/you/phone", {"code": f"{(int(heard.code) + 1) % 10**6:06}"})
    assert response.status_code == 400
    assert "4 tries are left" in said(response)
    assert number_of(company) == (NUMBER, False)


def test_what_is_no_number_is_told_and_kept_in_the_field(lin: Client, company: Cast) -> None:
    response = lin.post("/you/phone", {"phone": "call me", "send": "1"})
    assert response.status_code == 400
    assert 'value="call me"' in said(response)
    assert number_of(company) == ("", False)


def test_it_is_taken_back_with_one_button(lin: Client, company: Cast, heard: Heard) -> None:
    lin.post("/you/phone", {"phone": NUMBER, "send": "1"})
    lin.post("/you/phone", {"remove": "1"})
    assert number_of(company) == ("", False)


def test_one_person_has_six_messages_a_day(lin: Client, heard: Heard) -> None:
    answers = [lin.post("/you/phone", {"phone": f"+8525550014{number}", "send": "1"}).status_code for number in range(7)]
    assert answers == [200] * 6 + [429]


def test_a_stranger_is_sent_to_the_door(db: None) -> None:
    assert Client().get("/you/phone").headers["Location"] == "/sign-in?next=%2Fyou%2Fphone"
