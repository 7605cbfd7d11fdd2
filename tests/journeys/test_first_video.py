"""The first video, as its owner meets it: from the link that signs in to a film that is gone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import films
from tests.journeys import playing
from tests.journeys.desk import MADE_WITHIN_MS, Desk, desk
from tests.journeys.sending import Sender
from tests.stack import Stack
from tests.web.waiting import until
from vidarium.foundation import environment, ids
from vidarium.foundation.postgres import Cluster

pytestmark = pytest.mark.stack
LINE = 600_000
"""Bytes a second that a thin line carries."""
GONE_SECONDS = 120
"""The undo's half minute, and a sweep that is as late as this machine makes it."""
PLAIN, LASTING = "Plain", "Lasting"


@pytest.fixture(scope="module")
def door(stack: Stack) -> str:
    return stack.add_company("journey")


@pytest.fixture(scope="module")
def sender(stack: Stack, door: str) -> Sender:
    return Sender(stack.url, stack.token("journey"))


@pytest.fixture(scope="module")
def signed_in(browser: Browser, stack: Stack, door: str) -> Iterator[Desk]:
    """The owner's desk, which stays through this module."""
    with desk(browser, stack) as seat:
        seat.sign_in(door)
        seat.page.on("dialog", lambda dialog: dialog.accept())
        yield seat


@pytest.fixture
def seat(signed_in: Desk) -> Iterator[Desk]:
    """The library, with nothing complained about before this test, nor by it."""
    signed_in.page.goto("/library")
    signed_in.asked.clear()
    yield signed_in
    said, abroad = list(signed_in.complaints), list(signed_in.abroad)
    signed_in.complaints.clear()
    assert (said, abroad) == ([], [])


def test_from_an_empty_library_to_a_film_that_is_gone(seat: Desk, sender: Sender, lasting: Path, tmp_path: Path) -> None:
    expect(seat.page.get_by_role("heading", name="Drop a video anywhere on this page")).to_be_visible()
    made = films.make("plain", tmp_path)
    plain = made.rename(tmp_path / "Plain.mp4")
    sent = lasting.rename(lasting.with_name("Lasting.mp4"))
    stays_on_the_page(seat.page)
    seat.choose(plain, sent)
    both_are_sent_and_listed(seat)
    the_grid_fills(seat, LASTING)
    assert stayed_on_the_page(seat.page)
    asset = opens(seat, LASTING)
    plays_with_picture_and_sound(seat)
    is_renamed_for_good(seat)
    comes_back_when_undone(seat)
    is_gone_when_not(seat, sender, asset)


def stays_on_the_page(page: Page) -> None:
    page.evaluate("window.stayed = true")


def stayed_on_the_page(page: Page) -> bool:
    return bool(page.evaluate("window.stayed === true"))


def both_are_sent_and_listed(seat: Desk) -> None:
    """The queue tells of both, and the library that was empty becomes a list by itself."""
    seat.open_queue()
    expect(seat.page.locator("upload-queue li")).to_have_count(2)
    for title in (PLAIN, LASTING):
        expect(seat.in_queue(title)).to_contain_text("%")
        expect(seat.in_library(title)).to_be_visible()


