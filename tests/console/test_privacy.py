"""The public page on privacy says what the data map says, to everyone."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils.translation import override
from pytest_django import Settings

from vidarium.console import privacy
from vidarium.foundation.datamap import Term
from vidarium.foundation.datamap.register import current


@pytest.fixture(autouse=True)
def plain_names(settings: Settings) -> None:
    """Static files by their own names: the front end need not be built."""
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


def shown() -> str:
    response = Client().get("/privacy")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.promise("P-i")
def test_everything_personal_is_on_the_page() -> None:
    told = {fact.words for part in privacy.parts(current()) for fact in part.facts}
    assert told == {label.words for _, label in current().personal()}


def test_every_fact_answers_why_until_who_and_by_which_rule() -> None:
    for fact in (fact for part in privacy.parts(current()) for fact in part.facts):
        assert all((fact.purpose, fact.until, fact.seen_by, fact.clause, fact.promise)), fact


def test_an_answer_has_fewer_than_ninety_letters() -> None:
    for fact in (fact for part in privacy.parts(current()) for fact in part.facts):
        assert max(len(said) for said in (fact.words, fact.purpose, fact.until, fact.seen_by)) < 90, fact


@pytest.mark.promise("P-b")
def test_a_stranger_may_read_it() -> None:
    page = shown()
    assert "What is kept about people, and why" in page
    assert page.count('aria-label="Why: ') == sum(len(part.facts) for part in privacy.parts(current()))


def test_the_page_carries_the_map_s_fingerprint() -> None:
    assert current().digest in shown()


def test_every_rule_that_is_named_is_explained() -> None:
    page = shown()
    for _, label in current().personal():
        assert f'<dt id="rule-{label.clause}">' in page


@pytest.mark.promise("I.C-a")
@pytest.mark.promise("I.C-e")
def test_cookies_are_listed_under_the_names_that_a_browser_shows() -> None:
    browser = privacy.parts(current())[-1]
    assert {"vidarium_session", "csrftoken"} <= {name for fact in browser.facts for name in fact.names}


@pytest.mark.promise("I.C-f")
def test_the_page_sets_no_cookie() -> None:
    client = Client()
    client.get("/privacy")
    assert not client.cookies


def test_programs_get_the_whole_map() -> None:
    response = Client().get("/privacy/data-map.json")
    told = json.loads(response.content)
    assert (told["digest"], response["ETag"]) == (current().digest, f'"{current().digest}"')
    assert told["kept"] == current().data()


@pytest.mark.parametrize(
    ("term", "said"),
    [
        (Term("the video is deleted"), "the video is deleted"),
        (Term("the account is closed", timedelta(days=1)), "1 day after the account is closed"),
        (Term("the account is closed", timedelta(days=30)), "30 days after the account is closed"),
    ],
)
def test_a_term_is_told_as_an_event_or_days_after_it(term: Term, said: str) -> None:
    with override("en"):
        assert privacy.until(term) == said
