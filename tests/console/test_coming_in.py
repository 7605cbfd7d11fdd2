"""The pages by which one comes in: a password, a code, a new password after the old one was forgotten."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings as given
from django.test import Client

from tests.accounts.conftest import Heard, heard
from tests.accounts.opened import GOOD
from tests.cast import Cast
from vidarium.accounts.events import AccountTouched
from vidarium.accounts.models import Attempt, Person
from vidarium.notices.models import Message

__all__ = ["heard"]
NEW = "lantern orbit velvet soup"
NOBODY = "nobody@acme.example"


@pytest.fixture
def lin(company: Cast) -> Person:
    """The company's owner, who has a password."""
    company.owner.set_password(GOOD)
    company.owner.save()
    return company.owner


def sign_in(client: Client, email: str, password: str, **more: str) -> Any:
    return client.post("/sign-in", {"email": email, "password": password, **more})


def said(response: Any) -> str:
    return str(response.content.decode())


def masked(page: str, email: str) -> str:
    return "\n".join(line for line in page.replace(email, "…").splitlines() if "csrfmiddlewaretoken" not in line)


@pytest.mark.promise("I.A.1.1-i")
@pytest.mark.promise("I.A.1.1-p")
def test_address_and_password_open_the_library(lin: Person) -> None:
    client = Client()
    assert sign_in(client, lin.email, GOOD).headers["Location"] == "/library"
    assert client.get("/library").status_code == 200


def test_a_wrong_password_is_told_at_its_field_and_the_address_stays(lin: Person) -> None:
    response = sign_in(Client(), lin.email, NEW)
    assert response.status_code == 403
    assert "don’t belong together" in said(response)
    assert f'value="{lin.email}"' in said(response)
    assert NEW not in said(response)


@pytest.mark.promise("II.B-a")
def test_a_known_address_and_an_unknown_one_are_answered_alike(lin: Person) -> None:
    """A-01."""
    known, unknown = (sign_in(Client(), email, NEW) for email in (lin.email, NOBODY))
    assert known.status_code == unknown.status_code == 403
    assert masked(said(known), lin.email) == masked(said(unknown), NOBODY)
    assert known.headers.keys() == unknown.headers.keys()


def test_the_session_gets_a_new_id(lin: Person) -> None:
    """A-08."""
    client = Client()
    client.get("/sign-in")
    before = client.session.session_key
    sign_in(client, lin.email, GOOD)
    assert client.session.session_key != before


def test_one_comes_back_to_where_one_was_going(lin: Person) -> None:
    page = said(Client().get("/sign-in?next=/privacy"))
    assert '<input type="hidden" name="next" value="/privacy">' in page
    assert sign_in(Client(), lin.email, GOOD, next="/privacy").headers["Location"] == "/privacy"


@pytest.mark.parametrize(
    "next_page", ["//evil.example", "/\\evil.example", "https:evil.example", "https://evil.example/", "javascript:alert(1)", "\\/evil"]
)
def test_nobody_is_sent_to_another_site(lin: Person, next_page: str) -> None:
    """H-09."""
    assert sign_in(Client(), lin.email, GOOD, next=next_page).headers["Location"] == "/library"
    assert 'name="next"' not in said(Client().get("/sign-in", {"next": next_page}))


def test_who_is_in_already_need_not_come_in(visitor: Client) -> None:
    assert visitor.get("/sign-in?next=/privacy").headers["Location"] == "/privacy"


def test_after_too_many_tries_the_page_says_how_long_to_wait(lin: Person) -> None:
    """A-02."""
    answers = [sign_in(Client(headers={"X-Forwarded-For": f"203.0.113.{number}"}), lin.email, NEW) for number in range(9)]
    assert [answer.status_code for answer in answers] == [403] * 8 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert "What you typed is kept" in said(answers[-1])


def test_an_address_that_the_client_makes_up_is_not_believed(lin: Person) -> None:
    """A-02."""
    answers = [
        sign_in(Client(headers={"X-Forwarded-For": f"10.0.0.{number}, 203.0.113.9"}), f"{number}@acme.example", NEW) for number in range(10)
    ]
    assert answers[-1].status_code == 429


