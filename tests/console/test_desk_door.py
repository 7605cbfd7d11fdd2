"""The door of the service desk: two steps always, for staff alone; and how they set themselves up."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests import deskmates
from tests.accounts.test_factors import code_of
from tests.cast import Cast
from tests.console.conftest import signed_in_as
from tests.console.test_coming_in import masked, said
from tests.deskmates import PASSWORD, Deskmate, come_in
from vidarium.accounts import codes, coming_in, factors, links, staff
from vidarium.accounts.errors import CodeIsVoid
from vidarium.accounts.events import CodeIssued
from vidarium.accounts.models import Code
from vidarium.foundation import events
from vidarium.notices.models import Message

NOBODY = "nobody@service.example"
OTHER = "lantern orbit velvet soup"


@pytest.fixture
def mei(company: Cast) -> Deskmate:
    return deskmates.hired()


# -- the door ----------------------------------------------------------------------------------------------------------
@pytest.mark.promise("III.B.1-e")
def test_a_password_alone_opens_nothing(mei: Deskmate) -> None:
    """A-05."""
    client = Client()
    assert client.post("/desk/sign-in", {"email": mei.email, "password": PASSWORD}).headers["Location"] == "/desk/sign-in/second"
    assert client.get("/desk").headers["Location"] == "/desk/sign-in"


@pytest.mark.promise("III.B.1-e")
def test_staff_without_a_second_step_do_not_come_in(mei: Deskmate) -> None:
    """A-05."""
    factors.of(mei.person)[0].delete()
    assert Client().post("/desk/sign-in", {"email": mei.email, "password": PASSWORD}).status_code == 403


def test_each_door_treats_people_of_the_other_as_nobody(mei: Deskmate, company: Cast) -> None:
    """A-01. The right password of somebody of the other door is answered as the wrong one of nobody."""
    company.owner.set_password(PASSWORD)
    company.owner.save()
    for door, other in (("/sign-in", mei.email), ("/desk/sign-in", company.owner.email)):
        known, unknown = (Client().post(door, {"email": email, "password": PASSWORD}) for email in (other, NOBODY))
        assert known.status_code == unknown.status_code == 403
        assert masked(said(known), other) == masked(said(unknown), NOBODY)


def test_the_same_work_is_done_at_either_door(mei: Deskmate, company: Cast, django_assert_num_queries: Any) -> None:
    """A-01."""
    for door, other in (("/sign-in", mei.email), ("/desk/sign-in", company.owner.email)):
        for email in (other, NOBODY):
            with django_assert_num_queries(3):
                Client().post(door, {"email": email, "password": OTHER})


def test_no_code_and_no_new_password_opens_a_desk_account(mei: Deskmate) -> None:
    """A-01. The page says what it says to everybody; the letter says where the address comes in."""
    for path in ("/sign-in/code", "/forgotten"):
        known, unknown = (Client().post(path, {"email": email, "send": "1"}) for email in (mei.email, NOBODY))
        assert masked(said(known), mei.email) == masked(said(unknown), NOBODY)
    letters = Message.objects.filter(to=mei.email)
    assert {letter.subject for letter in letters} >= {"This address comes in at the service desk"}
    assert not [letter for letter in letters if "is your code" in letter.subject]


def test_the_right_code_opens_nothing_either(mei: Deskmate) -> None:
    """A-01. Nobody is told it; it is there, as for an address that nobody has."""
    issued: list[CodeIssued] = []
    events.hear(CodeIssued, issued.append)
    for purpose in (Code.Purpose.SIGN_IN, Code.Purpose.RESET):
        codes.issue(purpose, mei.email, language="en")
    events._ears[CodeIssued].remove(issued.append)
    with pytest.raises(CodeIsVoid):
        coming_in.by_code(mei.email, issued[0].code)
    with pytest.raises(CodeIsVoid):
        coming_in.by_new_password(mei.email, issued[1].code, OTHER, about="")


def test_a_first_step_at_one_door_is_none_at_the_other(mei: Deskmate) -> None:
    """A-05."""
    client = Client()
    client.post("/desk/sign-in", {"email": mei.email, "password": PASSWORD})
    assert client.get("/sign-in/second").headers["Location"] == "/sign-in"
    assert client.post("/sign-in/second", {"code": code_of(mei.secret)}).headers["Location"] == "/sign-in"


def test_the_desk_is_not_there_for_people_of_companies(company: Cast) -> None:
    nobody, owner = Client(), signed_in_as(company.owner)
    for path in ("/desk", "/desk/accesses", f"/desk/companies/{company.company.slug}", "/desk/setup"):
        assert nobody.get(path).headers["Location"] == owner.get(path).headers["Location"]
        assert nobody.get(path).headers["Location"].startswith("/desk/sign-in")


# -- setting up --------------------------------------------------------------------------------------------------------
@pytest.fixture
def begun(company: Cast) -> tuple[Client, str]:
    """A browser in which somebody new has opened their link, and their address."""
    link = staff.link(staff.add("new@service.example", name="New"))
    client = Client()
    assert client.post(link.removeprefix("http://localhost:8000")).headers["Location"] == "/desk/setup"
    return client, "new@service.example"


@pytest.mark.promise("III.B.1-e")
def test_a_link_opens_the_setting_up_and_nothing_else(begun: tuple[Client, str], company: Cast) -> None:
    client, _ = begun
    for path in ("/desk", "/desk/accesses", f"/desk/companies/{company.company.slug}"):
        assert client.get(path).headers["Location"] == "/desk/setup"
    for path in ("/library", "/people", "/you", "/you/password", "/open", "/company"):
        assert client.get(path).headers["Location"] == "/desk"
    assert client.get("/desk/setup").status_code == 200


@pytest.mark.promise("III.B.1-e")
def test_password_and_app_are_set_and_then_one_signs_in(begun: tuple[Client, str]) -> None:
    client, email = begun
    assert "Long enough" in said(client.get("/desk/setup"))
    assert client.post("/desk/setup", {"password": "password"}).status_code == 400
    assert client.post("/desk/setup", {"password": PASSWORD}).headers["Location"] == "/desk/setup"
    client.get("/you/app")
    secret = client.session["new_app"]
    assert "Recovery codes" in said(client.post("/you/app", {"code": code_of(secret, steps=-1)}))
    assert "Both are there" in said(client.get("/desk/setup"))
    assert client.get("/desk").headers["Location"] == "/desk/setup"
    assert client.post("/sign-out").headers["Location"] == "/desk/sign-in"
    come_in(Deskmate(staff.by_email(email), secret), client)
    assert client.get("/desk").status_code == 200


def test_a_link_is_good_at_the_desk_alone_and_once(company: Cast) -> None:
    link = staff.link(staff.add("new@service.example", name="New")).removeprefix("http://localhost:8000")
    assert Client().post(link.replace("/desk/", "/")).status_code == 410
    assert Client().get(link).status_code == 200
    assert Client().post(link).status_code == 302
    assert Client().post(link).status_code == 410


def test_a_link_of_a_company_does_not_open_the_desk(company: Cast) -> None:
    secret = links.issue(company.owner).rpartition("/")[2]
    assert Client().post(f"/desk/sign-in/{secret}").status_code == 410
