"""The queue against the product's own door: what is paused, cut or reloaded arrives whole and becomes a film."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Request, expect

from tests.stack import Stack
from tests.web.conftest import ffmpeg, studio
from tests.web.waiting import until

pytestmark = pytest.mark.nightly
"""`journeys/test_first_video.py` does the same every day, through more of the product."""
PICTURE = ("-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=2", "-vf", "noise=alls=100:allf=t+u")
NOISY = ("-c:v", "libx264", "-preset", "ultrafast", "-qp", "1", "-pix_fmt", "yuv420p", "-threads", "1")
BYTES_PER_SECOND = 600_000
MADE_WITHIN_MS = 120_000


@pytest.fixture(scope="module")
def noise() -> Iterator[Path]:
    """A film of two seconds that is large for its length: some 5 MB of noise."""
    with studio() as there:
        ffmpeg(there, *PICTURE, *NOISY, "/out/noise.mp4")
        yield there / "noise.mp4"


@pytest.fixture(scope="module")
def door(stack: Stack) -> str:
    """The one-time link of a company of our own."""
    return stack.add_company("queue")


@pytest.fixture(scope="module")
def signed_in(browser: Browser, door: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(door)
    page.get_by_role("button").first.click()
    expect(page.locator("upload-queue")).to_be_attached()
    page.on("dialog", lambda dialog: dialog.accept())
    yield page
    context.close()


@pytest.fixture
def desk(signed_in: Page) -> Iterator[Page]:
    """The library through a thin line."""
    signed_in.goto(signed_in.url)
    line = signed_in.context.new_cdp_session(signed_in)
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions", {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": BYTES_PER_SECOND}
    )
    yield signed_in
    line.detach()


def send(page: Page, film: Path) -> Locator:
    """Chooses it, opens the queue, and waits until bytes flow."""
    page.locator("upload-queue input").set_input_files(film)
    if "closed" in (page.locator("upload-queue").get_attribute("class") or ""):
        page.locator("upload-queue .toggle").click()
    row = page.locator("upload-queue li", has_text=film.name).last
    expect(row).to_contain_text("/s")
    return row


def creations(page: Page) -> list[Request]:
    seen: list[Request] = []
    page.on("request", lambda request: seen.append(request) if request.method == "POST" and request.url.endswith("/files") else None)
    return seen


def test_a_paused_upload_goes_on_and_becomes_a_film(desk: Page, noise: Path) -> None:
    begun = creations(desk)
    row = send(desk, noise)
    desk.get_by_role("button", name="Pause noise.mp4").click()
    expect(row).to_contain_text("Paused at")
    desk.get_by_role("button", name="Resume noise.mp4").click()
    expect(row).to_contain_text("Ready", timeout=MADE_WITHIN_MS)
    assert len(begun) == 1


def test_after_a_reload_the_same_file_goes_on_where_the_edge_has_it(desk: Page, noise: Path) -> None:
    begun = creations(desk)
    send(desk, noise)
    desk.wait_for_timeout(1500)
    desk.reload()
    row = desk.locator("upload-queue li", has_text="Choose the file again to go on")
    expect(row).to_have_count(1)
    desk.locator("upload-queue .toggle").click()
    with desk.expect_file_chooser() as chooser:
        desk.get_by_role("button", name="Choose noise.mp4 again").click()
    chooser.value.set_files(noise)
    expect(desk.locator("upload-queue li", has_text="noise.mp4")).to_contain_text("Ready", timeout=MADE_WITHIN_MS)
    assert len(begun) == 1


def test_a_cancelled_upload_leaves_no_asset(desk: Page, noise: Path) -> None:
    send(desk, noise)
    before = len(desk.locator("tr[data-asset]").all())
    desk.get_by_role("button", name="Cancel noise.mp4").click()
    until(desk, lambda: len(desk.locator("tr[data-asset]").all()) < max(before, 1) or "Uploading" not in desk.locator("main").inner_text())
    expect(desk.locator("main")).not_to_contain_text("Uploading")
