"""A browser for these journeys, and the films that they carry."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.journeys import desk
from tests.web.conftest import CHROMIUM, FLAGS, ffmpeg, studio

NOISE = ("-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=2", "-vf", "noise=alls=100:allf=t+u")
LARGE = ("-c:v", "libx264", "-preset", "ultrafast", "-qp", "1", "-pix_fmt", "yuv420p", "-threads", "1")
LASTING = ("-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25:duration=30", "-f", "lavfi", "-i", "sine=frequency=440:duration=30")
PLAIN = ("-c:v", "libx264", "-preset", "ultrafast", "-g", "50", "-pix_fmt", "yuv420p", "-threads", "1", "-c:a", "aac")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One for this package, ended with it: its loop must not meet those of asynchronous tests."""
    expect.set_options(timeout=desk.WITHIN_MS)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="package")
def workshop() -> Iterator[Path]:
    with studio() as there:
        yield there


@pytest.fixture(scope="package")
def noise(workshop: Path) -> Path:
    """Two seconds that are large for their length: some 5 MB of noise."""
    ffmpeg(workshop, *NOISE, *LARGE, "/out/noise.mp4")
    return workshop / "noise.mp4"


@pytest.fixture(scope="package")
def lasting(workshop: Path) -> Path:
    """Half a minute with sound: long enough that one can watch it being made."""
    ffmpeg(workshop, *LASTING, *PLAIN, "/out/lasting.mp4")
    return workshop / "lasting.mp4"
