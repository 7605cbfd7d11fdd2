"""What the fault trials share: one running product to be killed in parts, a film of a few seconds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import stack as product
from tests.faults.invariants import Film, pad
from tests.faults.machine_room import MachineRoom
from vidarium.foundation import process
from vidarium.foundation.process import Limits, Step

SECONDS, RATE = 12, 10
SENT_BYTES = 3 << 20
LIMITS = Limits(cpu_seconds=120, wall_seconds=240)


def made(folder: Path, *, seconds: int = SECONDS, size: str = "480x270", to_bytes: int = SENT_BYTES) -> Film:
    """A moving picture with a tone, and bytes that nobody reads behind it, so that sending it takes a while."""
    words = ["-nostdin", "-v", "error", "-f", "lavfi", "-i", f"testsrc2=size={size}:rate={RATE}:duration={seconds}"]
    words += ["-f", "lavfi", "-i", f"sine=sample_rate=48000:duration={seconds}", "-c:v", "libx264", "-preset", "ultrafast"]
    words += ["-g", str(2 * RATE), "-pix_fmt", "yuv420p", "-c:a", "aac", "/out/film.mp4"]
    process.run(Step("ffmpeg", tuple(words), output=folder), within=LIMITS)
    return Film(pad(folder / "film.mp4", to_bytes=to_bytes), float(seconds), seconds * RATE)


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> Film:
    return made(tmp_path_factory.mktemp("film"))


@pytest.fixture(scope="session")
def room() -> Iterator[MachineRoom]:
    """A product of the trials' own, with short heartbeats."""
    with product.started() as stack:
        yield MachineRoom(stack)


@pytest.fixture(scope="session")
def key(room: MachineRoom) -> str:
    """Opens its API."""
    return room.stack.token()
