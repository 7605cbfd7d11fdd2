"""The public page of promises says what the file says, and no more."""

from __future__ import annotations

import pytest
from django.test import Client

from vidarium.console import promises as page_of
from vidarium.privacy import promises
from vidarium.privacy.promises import Status


def shown(query: str = "", *, language: str = "en") -> str:
    answer = Client(headers={"Accept-Language": language}).get(f"/privacy/promises{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def rows(page: str) -> list[str]:
    return [part.partition('"')[0] for part in page.split('<tr id="')[1:]]


def test_a_stranger_reads_every_promise_in_the_order_of_the_policy() -> None:
    client = Client()
    assert rows(client.get("/privacy/promises").content.decode()) == [promise.clause for promise in promises.current()]
    assert not client.cookies


@pytest.mark.parametrize("status", list(Status))
def test_it_is_narrowed_by_how_they_stand(status: Status) -> None:
    page = shown(f"?status={status}")
    assert rows(page) == [promise.clause for promise in promises.current() if promise.status is status]
    assert f'href="?status={status}" aria-current="page"' in page


def test_what_it_does_not_know_narrows_nothing() -> None:
    assert len(rows(shown("?status=passed"))) == 266


def test_the_counts_are_drawn_and_said() -> None:
    counts = promises.current().count()
    assert ", ".join(f"{counts[status]} {status}" for status in Status) in shown()
    assert page_of.drawn([Status.OPEN, Status.HELD, Status.HELD], Status.HELD) == "M7 7h6M14 7h6"


def test_each_says_what_holds_it_or_why_nothing_does() -> None:
    page = shown()
    for promise in promises.current():
        row = page.partition(f'<tr id="{promise.clause}">')[2].partition("</tr>")[0]
        assert all(f"<code>{name}</code>" in row for name in (*promise.kept_by, *promise.shown_by)), promise.clause
        assert ("It comes with: " in row) == (promise.status is Status.OPEN), promise.clause
    assert "passed" not in page


def test_it_speaks_the_readers_language() -> None:
    page, words = shown(language="zh-CN"), next(iter(promises.current())).words
    assert words["zh-hans"] in page
    assert words["en"] not in page


def test_the_page_on_privacy_leads_to_each_rule() -> None:
    page = Client().get("/privacy").content.decode()
    assert 'href="/privacy/promises#I.A.1.1-a"' in page
    assert 'href="/privacy/promises"' in page