def the_grid_fills(seat: Desk, title: str) -> None:
    """Cells come one after the other, told by the server."""
    seen: set[float] = set()
    row = seat.in_library(title)

    def done() -> bool:
        band = row.locator("grid-band[facts]")
        if band.count():
            seen.add(json.loads(band.get_attribute("facts") or "{}").get("progress", 0))
        return "rows ·" in row.inner_text()

    until(seat.page, done, seconds=MADE_WITHIN_MS // 1000)
    assert len(seen - {0, 1}) >= 2, seen
    (events,) = seat.requests("GET", "/events")
    answer = events.response()
    assert answer
    assert answer.headers["content-type"].startswith("text/event-stream")


def opens(seat: Desk, title: str) -> str:
    """Its public id."""
    seat.in_library(title).get_by_role("link").click()
    expect(seat.page.get_by_role("textbox", name="Title")).to_have_value(title)
    return seat.page.url.rpartition("/")[2]


def plays_with_picture_and_sound(seat: Desk) -> None:
    seen = playing.play(seat.page, seconds=3)
    assert (seen.frames > 10, seen.sound_bytes > 0, seen.width > 0) == (True, True, True), seen
    later = playing.state(seat.page)
    until(seat.page, lambda: playing.state(seat.page).time > later.time + 1, seconds=playing.PLAY_SECONDS)
    assert playing.state(seat.page).sound_bytes > later.sound_bytes
    seat.page.locator(".controls").get_by_role("button", name="Pause").click()


def is_renamed_for_good(seat: Desk) -> None:
    field = seat.page.get_by_role("textbox", name="Title")
    field.fill("Low tide, 岸")
    field.press("Enter")
    expect(seat.page.get_by_text("Saved")).to_be_visible()
    seat.page.reload()
    expect(seat.page.get_by_role("textbox", name="Title")).to_have_value("Low tide, 岸")
    expect(seat.page.get_by_role("heading", level=1)).to_have_text("Low tide, 岸")


def comes_back_when_undone(seat: Desk) -> None:
    seat.page.get_by_role("button", name="Delete").click()
    expect(seat.page.get_by_text("“Low tide, 岸” is deleted.")).to_be_visible()
    expect(seat.in_library(PLAIN)).to_be_visible()
    expect(seat.in_library("Low tide")).to_be_hidden()
    seat.page.get_by_role("button", name="Undo").click()
    expect(seat.page.get_by_text("“Low tide, 岸” is back.")).to_be_visible()
    expect(seat.in_library("Low tide")).to_be_visible()


def is_gone_when_not(seat: Desk, sender: Sender, asset: str) -> None:
    """Its row in the library at once; its rows and objects after half a minute."""
    key = ids.read("ast", asset)
    assert key
    assert kept_of(seat.stack, key.hex) > 2
    seat.page.get_by_role("button", name="Delete Low tide, 岸").click()
    expect(seat.in_library("Low tide")).to_be_hidden()
    assert sender.ask("GET", f"/api/v1/assets/{asset}").status_code == 404
    until(seat.page, lambda: kept_of(seat.stack, key.hex) == 0, seconds=GONE_SECONDS)
    seat.page.reload()
    expect(seat.in_library(PLAIN)).to_be_visible()
    expect(seat.in_library("Low tide")).to_be_hidden()


def kept_of(stack: Stack, asset: str) -> int:
    """How many objects and rows there are of this asset, seen from behind every wall."""
    objects = [path for path in (stack.data_dir / "objects").glob(f"**/a/{asset}/**/*") if path.is_file()]
    with Cluster.of(environment.read(stack.environment)).connect("vidarium") as database:
        (rows,) = database.execute("SELECT count(*) FROM library_asset WHERE id = %s", [asset]).fetchone() or (0,)
    return len(objects) + int(rows)


def test_after_a_reload_the_queue_remembers_and_goes_on_from_where_the_server_is(seat: Desk, noise: Path) -> None:
    begins_through_a_thin_line(seat, noise)
    seat.page.wait_for_timeout(1500)
    seat.page.reload()
    expect(seat.in_queue("Choose the file again to go on")).to_have_count(1)
    seat.open_queue()
    seat.asked.clear()
    with seat.page.expect_file_chooser() as chooser:
        seat.page.get_by_role("button", name=f"Choose {noise.name} again").click()
    chooser.value.set_files(noise)
    expect(seat.in_queue(noise.name)).to_contain_text("Ready", timeout=MADE_WITHIN_MS)
    assert seat.requests("POST", "/files") == []
    first = seat.requests("PATCH", "/files")[0].headers["upload-offset"]
    assert 0 < int(first) < noise.stat().st_size


def begins_through_a_thin_line(seat: Desk, film: Path) -> None:
    seat.narrow(LINE)
    seat.choose(film)
    seat.open_queue()
    expect(seat.in_queue(film.name).last).to_contain_text("/s")


def test_a_network_that_goes_away_only_pauses(seat: Desk, noise: Path) -> None:
    begins_through_a_thin_line(seat, noise)
    seat.page.context.set_offline(True)
    expect(seat.in_queue(noise.name).last).to_contain_text("No connection. Goes on at")
    seat.page.context.set_offline(False)
    expect(seat.in_queue(noise.name).last).to_contain_text("Ready", timeout=MADE_WITHIN_MS)
    assert len(seat.requests("POST", "/files")) == 1
    seat.complaints[:] = [said for said in seat.complaints if "net::ERR_INTERNET_DISCONNECTED" not in said]


def test_the_queue_goes_on_while_one_looks_at_another_film(seat: Desk, noise: Path) -> None:
    begins_through_a_thin_line(seat, noise)
    stays_on_the_page(seat.page)
    opens(seat, PLAIN)
    expect(seat.in_queue(noise.name).last).to_contain_text("/s")
    seat.page.get_by_role("link", name="Library").first.click()
    expect(seat.page.get_by_role("heading", name="Library")).to_be_visible()
    expect(seat.in_queue(noise.name).last).to_contain_text("Ready", timeout=MADE_WITHIN_MS)
    assert (stayed_on_the_page(seat.page), len(seat.requests("POST", "/files"))) == (True, 1)
