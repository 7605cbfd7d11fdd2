"""The commands by which whoever runs the service makes staff, looks at them again, and sends them away."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import deskmates
from tests.deskmates import Deskmate
from vidarium import cli
from vidarium.accounts import staff
from vidarium.accounts.models import Staff
from vidarium.foundation import clock


@pytest.fixture
def mei(db: None) -> Deskmate:
    return deskmates.hired()


@pytest.mark.promise("III.B.2-c")
def test_the_list_says_what_one_needs_to_know_to_review_somebody(mei: Deskmate, capsys: pytest.CaptureFixture[str]) -> None:
    deskmates.come_in(mei)
    Staff.objects.filter(id=mei.member.id).update(lapses_at=clock.now() + timedelta(days=3))
    cli.main(("staff", "list"))
    today, then = clock.now(), clock.now() + timedelta(days=3)
    said = f"Mei Tan, since {today:%Y-%m-%d}, last in {today:%Y-%m-%d}, until {then:%Y-%m-%d} unless reviewed"
    assert capsys.readouterr().out == f"mei@service.example  {said}\n"


def test_who_is_reviewed_stands_for_ninety_days_more(mei: Deskmate, capsys: pytest.CaptureFixture[str]) -> None:
    Staff.objects.filter(id=mei.member.id).update(lapses_at=clock.now())
    cli.main(("staff", "review", mei.email))
    until = staff.by_email(mei.email).lapses_at
    assert until - clock.now() > timedelta(days=89, hours=23)
    assert f"until {until:%Y-%m-%d}" in capsys.readouterr().out


def test_who_is_new_is_listed_as_not_set_up(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(("staff", "add", "new@service.example", "--name", "New"))
    assert "/desk/sign-in/" in capsys.readouterr().out
    cli.main(("staff", "list"))
    assert "not set up yet" in capsys.readouterr().out


def test_who_is_no_staff_can_be_neither_reviewed_nor_removed(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    for verb in ("review", "remove"):
        assert cli.main(("staff", verb, "nobody@service.example")) == 1
        assert "is no service staff" in capsys.readouterr().err
