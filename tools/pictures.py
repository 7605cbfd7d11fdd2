"""The screenshots in `docs/pictures`: `make pictures` starts the product, brings it into each state and takes them.

The film is the opening of Big Buck Bunny, © 2008 Blender Foundation, CC BY 3.0, peach.blender.org.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests import real_film
from tests import stack as product
from tests.journeys.desk import MADE_WITHIN_MS, Desk, desk
from tests.journeys.sending import Sender
from tests.web.conftest import CHROMIUM, FLAGS
from tests.web.waiting import until
from vidarium.foundation import process
from vidarium.foundation.process import Limits, Step

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
SLUG, NAME, OWNER = "meadow", "Meadow Films", "ana.reyes@meadow.example"
CREDIT = "© 2008 Blender Foundation, CC BY 3.0"
LIMITS = Limits(cpu_seconds=600, wall_seconds=1200)
PHONE = 390
PATIENCE_SECONDS = 1800
LINE = 2_600_000
"""Bytes a second of the upload that is pictured."""
FAR_PIXELS = 450
"""Of the 671 that the cells of a long film take."""
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


WHOLE, NEAR, ROOT, STONES, SKY, MEADOW = (
    "1280:720:0:0", "1024:576:0:60", "640:360:120:180", "480:270:790:250", "640:360:640:0", "560:315:560:405",
)  # fmt: skip


@dataclass(frozen=True)
class Shot:
    """A part of the film that stands for a film of its own."""

    title: str
    file: str
    cuts: tuple[str, ...]
    """Of the 1280×720 picture, one after the other: width, height, left, top."""
    rounds: int
    """How often they go round; each takes five seconds."""


READY = (
    Shot("The rabbit wakes", "rabbit-wakes-v3.mov", (WHOLE, STONES, ROOT, WHOLE, SKY, MEADOW), 2),
    Shot("Stones in the meadow", "DJI_0412.MP4", (STONES, SKY), 3),
    Shot("Under the root", "under-the-root.mp4", (ROOT, MEADOW, ROOT), 2),
)
BROKEN = Shot("Morning, long take", "morning-long-take.mov", (MEADOW, STONES), 4)
PREPARING = Shot("Spring comes to the burrow", "spring-master-final.mov", (NEAR, WHOLE, ROOT, STONES, SKY, MEADOW), 8)
ARRIVING = (Shot("", "grass-and-wind-4k.mov", (SKY,), 60), Shot("", "credits-roll.mp4", (MEADOW,), 30))


def main() -> int:
    folder = Path(tempfile.mkdtemp(prefix="vidarium-pictures-"))
    folder.chmod(0o755)
    PICTURES.mkdir(parents=True, exist_ok=True)
    try:
        with product.started() as stack, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            pictures(browser, stack, folder)
            browser.close()
    finally:
        shutil.rmtree(folder)
    return 0


def pictures(browser: Browser, stack: product.Stack, folder: Path) -> None:
    public_pages(browser, stack)
    link = stack.cli("company", "add", SLUG, "--name", NAME, "--owner", OWNER).splitlines()[-1]
    sender = Sender(stack.url, stack.token(SLUG))
    with at(browser, stack) as seat:
        seat.page.goto(link)
        both(seat.page, "sign-in-link")
        seat.page.get_by_role("button", name="Sign in").click()
        expect(seat.page.get_by_role("heading", name="Drop a video anywhere")).to_be_visible()
        both(seat.page, "library-empty")
        ready, failed = stock(stack, sender, folder)
        for name, asset in (("asset-ready", ready), ("asset-failed", failed)):
            seat.page.goto(f"/assets/{asset}")
            settled(seat.page)
            both(seat.page, name, whole=True)
        while_busy(seat, sender, folder)


def public_pages(browser: Browser, stack: product.Stack) -> None:
    """What anyone sees, also on a phone."""
    for name, path in {"sign-in": "/sign-in", "privacy": "/privacy", "error": "/errors/source.truncated"}.items():
        with at(browser, stack) as seat:
            seat.page.goto(path)
            both(seat.page, name, whole=True)
        with at(browser, stack, viewport={"width": PHONE, "height": 844}) as phone:
            phone.page.goto(path)
            take(phone.page, f"{name}-phone", "light", whole=True)


def stock(stack: product.Stack, sender: Sender, folder: Path) -> tuple[str, str]:
    """A library with films in it. The public ids of one that is ready and one that broke off."""
    for shot in READY:
        words = ("--company", SLUG, "--title", shot.title, "--attribution", CREDIT)
        stack.cli("ingest", str(made(shot, folder)), *words, within_seconds=PATIENCE_SECONDS)
    broken = made(BROKEN, folder)
    broken.write_bytes(broken.read_bytes()[: int(broken.stat().st_size * 0.6)])
    failed = sender.send(broken, title=BROKEN.title)
    listing = folder / "old-playlist.m3u8"
    listing.write_text("#EXTM3U\n#EXTINF:4,\nfilm.ts\n")
    ready = called(sender, READY[0].title)
    for asset in (failed, sender.send(listing, title="Old playlist"), ready):
        sender.settled(asset, within_seconds=PATIENCE_SECONDS)
    return ready, failed


def called(sender: Sender, title: str) -> str:
    """The public id of the film with this title."""
    listed = sender.ask("GET", "/api/v1/assets?limit=100").json()["data"]
    return str(next(one["id"] for one in listed if one["title"] == title))


def while_busy(seat: Desk, sender: Sender, folder: Path) -> None:
    """A film that is being made, and two that are on their way."""
    arriving = [made(shot, folder) for shot in ARRIVING]
    film = made(PREPARING, folder)
    seat.page.goto("/library")
    seat.choose(film)
    expect(seat.in_library(film.stem)).to_contain_text("Plays now", timeout=MADE_WITHIN_MS)
    asset = called(sender, film.stem)
    sender.ask("PATCH", f"/api/v1/assets/{asset}", json={"title": PREPARING.title})
    seat.page.goto(f"/assets/{asset}")
    expect(seat.page.locator("video-player[src]")).to_be_attached(timeout=MADE_WITHIN_MS)
    settled(seat.page)
    ask_for_a_far_part(seat.page)
    until(seat.page, lambda: sender.asset(asset)["progress"] > 0.3, seconds=PATIENCE_SECONDS)
    both(seat.page, "asset-preparing", whole=True)
    seat.page.goto("/library")
    seat.narrow(LINE)
    seat.choose(*arriving)
    seat.open_queue()
    seat.page.mouse.move(640, 20)
    expect(seat.page.locator("upload-queue li", has_text="/s")).to_have_count(len(arriving))
    seat.page.wait_for_timeout(6000)
    both(seat.page, "library")


def ask_for_a_far_part(page: Page) -> None:
    """A click on the grid, two thirds in: those cells are made first."""
    cells = page.locator("video-grid svg").first
    cells.click(position={"x": FAR_PIXELS, "y": 40})
    page.wait_for_timeout(4000)
    page.mouse.move(640, 20)


def settled(page: Page) -> None:
    """The first frame stands, or there is none to stand."""
    until(page, lambda: bool(page.evaluate("(v => !v || !v.src || v.readyState > 1)(document.querySelector('video'))")), seconds=120)
    page.wait_for_timeout(500)


# -- taking them -------------------------------------------------------------------------------------------------------
@contextmanager
def at(browser: Browser, stack: product.Stack, **how: object) -> Iterator[Desk]:
    with desk(browser, stack, **how) as seat:
        seat.page.on("dialog", lambda dialog: dialog.accept())
        yield seat


def both(page: Page, name: str, *, whole: bool = False) -> None:
    """In light and dark: the light one has the plain name."""
    for scheme in SCHEMES:
        take(page, name if scheme == "light" else f"{name}-dark", scheme, whole=whole)
    page.emulate_media(color_scheme="light")


def take(page: Page, name: str, scheme: Scheme, *, whole: bool = False) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.wait_for_timeout(250)
    picture = Path(tempfile.mkdtemp(prefix="vidarium-picture-"))
    picture.chmod(0o777)
    page.screenshot(path=picture / "taken.png", full_page=whole)
    made_small(picture)
    shutil.move(picture / "small.png", PICTURES / f"{name}.png")
    shutil.rmtree(picture)
    sys.stdout.write(f"docs/pictures/{name}.png\n")


def made_small(folder: Path) -> None:
    """A palette of its own for each: a quarter of the bytes, and no eye sees the difference."""
    palette = "split[a][b];[a]palettegen=reserve_transparent=0[p];[b][p]paletteuse=dither=none"
    ffmpeg(
        folder,
        "-i",
        "/in/taken.png",
        "-vf",
        palette,
        "-pred",
        "none",
        "-compression_level",
        "9",
        "/out/small.png",
        inputs={"taken.png": folder / "taken.png"},
    )


# -- films -------------------------------------------------------------------------------------------------------------
def made(shot: Shot, folder: Path) -> Path:
    """Cut out, scaled to a screen, and sent round as often as it is long."""
    count = len(shot.cuts)
    cuts = [f"[v{place}]crop={cut},scale=1280:720:flags=lanczos,setsar=1[c{place}]" for place, cut in enumerate(shot.cuts)]
    parts = [f"[0:v]split={count}{named('v', count)}", f"[0:a]asplit={count}{named('a', count)}", *cuts]
    joined = "".join(f"[c{place}][a{place}]" for place in range(count))
    look = ";".join([*parts, f"{joined}concat=n={count}:v=1:a=1"])
    codecs = ("-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-g", "50", "-c:a", "aac", "-ac", "2")
    film = {"film.mp4": real_film.path()}
    ffmpeg(folder, "-i", "/in/film.mp4", "-filter_complex", look, *codecs, "/out/once.mp4", inputs=film)
    ffmpeg(
        folder, "-stream_loop", str(shot.rounds - 1), "-i", "/out/once.mp4", "-c", "copy", "-movflags", "+faststart", f"/out/{shot.file}"
    )
    return folder / shot.file


def named(kind: str, count: int) -> str:
    """`[v0][v1]`: the pads of a filter's graph."""
    return "".join(f"[{kind}{place}]" for place in range(count))


def ffmpeg(folder: Path, *words: str, inputs: Mapping[str, Path] | None = None) -> None:
    process.run(Step("ffmpeg", ("-nostdin", "-v", "error", "-y", *words), inputs=dict(inputs or {}), output=folder), within=LIMITS)


if __name__ == "__main__":
    sys.exit(main())
