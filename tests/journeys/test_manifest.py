"""`tests/films.md` tells of every film that the tests play, and of no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import films, real_film
from tests.journeys.test_films import SIZES

MANIFEST = Path(films.__file__).with_suffix(".md")
Row = tuple[str, str, bool, str]


@pytest.fixture
def rows() -> list[Row]:
    """Name, what it is, whether it is played in a browser, licence."""
    lines = [line for line in MANIFEST.read_text().splitlines() if line.startswith("| ")][1:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [(name, what, browser == "yes", licence) for name, what, browser, licence in cells]


def test_each_film_has_its_row(rows: list[Row]) -> None:
    assert sorted(name for name, *_ in rows) == sorted([real_film.NAME, *films.KINDS])


def test_each_says_what_it_is(rows: list[Row]) -> None:
    assert [name for name, what, *_ in rows if not what] == []


def test_each_has_the_licence_that_the_code_says(rows: list[Row]) -> None:
    licences = {real_film.NAME: real_film.LICENCE} | {name: film.licence for name, film in films.KINDS.items()}
    assert {name: licence for name, *_, licence in rows} == licences


def test_those_that_a_browser_plays_are_marked(rows: list[Row]) -> None:
    assert {name for name, _, browser, _ in rows if browser} == set(SIZES)
