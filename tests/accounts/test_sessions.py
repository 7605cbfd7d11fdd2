"""Sessions: written down with their device, seen, ended from elsewhere."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from tests.accounts.test_devices import IPAD, IPHONE, LINUX, MAC
from tests.cast import Cast
from vidarium.accounts import callers, links, sessions
from vidarium.accounts.events import AccountTouched
from vidarium.accounts.models import Person, SignedIn
from vidarium.foundation import clock, events

pytestmark = pytest.mark.usefixtures("collected")


def browser(person: Person, agent: str = LINUX, address: str = "203.0.113.9") -> Client:
    """A browser in which this person has signed in and opened a page."""
    opened = Client(headers={"User-Agent": agent, "X-Forwarded-For": address})
    opened.post(links.issue(person).removeprefix(settings.ENVIRONMENT.public_url))
    assert opened.get("/library").status_code == 200
    return opened


def only(person: Person) -> SignedIn:
    return SignedIn.objects.get(person=person)


@pytest.mark.promise("I.A.2.1-a")
@pytest.mark.promise("I.A.2.1-d")
def test_a_session_says_what_is_known_of_its_device(company: Cast) -> None:
    browser(company.owner, IPHONE)
    row = only(company.owner)
    assert (row.browser, row.system, row.kind, row.model) == ("Mobile Safari 18", "iOS 18", "phone", "iPhone")
    assert (row.address, row.language) == ("203.0.113.9", "en")


@pytest.mark.promise("IX-e")
def test_a_session_that_was_ended_elsewhere_is_over_with_the_next_click(company: Cast) -> None:
    """A-07."""
    opened = browser(company.owner)
    assert sessions.end(company.owner, only(company.owner).id)
    assert opened.get("/library").headers["Location"].startswith("/sign-in")


def test_an_ended_session_opens_neither_the_api_nor_the_edge(company: Cast) -> None:
    """A-07."""
    opened = browser(company.owner)
    key = opened.cookies[settings.SESSION_COOKIE_NAME].value
    assert callers.by_session(key)
    sessions.end_others(company.owner)
    assert callers.by_session(key) is None
    assert opened.get("/api/v1/assets").status_code == 401


def test_a_session_that_has_opened_no_page_yet_can_be_ended_too(company: Cast) -> None:
    """A-07: whoever signs in and goes straight to the edge is known as well."""
    opened = Client(headers={"User-Agent": LINUX})
    opened.post(links.issue(company.owner).removeprefix(settings.ENVIRONMENT.public_url))
    key = opened.cookies[settings.SESSION_COOKIE_NAME].value
    assert callers.by_session(key)
    sessions.end_others(company.owner)
    assert callers.by_session(key) is None


def test_a_session_that_no_door_of_ours_began_is_none(company: Cast) -> None:
    """A-07: it has no row, so nobody could see it or end it."""
    opened = Client()
    opened.force_login(company.owner, backend="django.contrib.auth.backends.ModelBackend")
    key = opened.cookies[settings.SESSION_COOKIE_NAME].value
    assert callers.by_session(key) is None
    assert opened.get("/library").headers["Location"].startswith("/sign-in")
    assert opened.get("/api/v1/assets").status_code == 401
    assert not SignedIn.objects.filter(person=company.owner).exists()


def test_one_can_end_all_but_the_session_that_one_sits_at(company: Cast) -> None:
    here, there = browser(company.owner), browser(company.owner, MAC)
    assert sessions.end_others(company.owner, but=here.session[sessions.MARK]) == 1
    assert here.get("/library").status_code == 200
    assert there.get("/library").status_code == 302


@pytest.mark.promise("IV.1-b")
@pytest.mark.promise("IX-e")
def test_ones_own_page_lists_each_session_with_its_kind(company: Cast) -> None:
    here, tablet = browser(company.owner), browser(company.owner, IPAD)
    browser(company.owner, IPHONE)
    page = here.get("/you").content.decode()
    assert "owner@acme.example" in page
    for words in ("Chrome 156, Linux", "Computer", "Phone, iPhone", "Tablet, iPad"):
        assert words in page
    here.post(f"/you/sessions/{SignedIn.objects.get(model='iPad').id}")
    assert tablet.get("/library").status_code == 302


def test_nobody_ends_the_session_of_another(company: Cast) -> None:
    opened = browser(company.owner)
    assert not sessions.end(company.teammate, only(company.owner).id)
    assert opened.get("/library").status_code == 200


@pytest.mark.promise("I.A.1.1-i")
def test_signing_out_leaves_no_row(company: Cast) -> None:
    opened = browser(company.owner)
    opened.post("/sign-out")
    assert not SignedIn.objects.filter(person=company.owner).exists()


def test_when_it_was_last_seen_is_written_once_a_minute(company: Cast) -> None:
    opened = browser(company.owner)
    row = only(company.owner)
    opened.get("/library")
    assert only(company.owner).seen_at == row.seen_at
    SignedIn.objects.filter(id=row.id).update(seen_at=clock.now() - timedelta(minutes=2))
    opened.get("/library")
    assert clock.now() - only(company.owner).seen_at < timedelta(minutes=1)


def told(person: Person, agent: str) -> list[AccountTouched]:
    """What is announced when this person comes in with this browser."""
    heard: list[AccountTouched] = []
    events.hear(AccountTouched, heard.append)
    browser(person, agent)
    events._ears[AccountTouched].remove(heard.append)
    return heard


def test_a_device_that_is_new_is_told_of_and_the_first_one_is_not(company: Cast) -> None:
    assert told(company.owner, LINUX) == []
    (fact,) = told(company.owner, IPHONE)
    assert (fact.what, fact.to, fact.about) == ("new-device", (company.owner.email,), "Mobile Safari 18, iOS 18")


def test_a_browser_that_was_updated_is_no_new_device(company: Cast) -> None:
    browser(company.owner, LINUX)
    assert told(company.owner, LINUX.replace("Chrome/156", "Chrome/157")) == []


def test_a_session_that_ran_out_is_forgotten(company: Cast) -> None:
    browser(company.owner)
    SignedIn.objects.update(seen_at=clock.now() - sessions.LIFE)
    sessions.sweep()
    assert not SignedIn.objects.exists()


def test_a_row_tells_no_thief_how_to_be_that_session(company: Cast) -> None:
    opened = browser(company.owner)
    row = only(company.owner)
    assert opened.session[sessions.MARK].encode() not in bytes(row.digest)
    assert bytes(row.digest) == sessions.digest(opened.session[sessions.MARK])
