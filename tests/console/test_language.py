"""The language of the pages: the browser's, or the one that somebody chose."""

from __future__ import annotations

import pytest
from django.test import Client

CHINESE = {"Accept-Language": "zh-CN,zh;q=0.9"}


def language_of(client: Client, path: str = "/privacy") -> str:
    page = client.get(path).content.decode()
    return page.partition('<html lang="')[2].partition('"')[0]


@pytest.mark.promise("I.A.2.1-d")
def test_a_page_is_in_the_browsers_language() -> None:
    assert language_of(Client(headers=CHINESE)) == "zh-hans"
    assert language_of(Client(headers={"Accept-Language": "fr"})) == "en"


@pytest.mark.promise("I.B-d")
@pytest.mark.promise("I.C-f")
def test_another_can_be_chosen_and_stays_chosen() -> None:
    client = Client(headers=CHINESE)
    assert language_of(client, "/privacy?language=en") == "en"
    assert language_of(client) == "en"


@pytest.mark.promise("I.B-d")
def test_what_a_person_chose_can_be_taken_back(visitor: Client) -> None:
    visitor.post("/you/words", {"language": "zh-hans", "time_zone": "Pacific/Auckland"})
    page = visitor.get("/activity").content.decode()
    assert '<html lang="zh-hans"' in page
    assert 'zone="Pacific/Auckland"' in page
    visitor.post("/you/words", {"language": "", "time_zone": ""})
    page = visitor.get("/activity").content.decode()
    assert '<html lang="en"' in page
    assert "Pacific/Auckland" not in page


def test_each_public_page_offers_the_other(db: None) -> None:
    for path in ("/privacy", "/sign-in", "/sign-in/code", "/open", "/forgotten"):
        page = Client().get(path).content.decode()
        assert '<a class="button quiet" href="?language=zh-hans" lang="zh-hans" hreflang="zh-hans">中文</a>' in page


def test_the_way_on_survives_the_choice(db: None) -> None:
    page = Client().get("/sign-in?next=/library").content.decode()
    assert 'href="?next=%2Flibrary&amp;language=zh-hans"' in page


def test_a_language_that_we_do_not_speak_is_no_choice() -> None:
    client = Client()
    client.get("/privacy?language=xx")
    assert "vidarium_language" not in client.cookies


@pytest.mark.promise("I.C-f")
def test_the_choice_is_kept_from_scripts() -> None:
    client = Client()
    client.get("/privacy?language=zh-hans")
    assert client.cookies["vidarium_language"].value == "zh-hans"
    assert client.cookies["vidarium_language"]["httponly"]
    assert client.cookies["vidarium_language"]["samesite"] == "Lax"


def test_the_offer_leads_to_no_other_site(db: None) -> None:
    """H-09."""
    assert 'href="//evil' not in Client().get("//evil.example/").content.decode()
