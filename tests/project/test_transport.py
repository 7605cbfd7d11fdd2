"""Where people come by https: what browsers are told, and the names of what they keep. By plain http, on one's own machine, neither."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.test import Client, override_settings

from tests.cast import Cast
from vidarium.accounts import factors
from vidarium.accounts.models import Person
from vidarium.edge import events
from vidarium.foundation.datamap import Store
from vidarium.foundation.datamap.register import current

NAMES = (
    "SESSION_COOKIE_NAME",
    "CSRF_COOKIE_NAME",
    "LANGUAGE_COOKIE_NAME",
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "SECURE_HSTS_SECONDS",
)
READ = f"import json; from vidarium.project import settings; print(json.dumps({{name: getattr(settings, name) for name in {NAMES}}}))"
PASSWORD = "corduroy lighthouse mango drum"


@pytest.fixture(scope="module")
def read() -> dict[str, Any]:
    """The settings of a process that is started with such an address."""
    env = {**os.environ, "PUBLIC_URL": "https://films.example", "SECRET_KEY": "s" * 32}
    found: dict[str, Any] = json.loads(subprocess.check_output([sys.executable, "-c", READ], env=env))
    return found


@pytest.fixture
def by_tls(read: dict[str, Any], collected: None) -> Iterator[None]:
    with override_settings(**read, ENVIRONMENT=replace(settings.ENVIRONMENT, public_url="https://testserver")):
        yield


@pytest.fixture
def person(company: Cast) -> Person:
    """Comes in by a password and a recovery code."""
    who = company.owner
    who.set_password(PASSWORD)
    who.save(update_fields=["password"])
    TOTP.activate(who, factors.new_secret())
    return who


def come_in(client: Client, person: Person) -> Any:
    """By both steps, where they are asked for, with the tick that saves the second one the next time."""
    answer = client.post("/sign-in", {"email": person.email, "password": PASSWORD})
    if answer.headers["Location"] == "/sign-in/second":
        client.post("/sign-in/second", {"code": factors.recovery_codes(person)[0], "remember": "yes"})
    client.get("/you?language=zh-hans")
    return answer


@pytest.mark.promise("I.C-b")
@pytest.mark.promise("I.C-e")
@pytest.mark.usefixtures("by_tls")
def test_every_cookie_is_of_this_host_alone_and_declared(person: Person) -> None:
    """A-14, H-06."""
    client = Client(headers={"X-Forwarded-Proto": "https"})
    come_in(client, person)
    names = ("csrftoken", "vidarium_known", "vidarium_language", "vidarium_remembered", "vidarium_session")
    assert sorted(client.cookies) == [f"__Host-{name}" for name in names]
    assert set(client.cookies) <= {one.name for one in current().kept if one.store is Store.COOKIE}
    for name, cookie in client.cookies.items():
        assert (cookie["path"], cookie["domain"], cookie["secure"], cookie["samesite"]) == ("/", "", True, "Lax"), name


@pytest.mark.usefixtures("by_tls")
def test_what_a_browser_keeps_is_read_under_that_name(person: Person) -> None:
    client = Client(headers={"X-Forwarded-Proto": "https"})
    assert come_in(client, person).headers["Location"] == "/sign-in/second"
    client.post("/sign-out")
    assert come_in(client, person).headers["Location"] == "/library"


@pytest.mark.usefixtures("by_tls")
def test_the_edge_reads_the_session_under_that_name_and_no_other() -> None:
    """A-14: another host of this site can set the plain name, and no more."""
    assert events.session_of("vidarium_session=planted; __Host-vidarium_session=ours") == "ours"
    assert events.session_of("vidarium_session=planted") == ""


@pytest.mark.promise("I.C-b")
@pytest.mark.promise("III.B.1-a")
@pytest.mark.parametrize(("scheme", "told"), [("https", "max-age=31536000"), ("http", None)])
@pytest.mark.usefixtures("by_tls")
def test_a_browser_that_came_by_https_is_told_to_stay_with_it(scheme: str, told: str | None) -> None:
    """H-06."""
    assert Client(headers={"X-Forwarded-Proto": scheme}).get("/privacy").headers.get("Strict-Transport-Security") == told


def test_by_plain_http_nothing_is_told_and_the_names_are_plain(person: Person) -> None:
    client = Client()
    come_in(client, person)
    assert "Strict-Transport-Security" not in client.get("/privacy").headers
    assert {name for name, one in client.cookies.items() if name.startswith("__") or one["secure"]} == set()
