"""Elements in a real browser: Debian's Chromium, the stage's pages, and every word on the console counted."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.web import stage as demo
from vidarium.foundation import process
from vidarium.foundation.process import Limits, Step

CHROMIUM = shutil.which("chromium") or "chromium"
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
expect.set_options(timeout=20_000)  # on a machine that is busy with other things
EXPECTED = ("Failed to load resource",)
"""What the browser itself writes about answers that a test wants to be refusals."""


PICTURE = ("-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25:duration=8")
SOUND = ("-f", "lavfi", "-i", "sine=frequency=330:duration=8")
SPLIT = "[0:v]split=2[a][b];[b]scale=426:240[c]"
TWO_ROWS = ("-filter_complex", SPLIT, "-map", "[a]", "-map", "[c]", "-map", "1:a", "-map", "1:a", "-map", "1:a")
RATES = ("-b:v:0", "600k", "-b:v:1", "200k")
ENCODERS = ("-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-threads", "1", *RATES, "-c:a", "aac", "-ac", "2")
NAMES = ("-hls_segment_filename", "/out/s%v_%d.m4s", "-hls_fmp4_init_filename", "i%v.mp4", "-master_pl_name", "master.m3u8")
SHAPE = ("-f", "hls", "-hls_time", "1", "-hls_playlist_type", "vod", "-hls_segment_type", "fmp4")
PLAYLISTS = (*SHAPE, *NAMES, "-var_stream_map", "v:0,a:0 v:1,a:1 a:2")


@contextmanager
def studio() -> Iterator[Path]:
    """A folder that the sandbox may write to."""
    there = Path(tempfile.mkdtemp(prefix="vidarium-web-"))
    there.chmod(0o755)
    yield there
    shutil.rmtree(there)


def ffmpeg(there: Path, *words: str) -> None:
    """Runs it as the product does; the folder is its `/out`."""
    process.run(Step("ffmpeg", ("-nostdin", "-v", "error", "-y", *words), output=there), within=Limits(cpu_seconds=60, wall_seconds=120))


class Theatre:
    """The stage on a thread of its own."""

    def __init__(self, stage: demo.Stage) -> None:
        self.stage = stage
        self.loop = asyncio.new_event_loop()
        self.ready: Future[int] = Future()
        self.thread = threading.Thread(target=self.run)

    def run(self) -> None:
        self.loop.run_until_complete(self.open())
        self.loop.run_forever()
        self.loop.run_until_complete(self.runner.cleanup())
        self.loop.close()

    async def open(self) -> None:
        self.runner = web.AppRunner(demo.app(self.stage), shutdown_timeout=0.1)
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", 0)
        await site.start()
        self.ready.set_result(self.runner.addresses[0][1])

    @property
    def address(self) -> str:
        return f"http://localhost:{self.ready.result(10)}"

    def tell(self, asset: str, **news: Any) -> None:
        self.loop.call_soon_threadsafe(lambda: self.stage.tell(asset, **news))

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)


@pytest.fixture(scope="package", autouse=True)
def built() -> None:
    """The bundles are those of these sources."""
    subprocess.run(["node", "build.mjs"], cwd=demo.ROOT / "web", check=True, capture_output=True)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One for this package, ended with it: its loop must not meet those of asynchronous tests."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def theatre() -> Iterator[Theatre]:
    opened = Theatre(demo.Stage())
    opened.thread.start()
    opened.ready.result(10)
    yield opened
    opened.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the console has said; a test that ends with any has failed."""
    return []


@pytest.fixture
def page(browser: Browser, theatre: Theatre, complaints: list[str]) -> Iterator[Page]:
    """A fresh profile at 1,280 px that knows the stage's address."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, base_url=theatre.address, locale="en-GB", timezone_id="Europe/Berlin"
    )
    context.set_default_timeout(20_000)
    opened = context.new_page()
    opened.on("console", lambda message: None if message.text.startswith(EXPECTED) else complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert complaints == []


@pytest.fixture(scope="package")
def film() -> Iterator[Path]:
    """Eight seconds in two rows with sound (r0, r1), and the sound alone (r2), as HLS; its own clock is of no interest here."""
    with studio() as there:
        ffmpeg(there, *PICTURE, *SOUND, *TWO_ROWS, *ENCODERS, *PLAYLISTS, "/out/r%v.m3u8")
        yield there


@pytest.fixture
def playing(theatre: Theatre, film: Path) -> Theatre:
    theatre.stage.films = film
    theatre.stage.source = "/p/master.m3u8?sig=one"
    return theatre


@pytest.fixture
def give(page: Page) -> Callable[[str, object], None]:
    """Gives facts to a new element in the empty page's main, as the server would by an attribute."""

    def place(tag: str, facts: object) -> None:
        page.goto("/demo/empty.html")
        page.evaluate(
            "([tag, facts]) => { const it = document.createElement(tag); it.id = 'it'; it.setAttribute('facts', JSON.stringify(facts));"
            " document.querySelector('main').replaceChildren(it) }",
            [tag, facts],
        )

    return place
