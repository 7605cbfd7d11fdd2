"""Who hears of it when service staff read unusually much."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytest_django import Settings

from tests import deskmates
from tests.cast import Cast
from vidarium.accounts import accesses
from vidarium.foundation import tenancy
from vidarium.notices.models import Message

OPERATOR = "operator@service.example"


@pytest.fixture
def much_read(company: Cast) -> Cast:
    """Somebody of the staff was shown very many rows about people of this company."""
    mei = deskmates.hired()
    access = deskmates.looking(mei, company)
    with tenancy.within(company.id):
        accesses.looked(accesses.caller_of(access, mei.person.id), page="/people", people=accesses.MANY_PEOPLE)
    return company


@pytest.fixture
def told(settings: Settings) -> None:
    """There is somebody to tell."""
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, operator_email=OPERATOR)


@pytest.mark.promise("III.B.1-f")
@pytest.mark.usefixtures("told", "much_read")
def test_the_operator_hears_who_read_how_much_why_and_how_to_end_it() -> None:
    (letter,) = Message.objects.filter(to=OPERATOR)
    assert letter.subject == "Your staff read much about people of Acme Films"
    for words in ("Mei Tan", "500 rows", deskmates.REASON, "C-17", "sta_", "vidarium staff remove mei@service.example"):
        assert words in letter.text


def test_the_owners_hear_it_whether_or_not_there_is_an_operator_to_tell(much_read: Cast) -> None:
    assert Message.objects.filter(to=much_read.owner.email, subject="Service staff read much about people of Acme Films").exists()
    assert not Message.objects.filter(to=OPERATOR).exists()
