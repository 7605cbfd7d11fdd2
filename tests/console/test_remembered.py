"""“Don’t ask in this browser”: what it spares, what it never does, and what ends it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from tests.cast import Cast
from tests.console.conftest import signed_in_as
from vidarium.accounts import coming_in, factors, remembered, sessions, upkeep
from vidarium.accounts.models import Person, RememberedBrowser
from vidarium.console import remembered as cookie
from vidarium.foundation import clock

PASSWORD = "quiet harbour of nine lanterns"
FIREFOX = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:156.0) Gecko/20100101 Firefox/156.0"}


@pytest.fixture
def person(company: Cast) -> Person:
    """Comes in by a password and a recovery code."""
    who = company.owner
    who.set_password(PASSWORD)
    who.save(update_fields=["password"])
    TOTP.activate(who, factors.new_secret())
    return who


def first_step(client: Client, person: Person, password: str = PASSWORD) -> str:
    return str(client.post("/sign-in", {"email": person.email, "password": password}).headers["Location"])


@pytest.fixture
def browser(person: Person) -> Client:
    """Was told not to ask again, and is signed out."""
    client = Client(headers=FIREFOX)
    assert first_step(client, person) == "/sign-in/second"
    code = factors.recovery_codes(person)[0]
    assert client.post("/sign-in/second", {"code": code, "remember": "yes"}).headers["Location"] == "/library"
    client.post("/sign-out")
    return client


@pytest.mark.promise("I.C-d")
def test_it_is_not_asked_again(browser: Client, person: Person) -> None:
    assert first_step(browser, person) == "/library"


@pytest.mark.promise("I.C-d")
def test_without_the_tick_it_is(person: Person) -> None:
    client = Client()
    first_step(client, person)
    client.post("/sign-in/second", {"code": factors.recovery_codes(person)[0]})
    client.post("/sign-out")
    assert cookie.COOKIE not in client.cookies
    assert first_step(client, person) == "/sign-in/second"


def test_another_browser_is_asked(browser: Client, person: Person) -> None:
    assert first_step(Client(), person) == "/sign-in/second"


def test_it_spares_nobody_the_password(browser: Client, person: Person) -> None:
    assert browser.post("/sign-in", {"email": person.email, "password": "wrong but long enough"}).status_code == 403


def test_it_opens_nothing_of_somebody_elses(browser: Client, company: Cast) -> None:
    other = company.teammate
    other.set_password(PASSWORD)
    other.save(update_fields=["password"])
    TOTP.activate(other, factors.new_secret())
    assert first_step(browser, other) == "/sign-in/second"
    assert not remembered.knows(other, among=browser.cookies[cookie.COOKIE].value)


def test_it_proves_nothing_before_what_is_dangerous(browser: Client, person: Person) -> None:
    first_step(browser, person)
    assert browser.get("/you/password").headers["Location"] == "/confirm?next=/you/password"


def test_a_new_password_ends_it(browser: Client, person: Person) -> None:
    """A-07."""
    coming_in.set_password(person, "another harbour of ten lanterns", about="")
    assert first_step(browser, person, "another harbour of ten lanterns") == "/sign-in/second"


def test_another_factor_ends_it(browser: Client, person: Person) -> None:
    """A-07."""
    (app,) = [one for one in factors.of(person) if one.type == factors.Type.TOTP]
    factors.remove(person, app.pk)
    TOTP.activate(person, factors.new_secret())
    assert first_step(browser, person) == "/sign-in/second"


@pytest.mark.promise("I.C-d")
def test_signing_out_everywhere_ends_it(browser: Client, person: Person) -> None:
    """A-07."""
    sessions.end_others(person)
    assert first_step(browser, person) == "/sign-in/second"


def test_its_person_sees_it_and_ends_it(browser: Client, person: Person) -> None:
    row = RememberedBrowser.objects.get(person=person)
    page = signed_in_as(person)
    assert "Firefox 156, Linux" in page.get("/you").content.decode()
    page.post(f"/you/remembered/{row.id}")
    assert "Where no second step" not in page.get("/you").content.decode()
    assert first_step(browser, person) == "/sign-in/second"


def test_nobody_ends_somebody_elses(browser: Client, person: Person, company: Cast) -> None:
    row = RememberedBrowser.objects.get(person=person)
    signed_in_as(company.teammate).post(f"/you/remembered/{row.id}")
    assert RememberedBrowser.objects.filter(id=row.id).exists()


@pytest.mark.promise("I.C-d")
def test_after_thirty_days_it_is_asked_and_the_row_goes(browser: Client, person: Person) -> None:
    RememberedBrowser.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert first_step(browser, person) == "/sign-in/second"
    upkeep.sweep()
    assert not RememberedBrowser.objects.exists()


def test_a_forged_mark_is_none(browser: Client, person: Person) -> None:
    """A-05."""
    kept = browser.cookies[cookie.COOKIE].value
    for forged in ("", ".", "x-y", kept[:-1] + ("0" if kept[-1] != "0" else "1"), kept.replace("-", ""), "é" * 700):
        assert not remembered.knows(person, among=forged)


def test_the_cookie_is_for_the_door_alone(browser: Client) -> None:
    """A-14."""
    one = browser.cookies[cookie.COOKIE]
    assert (one["path"], one["httponly"], one["samesite"], one["domain"]) == ("/sign-in", True, "Lax", "")
    assert int(one["max-age"]) == 30 * 24 * 3600
