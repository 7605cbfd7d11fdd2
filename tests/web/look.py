"""Pictures of the demo pages for comparing with the design by eye: `python -m tests.web.look FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

from tests.web import stage as demo
from tests.web.conftest import CHROMIUM, FLAGS, Theatre

FILMS = [("tide-clock-ep03-master.mov", 60), ("DJI_0412.MP4", 30), ("interview-okafor-take4.mxf", 20), ("interview-okafor-take5.mxf", 12)]
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    theatre = Theatre(demo.Stage(seconds_per_chunk=0.05))
    theatre.thread.start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for scheme in SCHEMES:
            for width in (1280, 1920):
                pictures(browser, theatre.address, folder, scheme, width)
        browser.close()
    theatre.close()


def pictures(browser: Browser, address: str, folder: Path, scheme: Literal["light", "dark"], width: int) -> None:
    page = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, base_url=address).new_page()
    for name in ("library", "asset", "empty"):
        page.goto(f"/demo/{name}.html")
        page.wait_for_timeout(500)
        page.screenshot(path=folder / f"{name}-{width}-{scheme}.png")
    page.goto("/demo/library.html")
    upload(page, folder)
    page.wait_for_timeout(2500)
    page.screenshot(path=folder / f"uploads-{width}-{scheme}.png")
    page.context.close()


def upload(page: Page, folder: Path) -> None:
    """A queue with everything in it, and a toast above it."""
    for name, megabytes in FILMS:
        with (folder / name).open("wb") as film:
            film.truncate(megabytes * 1_000_000)
    page.locator("upload-queue input").set_input_files([folder / name for name, _ in FILMS])
    page.evaluate("document.querySelector('upload-queue .toggle').click()")
    page.get_by_role("button", name="Delete Rain on hosta").click()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