def test_the_limit_needs_no_cache(lin: Person) -> None:
    """A-03."""
    assert given.CACHES["default"]["BACKEND"].endswith("DummyCache")
    sign_in(Client(), lin.email, NEW)
    assert Attempt.objects.count() == 2


def test_strangers_do_not_lock_out_who_has_signed_in_there_before(lin: Person) -> None:
    known = Client(headers={"X-Forwarded-For": "198.51.100.7"})
    sign_in(known, lin.email, GOOD)
    known.post("/sign-out")
    for number in range(9):
        sign_in(Client(headers={"X-Forwarded-For": f"203.0.113.{number}"}), lin.email, NEW)
    assert sign_in(Client(headers={"X-Forwarded-For": "198.51.100.8"}), lin.email, GOOD).status_code == 429
    assert sign_in(known, lin.email, GOOD).status_code == 302


@pytest.mark.promise("I.C-e")
def test_the_cookie_of_a_known_browser_goes_to_the_door_alone(lin: Person) -> None:
    client = Client()
    sign_in(client, lin.email, GOOD)
    cookie = client.cookies["vidarium_known"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/sign-in", True, "Lax")
    assert lin.email not in cookie.value
    assert lin.id.hex not in cookie.value


@pytest.mark.parametrize(
    "words",
    [{}, {"email": NOBODY}, {"password": NEW}, {"email": "no address", "password": NEW}, {"email": "a\0b@c.example", "password": "\0"}],
)
def test_a_form_that_is_not_filled_in_is_told_what_is_missing(db: None, words: dict[str, str]) -> None:
    response = Client().post("/sign-in", words)
    assert response.status_code == 422
    assert 'aria-invalid="true"' in said(response)


def test_a_password_that_nobody_types_is_refused_before_any_work(lin: Person) -> None:
    """A-16."""
    response = sign_in(Client(), lin.email, "x" * 1025)
    assert response.status_code == 400
    assert "at most 1,024" in said(response)


def test_a_megabyte_of_password_is_not_even_read(db: None) -> None:
    """A-16."""
    assert sign_in(Client(), NOBODY, "x" * (1 << 20)).status_code == 400


@pytest.mark.promise("I.C-e")
@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/code", "/forgotten", "/open"])
def test_a_form_from_another_site_is_refused(db: None, path: str) -> None:
    """H-01."""
    assert Client(enforce_csrf_checks=True).post(path, {"email": NOBODY, "send": "1"}).status_code == 403


def by_code(client: Client, email: str, code: str, **more: str) -> Any:
    return client.post("/sign-in/code", {"email": email, "code": code, **more})


@pytest.mark.promise("I.A.1.1-g")
def test_a_code_opens_the_library(company: Cast, heard: Heard) -> None:
    client = Client()
    shown = said(client.post("/sign-in/code", {"email": company.owner.email, "send": "1"}))
    assert 'autocomplete="one-time-code"' in shown
    assert by_code(client, company.owner.email, heard.code).headers["Location"] == "/library"
    assert client.get("/library").status_code == 200


def test_the_way_on_survives_the_code(company: Cast, heard: Heard) -> None:
    shown = said(Client().post("/sign-in/code", {"email": company.owner.email, "send": "1", "next": "/privacy"}))
    assert 'name="next" value="/privacy"' in shown
    assert by_code(Client(), company.owner.email, heard.code, next="/privacy").headers["Location"] == "/privacy"
    assert 'name="next"' not in said(Client().get("/sign-in/code", {"next": "//evil.example"}))


def test_a_wrong_code_is_told_at_its_field(company: Cast, heard: Heard) -> None:
    Client().post("/sign-in/code", {"email": company.owner.email, "send": "1"})
    response = by_code(Client(), company.owner.email, f"{(int(heard.code) + 1) % 10**6:06}")
    assert response.status_code == 422
    assert "4 tries are left" in said(response)


@pytest.mark.parametrize("path", ["/sign-in/code", "/forgotten"])
def test_asking_for_a_code_is_answered_alike_whoever_asks(company: Cast, heard: Heard, path: str) -> None:
    """A-01."""
    emails = (company.owner.email, NOBODY)
    asked = [Client().post(path, {"email": email, "send": "1"}) for email in emails]
    typed = [Client().post(path, {"email": email, "code": "00000", "password": NEW}) for email in emails]
    for answers in (asked, typed):
        assert len({masked(said(answer), email) for answer, email in zip(answers, emails, strict=True)}) == 1
        assert len({answer.status_code for answer in answers}) == 1


@pytest.mark.parametrize("path", ["/sign-in/code", "/forgotten"])
def test_a_letter_for_what_is_no_address_is_not_written(db: None, path: str) -> None:
    response = Client().post(path, {"email": "no address", "send": "1"})
    assert response.status_code == 422
    assert "This is no e-mail address" in said(response)


@pytest.mark.parametrize("path", ["/sign-in/code", "/forgotten"])
def test_after_five_codes_one_waits(db: None, path: str) -> None:
    answers = [Client().post(path, {"email": NOBODY, "send": "1"}).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]


def test_a_mail_server_that_is_away_tells_nothing_about_an_address(company: Cast, settings: Any) -> None:
    """A-01."""
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, email_url="smtp://127.0.0.1:1")
    answers = [Client().post("/sign-in/code", {"email": email, "send": "1"}) for email in (company.owner.email, NOBODY)]
    assert [answer.status_code for answer in answers] == [200, 200]


