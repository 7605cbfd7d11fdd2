"""The library's page: what it shows, what it finds, and that its cost does not grow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.api.test_assets import film, made
from tests.cast import Cast
from tests.console.conftest import signed_in_as
from vidarium.accounts.models import Membership
from vidarium.foundation import ids, tenancy
from vidarium.library.models import Asset, Status


def page(client: Client, path: str = "/library") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_library_teaches(visitor: Client) -> None:
    assert "Drop a video anywhere on this page" in page(visitor)


def test_a_ready_film_is_silent_and_tells_its_size(visitor: Client, company: Cast, tmp_path: Path) -> None:
    made(company, tmp_path)
    shown = page(visitor)
    assert "A film" in shown
    assert "3 rows" in shown
    assert "0:16" in shown


def test_a_film_that_plays_already_says_how_far_it_is(visitor: Client, company: Cast, tmp_path: Path) -> None:
    made(company, tmp_path, columns=8)
    assert "Plays now" in page(visitor)
    assert "50 % made" in page(visitor)


def test_a_failed_film_says_what_to_do(visitor: Client, company: Cast) -> None:
    film(company, status=Status.FAILED, error_code="source.playlist", error_detail="This is a list of files, not a video.")
    shown = page(visitor)
    assert "This is a list of files, not a video." in shown
    assert "Choose a file" in shown


def test_words_are_searched_and_stay_in_the_address(visitor: Client, company: Cast) -> None:
    film(company, title="Harbour at low tide")
    film(company, title="Dune grass")
    shown = page(visitor, "/library?q=harbour")
    assert "Harbour at low tide" in shown
    assert "Dune grass" not in shown


def test_nothing_found_says_so(visitor: Client, company: Cast) -> None:
    film(company)
    assert "No video matches “xyz”" in page(visitor, "/library?q=xyz")


def test_needs_attention_shows_only_what_failed(visitor: Client, company: Cast) -> None:
    film(company, title="Broken", status=Status.FAILED)
    film(company, title="Whole", status=Status.READY)
    shown = page(visitor, "/library?view=attention")
    assert "Broken" in shown
    assert "Whole" not in shown


def test_older_videos_are_one_page_on(visitor: Client, company: Cast) -> None:
    with tenancy.within(company.id):
        for place in range(51):
            Asset.objects.create(company=company.company, title=f"Film {place:03}")
    assert "Film 000" not in page(visitor)
    assert "Older videos" in page(visitor)
    oldest = page(visitor).split("?before=")[1].split('"')[0]
    assert "Film 000" in page(visitor, f"/library?before={oldest}")


def test_a_page_costs_the_same_queries_however_many_films_it_shows(
    visitor: Client, company: Cast, tmp_path: Path, django_assert_num_queries: Any
) -> None:
    for place in range(4):
        folder = tmp_path / str(place)
        folder.mkdir()
        made(company, folder)
    page(visitor)
    with django_assert_num_queries(21):
        page(visitor)
    made(company, tmp_path)
    page(visitor)
    with django_assert_num_queries(21):
        page(visitor)


HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7|add:7 }}", "\u202egnp.exe", "\x1b[2J"]


@pytest.mark.parametrize("words", HOSTILE)
def test_titles_are_text_and_nothing_else(visitor: Client, company: Cast, words: str) -> None:
    film(company, title=words, filename=words, attribution="")
    shown = page(visitor)
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown
    assert ">14<" not in shown


def test_a_stranger_sees_nothing(foreign_visitor: Client, company: Cast) -> None:
    asset = film(company, title="Secret")
    assert "Secret" not in page(foreign_visitor)
    for path in ("", "/row", "/grid", "/state", "/player"):
        there = foreign_visitor.get(f"/assets/{asset.public_id}{path}")
        never = foreign_visitor.get(f"/assets/{ids.show('ast', ids.sortable())}{path}")
        assert (there.status_code, there.content) == (404, never.content)


@pytest.mark.parametrize("path", ["retirement", "restoration"])
def test_a_stranger_can_take_nothing_away(foreign_visitor: Client, company: Cast, path: str) -> None:
    asset = film(company, title="Secret")
    assert foreign_visitor.post(f"/assets/{asset.public_id}/{path}").status_code == 404


@pytest.mark.promise("I.A.1.1-m")
def test_who_may_only_see_is_offered_nothing_else(company: Cast, tmp_path: Path) -> None:
    with tenancy.within(company.id):
        Membership.objects.filter(person=company.teammate).update(role="viewer")
    viewer, owner = signed_in_as(company.teammate), signed_in_as(company.owner)
    offers = ("data-choose-files", "<upload-queue", "/retirement", "<in-place")
    assert [one for one in offers if one in page(viewer)] == []
    asset = made(company, tmp_path).asset
    for path in ("/library", f"/assets/{asset.public_id}"):
        assert [one for one in offers if one in page(viewer, path)] == []
    seen = page(owner) + page(owner, f"/assets/{asset.public_id}")
    assert [one for one in offers if one not in seen] == []
