"""Every kind of film that people upload, through the started product, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from tests import films, real_film
from tests.journeys import playing
from tests.journeys.desk import Desk, desk
from tests.journeys.playing import Played
from tests.journeys.sending import Sender
from tests.sampling import daily
from tests.stack import Stack

pytestmark = pytest.mark.stack
LANDSCAPE = (320, 180)
SIZES: dict[str, tuple[int, int] | None] = {
    "upright": (180, 320),
    "variable": LANDSCAPE,
    "silent": LANDSCAPE,
    "sound_only": None,
    "surround": LANDSCAPE,
    "compact_disc": LANDSCAPE,
    "hdr": LANDSCAPE,
    "vp9": LANDSCAPE,
    "disc": (352, 240),
    "avi": LANDSCAPE,
    "theora": LANDSCAPE,
    "odd": (321, 181),
    "anamorphic": (384, 288),
    "late_sound": LANDSCAPE,
    "late_picture": LANDSCAPE,
    "brief": LANDSCAPE,
    "tiny": (64, 36),
    "seventeen": LANDSCAPE,
    real_film.NAME: (1280, 720),
}
"""How large each looks, in square pixels and the right way up; None where there is only sound."""
EVERYDAY = ("upright", "variable", "sound_only", "disc", "late_sound", real_film.NAME)
SILENT = {"silent", "odd", "anamorphic"}
LENGTHS = {"brief": 0.4, "late_picture": 2.5, "late_sound": 2.0, "sound_only": 3.0, real_film.NAME: 5.28}
SHORT_SECONDS = 2.0
TOLERANCE = Fraction(1, 50)
"""How far an aspect may be off, because coded sizes are even."""


@pytest.fixture(scope="module")
def door(stack: Stack) -> str:
    return stack.add_company("films")


@pytest.fixture(scope="module")
def sender(stack: Stack, door: str) -> Sender:
    return Sender(stack.url, stack.token("films"))


@pytest.fixture(scope="module")
def shelf(request: pytest.FixtureRequest, sender: Sender, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """All that this run asks for, sent at once, so that their production overlaps. Name and public id."""
    folder = tmp_path_factory.mktemp("films")
    asked = {
        one.callspec.params["name"]
        for one in request.session.items
        if isinstance(one, pytest.Function) and one.module is request.module and hasattr(one, "callspec")
    }
    return {name: sender.send(film_of(name, folder), title=name) for name in SIZES if name in asked}


def film_of(name: str, folder: Path) -> Path:
    return real_film.path() if name == real_film.NAME else films.make(name, folder)


@pytest.fixture(scope="module")
def seat(browser: Browser, stack: Stack, door: str) -> Iterator[Desk]:
    with desk(browser, stack) as one:
        one.sign_in(door)
        yield one


@pytest.mark.parametrize("name", daily(SIZES, of_these=EVERYDAY))
def test_it_plays_with_picture_and_sound(name: str, seat: Desk, sender: Sender, shelf: dict[str, str]) -> None:
    made = sender.settled(shelf[name])
    assert made["status"] == "ready", made
    seat.complaints.clear()
    seat.page.goto(f"/assets/{shelf[name]}")
    seen = playing.play(seat.page, seconds=0.6 * LENGTHS.get(name, SHORT_SECONDS))
    assert looks_right(seen, SIZES[name]), seen
    assert sounds_right(seen, silent=name in SILENT), seen
    assert (seat.complaints, seat.abroad) == ([], [])


def looks_right(seen: Played, size: tuple[int, int] | None) -> bool:
    """The whole of it, upright and in its own shape, never larger than it was."""
    if size is None:
        return (seen.width, seen.picture_bytes) == (0, 0)
    aspect = Fraction(seen.width, seen.height) / Fraction(*size)
    return abs(aspect - 1) < TOLERANCE and seen.width <= size[0] + 1 and seen.frames > 0 and seen.picture_bytes > 0


def sounds_right(seen: Played, *, silent: bool) -> bool:
    return (seen.sound_bytes == 0) is silent


@pytest.mark.parametrize("name", ["upright", real_film.NAME])
def test_its_poster_has_the_shape_of_the_film(name: str, seat: Desk, sender: Sender, shelf: dict[str, str]) -> None:
    address = sender.settled(shelf[name])["playback"]["poster"]
    seat.page.goto("/library")
    size = seat.page.evaluate(
        "async path => { const it = new Image(); it.src = path; await it.decode(); return [it.naturalWidth, it.naturalHeight] }",
        urlsplit(address).path,
    )
    wanted = SIZES[name]
    assert wanted
    assert abs(Fraction(*size) / Fraction(*wanted) - 1) < TOLERANCE