def reset(client: Client, email: str, code: str, password: str = NEW) -> Any:
    return client.post("/forgotten", {"email": email, "code": code, "password": password})


def test_a_forgotten_password_is_replaced_and_one_is_in(lin: Person, heard: Heard) -> None:
    client = Client()
    client.post("/forgotten", {"email": lin.email, "send": "1"})
    assert reset(client, lin.email, heard.code).headers["Location"] == "/library"
    assert client.get("/library").status_code == 200
    assert sign_in(Client(), lin.email, NEW).status_code == 302


def test_every_other_session_ends_with_the_old_password(lin: Person, heard: Heard) -> None:
    """A-07."""
    other = Client()
    sign_in(other, lin.email, GOOD)
    assert other.get("/library").status_code == 200
    Client().post("/forgotten", {"email": lin.email, "send": "1"})
    reset(Client(), lin.email, heard.code)
    assert other.get("/library").status_code == 302
    assert other.get("/api/v1/assets").status_code == 401


def test_they_are_told_from_which_device_the_password_was_changed(lin: Person, heard: Heard) -> None:
    agent = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:156.0) Gecko/20100101 Firefox/156.0"}
    Client().post("/forgotten", {"email": lin.email, "send": "1"})
    reset(Client(headers=agent), lin.email, heard.code)
    (told,) = [fact for fact in heard if isinstance(fact, AccountTouched) and fact.what == "password"]
    assert told.to == (lin.email,)
    assert "Firefox 156" in told.about


@pytest.mark.parametrize(
    ("password", "sentence"),
    [("password1", "lists that attackers try first"), ("x" * 1025, "at most 1,024"), ("", "The password is missing")],
)
def test_a_password_that_is_not_taken_leaves_the_code_good(lin: Person, heard: Heard, password: str, sentence: str) -> None:
    Client().post("/forgotten", {"email": lin.email, "send": "1"})
    response = reset(Client(), lin.email, heard.code, password)
    assert response.status_code == 422
    assert sentence in said(response)
    assert f'value="{heard.code}"' in said(response)
    assert reset(Client(), lin.email, heard.code).status_code == 302


def test_no_letter_leads_anywhere_but_to_our_own_address(lin: Person, heard: Heard) -> None:
    """A-09."""
    assert Client().post("/forgotten", {"email": lin.email, "send": "1"}, headers={"Host": "evil.example"}).status_code == 400
    Client().post("/forgotten", {"email": lin.email, "send": "1"}, headers={"X-Forwarded-Host": "evil.example"})
    assert "evil" not in Message.objects.get().text
