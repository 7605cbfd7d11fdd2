"""Every page of the started product in each of its states: axe is silent, the keyboard reaches all, 400 % zoom is enough."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import films
from tests.journeys.desk import Desk, desk
from tests.journeys.sending import Sender
from tests.stack import Stack
from tests.web.conftest import ffmpeg

pytestmark = pytest.mark.stack
AXE = Path(__file__).resolve().parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIOLATIONS = f"""async () => (await axe.run({{ runOnly: {json.dumps(TAGS)} }})).violations
    .flatMap(v => v.nodes.map(n => `${{v.id}}: ${{n.html.slice(0, 160)}} ${{n.failureSummary}}`))"""
SCHEMES: list[Literal["light", "dark"]] = ["light", "dark"]
REACHABLE = """() => {
    const named = "a[href], button, input, select, textarea, summary, [tabindex='0']";
    window.wanted = [...document.querySelectorAll(named)].filter(one => one.checkVisibility({ visibilityProperty: true })
        && !one.disabled && one.type !== "hidden" && one.tabIndex >= 0 && !one.closest("dialog:not([open])")
        // Of a group of radio buttons the tabulator comes to the pressed one; the arrow keys do the rest.
        && !(one.type === "radio" && !one.checked && document.querySelector(`input[type=radio][name="${one.name}"]:checked`)));
    document.activeElement.blur();
    return window.wanted.map(one => one.outerHTML.slice(0, 120));
}"""
FOCUSED = """() => {
    const one = document.activeElement, look = getComputedStyle(one);
    return [window.wanted.indexOf(one), look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2];
}"""
ZOOMED = {"width": 320, "height": 256}
"""1,280 by 1,024 at 400 %."""
LONG = (
    "-f",
    "lavfi",
    "-i",
    "testsrc2=size=640x360:rate=25:duration=20",
    "-c:v",
    "libx264",
    "-preset",
    "ultrafast",
    "-crf",
    "40",
    "-g",
    "50",
)


@pytest.fixture(scope="module")
def door(stack: Stack) -> str:
    return stack.add_company("access")


@pytest.fixture(scope="module")
def seat(browser: Browser, stack: Stack) -> Iterator[Desk]:
    """Nobody yet: the tests stand in the order in which one comes in."""
    with desk(browser, stack) as one:
        one.page.context.add_init_script(path=AXE)
        one.page.on("dialog", lambda dialog: dialog.accept())
        yield one


@pytest.fixture(scope="module")
def states(stack: Stack, door: str, workshop: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """An asset in each state, by that state: its public id."""
    sender = Sender(stack.url, stack.token("access"))
    folder = tmp_path_factory.mktemp("states")
    ready, failed = (sender.send(films.make(name, folder), title=name) for name in ("plain", "m3u8"))
    for asset in (ready, failed):
        sender.settled(asset)
    arriving = sender.begin(5_000_000, name="arriving.mp4")
    ffmpeg(workshop, *LONG, "/out/once.mp4")
    ffmpeg(workshop, "-stream_loop", "119", "-i", "/out/once.mp4", "-c", "copy", "/out/long.mp4")
    long = sender.send(workshop / "long.mp4", title="A long one, whose title goes on and on until no column of any table could hold it")
    sender.awaited(long, {"playable"})
    yield {"ready": ready, "failed": failed, "uploading": arriving, "preparing": long}
    sender.ask("DELETE", f"/api/v1/assets/{long}")


def axe(page: Page) -> list[str]:
    """What it finds, light and dark."""
    found: list[str] = []
    for scheme in SCHEMES:
        # Without motion a colour is there at once.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.wait_for_timeout(100)
        found += [f"{scheme} {one}" for one in page.evaluate(VIOLATIONS)]
    page.emulate_media(color_scheme="light")
    return found


def unreached(page: Page) -> tuple[list[str], list[str]]:
    """What the tabulator key does not come to, and where it stands unseen."""
    wanted: list[str] = page.evaluate(REACHABLE)
    reached: dict[int, bool] = {}
    for _ in range(len(wanted) + 10):
        page.keyboard.press("Tab")
        place, visible = page.evaluate(FOCUSED)
        # A date has several stops: on the last, its little calendar, the ring is the browser's own.
        reached[place] = visible or reached.get(place, False)
    missed = [words for place, words in enumerate(wanted) if place not in reached]
    return missed, [words for place, words in enumerate(wanted) if not reached.get(place, True)]


def sideways(page: Page) -> int:
    """By how many pixels it is wider than a window of 320."""
    before = page.viewport_size or {"width": 1280, "height": 900}
    page.set_viewport_size({"width": ZOOMED["width"], "height": ZOOMED["height"]})
    wider: int = page.evaluate("document.documentElement.scrollWidth - 320")
    page.set_viewport_size(before)
    return max(0, wider)


def holds(page: Page) -> None:
    assert "\n".join(axe(page)) == ""
    assert unreached(page) == ([], [])
    assert sideways(page) == 0


@pytest.mark.parametrize(
    "path",
    ["/sign-in", "/sign-in/sil_unknown", "/privacy", "/privacy/record", "/errors/source.truncated", "/nowhere", "/errors/no.such_error"],
)
def test_a_public_page(path: str, seat: Desk) -> None:
    seat.page.goto(path)
    holds(seat.page)


def test_a_link_that_was_spent(seat: Desk) -> None:
    seat.page.goto("/sign-in/sil_unknown")
    seat.page.get_by_role("button", name="Sign in").click()
    expect(seat.page.get_by_role("alert")).to_be_visible()
    holds(seat.page)


def test_coming_in_to_an_empty_library(seat: Desk, door: str) -> None:
    seat.page.goto(door)
    holds(seat.page)
    seat.page.get_by_role("button", name="Sign in").click()
    expect(seat.page.get_by_role("heading", name="Drop a video anywhere on this page")).to_be_visible()
    holds(seat.page)


def test_a_library_with_films_in_every_state(seat: Desk, states: dict[str, str]) -> None:
    seat.page.goto("/library")
    for asset in states.values():
        expect(seat.page.locator(f"tr[data-asset={asset}]")).to_be_visible()
    holds(seat.page)


@pytest.mark.parametrize("state", ["preparing", "ready", "failed", "uploading"])
def test_a_film(state: str, seat: Desk, states: dict[str, str]) -> None:
    seat.page.goto(f"/assets/{states[state]}")
    holds(seat.page)


@pytest.mark.parametrize("view", ["?view=attention", "?view=making", "?q=plain", "?q=nothing+is+called+so"])
def test_a_view_of_the_library(view: str, seat: Desk, states: dict[str, str]) -> None:
    seat.page.goto(f"/library{view}")
    holds(seat.page)


def test_collections_and_whoever_is_limited_to_them(seat: Desk, states: dict[str, str]) -> None:
    page = seat.page
    page.goto("/collections")
    holds(page)
    page.get_by_label("Name of the collection").fill("Trailers, whose name goes on and on until no column could hold it any more")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Change Trailers").click()
    holds(page)
    page.goto(f"/assets/{states['failed']}")
    page.get_by_label("Collection").select_option(index=1)
    page.get_by_role("button", name="Move").click()
    expect(page.get_by_role("definition").get_by_role("link", name="Trailers")).to_be_visible()
    page.goto("/library")
    page.get_by_label("Collection").select_option(index=2)
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("tr[data-asset]")).to_have_count(1)
    expect(page.get_by_role("form", name="With the chosen videos")).to_be_hidden()
    page.get_by_role("checkbox", name="Choose m3u8").check()
    expect(page.get_by_role("form", name="With the chosen videos")).to_be_visible()
    holds(page)
    page.goto("/people/invite")
    page.get_by_label("These collections alone").check()
    page.get_by_label("Trailers").check()
    # Of two that exclude each other the tabulator key comes to one alone.
    assert (axe(page), sideways(page)) == ([], 0)


def test_the_queue_while_it_sends(seat: Desk, states: dict[str, str], noise: Path) -> None:
    seat.page.goto("/library")
    seat.narrow(100_000)
    seat.choose(noise)
    seat.open_queue()
    expect(seat.in_queue(noise.name)).to_contain_text("/s")
    holds(seat.page)
    seat.page.get_by_role("button", name=f"Cancel {noise.name}").click()


def test_what_floats_above_a_page(seat: Desk, states: dict[str, str]) -> None:
    seat.page.goto(f"/assets/{states['ready']}")
    for opener in ("Why: A file’s name", "owner@access.example, your account", "Keyboard shortcuts"):
        seat.page.get_by_role("button", name=opener).click()
        assert axe(seat.page) == []
        seat.page.keyboard.press("Escape")


def test_a_film_of_another_company_is_a_page_that_says_there_is_none(seat: Desk, states: dict[str, str]) -> None:
    seat.page.goto("/assets/ast_00000000000000000000000000")
    expect(seat.page.get_by_role("heading", name="Nothing here")).to_be_visible()
    holds(seat.page)
