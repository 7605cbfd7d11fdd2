"""What must be true of a film that was on its way while something was killed."""

from __future__ import annotations

import hashlib
import re
import tempfile
import time
import urllib.parse
import urllib.request
import uuid
from dataclasses import dataclass
from pathlib import Path

from tests.faults.machine_room import MachineRoom
from tests.faults.sender import Sender
from vidarium.foundation import ids, process
from vidarium.foundation.process import Limits, Step
from vidarium.library import places

READY_SECONDS = 60.0
LIMITS = Limits(cpu_seconds=60, wall_seconds=180)
GRIDS = "SELECT id, company_id, cardinality(boundaries) - 1, poster FROM production_grid WHERE asset_id = %s"
ROWS = """
SELECT name, filled = int4multirange(int4range(0, %s)) AS whole, set_aside = '{}' AS sound, sizes
FROM production_rendition WHERE grid_id = %s
"""
LEFT = "SELECT count(*) FROM procrastinate_jobs WHERE args->>'asset_id' = %s AND status IN ('todo', 'doing')"


@dataclass(frozen=True)
class Film:
    """A file and what must come of it."""

    content: bytes
    seconds: float
    frames: int


def await_ready(sender: Sender, asset: str, *, within_seconds: float = READY_SECONDS) -> dict[str, object]:
    """The asset once it is ready. Raises AssertionError where it fails, or is not there in time."""
    began = time.monotonic()
    while (seen := sender.read(f"/api/v1/assets/{asset}"))["status"] != "ready":
        waited = time.monotonic() - began
        assert seen["status"] != "failed", f"failed: {seen['error']}"
        assert waited < within_seconds, f"still {seen['status']} at {seen['progress']} after {waited:.0f} s"
        time.sleep(0.1)
    return seen


def check_durable(room: MachineRoom, sender: Sender) -> None:
    """What was acknowledged until now lies on the disk, of an upload that is on its way."""
    acknowledged, upload_id = sender.acknowledged, ids.read("upl", sender.path.rpartition("/")[2])
    there = room.part_bytes(upload_id) if upload_id else None
    if upload_id and there is not None and there < acknowledged:
        # Killed between the renaming and its commit: the file is on the shelf, and whoever asked again has opened an empty part.
        there = room.shelved_bytes(upload_id)
    assert there is None or there >= acknowledged, f"{acknowledged} bytes were acknowledged and {there} are there"


def check(room: MachineRoom, sender: Sender, asset: str, film: Film) -> None:
    """All of it, of an asset that is ready."""
    asset_id = ids.read("ast", asset)
    assert asset_id
    check_grid(room, asset_id, film)
    check_playback(str(sender.read(f"/api/v1/assets/{asset}")["playback"]["hls"]), film)  # type: ignore[index]  # an address, once ready


def check_grid(room: MachineRoom, asset_id: uuid.UUID, film: Film) -> None:
    """The original is the client's; there is one grid; every planned cell is recorded once and lies in the store, and nothing else does."""
    grids = room.query(GRIDS, [asset_id])
    assert len(grids) == 1, f"{len(grids)} grids"
    ((grid_id, company_id, columns, poster),) = grids
    kept = room.object(places.source_key(company_id, asset_id)).read_bytes()
    assert hashlib.sha256(kept).digest() == hashlib.sha256(film.content).digest(), "the original is not what was sent"
    planned = {"poster.jpg"} if poster == "made" else set()
    for name, whole, sound, sizes in room.query(ROWS, [columns, grid_id]):
        assert (whole, sound, len(sizes)) == (True, True, columns), f"{name} is not whole"
        planned |= {f"{name}/init.mp4"}
        for column, size in enumerate(sizes):
            cell = f"{name}/{column:06d}.m4s"
            planned.add(cell)
            lies = room.object(places.cell_key(company_id, asset_id, grid_id, name, column)).stat().st_size
            assert lies == size, f"{cell} has {lies} bytes and was recorded with {size}: made twice"
    assert room.objects(places.grid_prefix(company_id, asset_id, grid_id)) == planned
    assert room.objects(places.asset_prefix(company_id, asset_id)) == {"source"} | {f"g/{grid_id.hex}/{key}" for key in planned}


def await_quiet(room: MachineRoom, asset_id: uuid.UUID, *, within_seconds: float = 30) -> None:
    """Until no job serves it: nothing goes on for ever."""
    assert room.poll(lambda database: database.execute(LEFT, [asset_id.hex]).fetchone() == (0,), within_seconds=within_seconds), (
        "its jobs never end"
    )


def check_playback(master: str, film: Film) -> None:
    """Every part that the playlists name is there, lasts as long as it says, and decodes to every frame of the film."""
    for uri in lists_of(master):
        length, parts = listed(uri)
        assert abs(length - film.seconds) <= 0.1, f"{uri} lasts {length} s instead of {film.seconds}"
        content = b"".join(fetch(part) for part in parts)
        frames = decoded(content)
        # The name alone: what stands before it is signed, and may begin with any letter.
        if re.search(r"/v\d+/[^/]+$", urllib.parse.urlsplit(uri).path):
            assert frames == film.frames, f"{uri} decodes to {frames} frames instead of {film.frames}"
        else:
            assert frames > 0, f"{uri} is silent"


def lists_of(master: str) -> list[str]:
    text = fetch(master).decode()
    uris = re.findall(r'URI="([^"]+\.m3u8)"', text) + [line for line in text.splitlines() if line and not line.startswith("#")]
    assert uris, "an empty master playlist"
    return sorted({urllib.parse.urljoin(master, uri) for uri in uris})


def listed(uri: str) -> tuple[float, list[str]]:
    """Seconds, and the addresses of the initialization segment and of every segment."""
    text = fetch(uri).decode()
    (init,) = re.findall(r'#EXT-X-MAP:URI="([^"]+)"', text)
    segments = [line for line in text.splitlines() if line and not line.startswith("#")]
    length = sum(map(float, re.findall(r"#EXTINF:([\d.]+)", text)))
    return length, [urllib.parse.urljoin(uri, part) for part in (init, *segments)]


def fetch(uri: str) -> bytes:
    with urllib.request.urlopen(uri, timeout=30) as answer:  # noqa: S310 - an address of the product under test
        content: bytes = answer.read()
    assert content, f"{uri} is empty"
    return content


def decoded(content: bytes) -> int:
    """How many frames (of pictures) or packets of samples come out, without a word of complaint."""
    with tempfile.TemporaryDirectory(prefix="vidarium-decoded-") as folder:
        file = Path(folder, "film.mp4")
        file.write_bytes(content)
        step = Step("ffmpeg", ("-nostdin", "-v", "error", "-xerror", "-i", "/in/film.mp4", "-f", "framecrc", "-"), {"film.mp4": file})
        done = process.run(step, within=LIMITS)
    assert not done.log
    return sum(not line.startswith(b"#") for line in done.output.splitlines())


def pad(film: Path, *, to_bytes: int) -> bytes:
    """The film with a box at its end that nobody reads (ISO/IEC 14496-12, section 8.1.2), so that sending it takes a while."""
    content = film.read_bytes()
    size = max(16, to_bytes - len(content))
    return content + size.to_bytes(4, "big") + b"free" + bytes(size - 8)
