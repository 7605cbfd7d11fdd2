#!/usr/bin/env python3
"""How fast the door for uploads is: MB/s of tus with every acknowledged offset durable, beside plain writes of the same bytes.

    .venv/bin/python bench/upload.py http://localhost:8000 "$(.venv/bin/vidarium token --company demo)" --folder DATA_DIR

Runs are interleaved, so that whatever else this machine does meets all of them; the medians and their ratio are printed.
`--folder` must lie on the disk that the server writes to. The last byte is never sent: nothing is produced from noise.
"""

from __future__ import annotations

import argparse
import http.client
import os
import statistics
import tempfile
import time
import urllib.parse
from collections.abc import Callable, Iterator
from pathlib import Path

MIB = 1 << 20
PIECE_BYTES = 4 * MIB
"""What the server syncs and acknowledges together."""
BLOCK = os.urandom(8 * MIB)


def blocks(size: int) -> Iterator[memoryview]:
    """`size` bytes, made before the clock runs."""
    view = memoryview(BLOCK)
    while size > 0:
        yield view[: min(size, len(view))]
        size -= len(view)


class Uploads:
    """The door, for one program."""

    def __init__(self, base: str, token: str) -> None:
        at = urllib.parse.urlsplit(base)
        self._host, self._port = at.hostname or "localhost", at.port or 80
        self._words = {"Authorization": f"Bearer {token}", "Tus-Resumable": "1.0.0"}

    def seconds(self, size: int, *, patch_bytes: int) -> float:
        """Time for `size` bytes in requests of `patch_bytes`, from the first request to the last answer."""
        link = http.client.HTTPConnection(self._host, self._port, timeout=300)
        path = self._ask(link, "POST", "/files", {"Upload-Length": str(size + 1)}, 0)["location"]
        began = time.perf_counter()
        for offset in range(0, size, patch_bytes):
            words = {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
            self._ask(link, "PATCH", path, words, min(patch_bytes, size - offset))
        taken = time.perf_counter() - began
        self._ask(link, "DELETE", path, {}, 0)
        link.close()
        return taken

    def _ask(self, link: http.client.HTTPConnection, method: str, path: str, words: dict[str, str], size: int) -> dict[str, str]:
        link.putrequest(method, path)
        for name, value in {**self._words, **words, "Content-Length": str(size)}.items():
            link.putheader(name, value)
        link.endheaders()
        for block in blocks(size):
            link.send(block)
        answer = link.getresponse()
        body = answer.read()
        if answer.status >= 300:
            raise SystemExit(f"{method} {path}: {answer.status} {body.decode(errors='replace')}")
        return {name.lower(): value for name, value in answer.getheaders()}


def plain_seconds(size: int, folder: Path, *, synced_bytes: int) -> float:
    """Time to write `size` bytes into a new file, synced after every `synced_bytes`."""
    with tempfile.NamedTemporaryFile(dir=folder, buffering=0) as file:
        began, since = time.perf_counter(), 0
        for block in blocks(size):
            for start in range(0, len(block), PIECE_BYTES):
                since += file.write(block[start : start + PIECE_BYTES])
                if since >= synced_bytes:
                    os.fsync(file.fileno())
                    since = 0
        os.fsync(file.fileno())
        return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base")
    parser.add_argument("token")
    parser.add_argument("--folder", type=Path, required=True, help="a folder on the disk that the server writes to")
    parser.add_argument("--mib", type=int, default=256)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    size, door = options.mib * MIB, Uploads(options.base, options.token)
    ways: dict[str, Callable[[], float]] = {
        "plain write, fsync every 4 MiB": lambda: plain_seconds(size, options.folder, synced_bytes=PIECE_BYTES),
        "plain write, fsync at the end": lambda: plain_seconds(size, options.folder, synced_bytes=size),
        "tus, one PATCH": lambda: door.seconds(size, patch_bytes=size),
        "tus, PATCHes of 8 MiB": lambda: door.seconds(size, patch_bytes=8 * MIB),
    }
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(options.runs):
        for name, run in ways.items():
            taken[name].append(run())
    report(taken, size)


def report(taken: dict[str, list[float]], size: int) -> None:
    """MB/s (10⁶ bytes): median, slowest and fastest run; and the ratio to the plain write that promises the same."""
    medians = {name: statistics.median(times) for name, times in taken.items()}
    beside = next(iter(medians.values()))
    for name, times in taken.items():
        speed, slow, fast = (size / seconds / 1e6 for seconds in (medians[name], max(times), min(times)))
        print(f"{name:<32}{speed:7.0f} MB/s  ({slow:.0f} to {fast:.0f})  {beside / medians[name]:5.2f} × the first")


if __name__ == "__main__":
    main()
