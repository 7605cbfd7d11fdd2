"""What the company reads in its log of staff who looked: pages by their names, in the reader's hours."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests import deskmates
from tests.cast import Cast
from tests.console.conftest import signed_in_as
from tests.console.test_coming_in import said
from tests.library import filming
from vidarium.accounts import accesses
from vidarium.accounts.models import Activity
from vidarium.console import looked_at


@pytest.fixture
def inside(company: Cast) -> Client:
    """A browser in which somebody of the staff looks at everything of the company."""
    client = deskmates.come_in(deskmates.hired())
    assert deskmates.give_reason(client, company).headers["Location"] == "/library"
    return client


def test_a_look_is_told_in_words_and_hours_that_people_read(inside: Client, company: Cast) -> None:
    inside.get("/company")
    page = said(signed_in_as(company.owner).get("/activity?who=staff"))
    assert re.search(r"Access until</th><td><time [^>]+>[^<]+ UTC</time>", page)
    assert "was refused: what is for members alone: /company" in page
    inside.get("/people")
    assert "<td>an app’s code</td>" in said(signed_in_as(company.owner).get("/activity?who=staff"))


@pytest.mark.promise("III.B.1-e")
def test_a_film_is_named_by_its_title_and_its_parts_by_no_link(inside: Client, company: Cast) -> None:
    film = filming.arrived(company)
    inside.get(f"/assets/{film.public_id}")
    inside.get(f"/assets/{film.public_id}/grid")
    page = said(signed_in_as(company.owner).get("/activity?who=staff"))
    assert f'looked at <a href="/assets/{film.public_id}">the video “{film.title}”</a>' in page
    assert f"looked at the video “{film.title}”" in page
    assert f"/assets/{film.public_id}/grid" in page


@pytest.mark.parametrize(
    ("words", "after", "named"),
    [
        ("/people", {}, "the page People"),
        ("/assets/ast_1", {}, "a video"),
        ("Dune", {"page": "/assets/ast_1/row"}, "the video “Dune”"),
        ("", {"page": "/people/roles"}, "the page Roles"),
        ("", {"page": "/was/once"}, "/was/once"),
    ],
)
def test_what_was_looked_at_has_a_name_whenever_the_line_was_written(words: str, after: dict[str, str], named: str) -> None:
    assert looked_at.named(Activity(words=words, after=after)) == named


def test_every_page_that_staff_may_open_has_a_name() -> None:
    """Is this red, then a page is new: name it in `console/looked_at.py`. The export is for members alone."""
    shown = [one for one in leaves(get_resolver()) if vars(one.callback).get("permission") in accesses.OFFERED]
    assert {one.name for one in shown if not str(one.name).startswith(looked_at.FILM)} == {*looked_at.PAGES, "activity-export"}


def leaves(resolver: URLResolver) -> Iterator[URLPattern]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from leaves(one)
        else:
            yield one
