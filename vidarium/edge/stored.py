"""Objects of the store as answers: whole files by granian's own hand, one range by ours (RFC 9110 sections 13 and 14)."""

from __future__ import annotations

import asyncio
import os
import re
from dataclasses import dataclass
from pathlib import Path

from vidarium.delivery.errors import RangeNotThere
from vidarium.edge.asgi import Scope, Send, header
from vidarium.edge.refusals import refuse

PIECE_BYTES = 256 << 10
"""A range is read in pieces of this size: memory stays flat whatever is asked for."""
RANGE = re.compile(r"bytes=[ \t]*(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))[ \t]*", re.ASCII)
SEVERAL = re.compile(r"bytes=[-\d \t]*,", re.ASCII)


@dataclass(frozen=True)
class Object:
    """A file that is there, and what is said about it."""

    path: Path
    size_bytes: int
    etag: str
    headers: tuple[tuple[bytes, bytes], ...]


def look(path: Path, headers: tuple[tuple[bytes, bytes], ...]) -> Object | None:
    """The object as it lies there, None where it does not."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return Object(path, found.st_size, f'"{found.st_mtime_ns:x}-{found.st_size:x}"', headers)


async def send_object(send: Send, scope: Scope, given: Object) -> None:
    """200, 206, 304 or 416, as the request's headers ask."""
    if is_known(given.etag, header(scope, b"if-none-match")):
        await _start(send, 304, given, [])
        await send({"type": "http.response.body", "body": b""})
        return
    try:
        wanted = asked_range(scope, given)
    except RangeNotThere as nowhere:
        await refuse(send, scope, nowhere, headers=[(b"content-range", b"bytes */%d" % given.size_bytes)])
    else:
        await (_send_whole(send, scope, given) if wanted is None else _send_range(send, given, *wanted))


def is_known(etag: str, if_none_match: str) -> bool:
    """Whether the client has this very object already; weak comparison (section 13.1.2)."""
    return if_none_match.strip() == "*" or etag in [one.strip().removeprefix("W/") for one in if_none_match.split(",")]


def asked_range(scope: Scope, given: Object) -> tuple[int, int] | None:
    """First byte and the one after the last; None for the whole, as for a header that is no range. Raises `RangeNotThere`.

    More than one range is refused: thousands that overlap are an attack, and no player asks for two.
    """
    text = header(scope, b"range")
    condition = header(scope, b"if-range")
    if not text or scope["method"] != "GET" or (condition and condition != given.etag):
        return None
    if SEVERAL.match(text):
        raise RangeNotThere
    found = RANGE.fullmatch(text)
    return _within(found, given.size_bytes) if found else None


def _within(found: re.Match[str], size_bytes: int) -> tuple[int, int] | None:
    first, last, suffix = (int(group) if group else None for group in found.groups())
    if suffix is not None:
        first, last = max(0, size_bytes - suffix), None
        if suffix == 0:
            raise RangeNotThere
    if first is None or (last is not None and last < first):
        return None
    if first >= size_bytes:
        raise RangeNotThere
    return first, min(size_bytes, size_bytes if last is None else last + 1)


async def _send_whole(send: Send, scope: Scope, given: Object) -> None:
    await _start(send, 200, given, [(b"content-length", b"%d" % given.size_bytes)])
    if scope["method"] == "HEAD":
        await send({"type": "http.response.body", "body": b""})
    elif "http.response.pathsend" in (scope.get("extensions") or {}):
        await send({"type": "http.response.pathsend", "path": str(given.path)})
    else:
        await _send_pieces(send, given.path, 0, given.size_bytes)


async def _send_range(send: Send, given: Object, first: int, end: int) -> None:
    place = b"bytes %d-%d/%d" % (first, end - 1, given.size_bytes)
    await _start(send, 206, given, [(b"content-length", b"%d" % (end - first)), (b"content-range", place)])
    await _send_pieces(send, given.path, first, end)


async def _send_pieces(send: Send, path: Path, first: int, end: int) -> None:
    with path.open("rb", buffering=0) as file:
        while first < end:
            piece = await asyncio.to_thread(os.pread, file.fileno(), min(PIECE_BYTES, end - first), first)
            if not piece:
                raise EOFError(f"an object grew shorter while it was sent: {end - first} bytes are missing")
            first += len(piece)
            await send({"type": "http.response.body", "body": piece, "more_body": first < end})


async def _start(send: Send, status: int, given: Object, more: list[tuple[bytes, bytes]]) -> None:
    said = [*given.headers, (b"etag", given.etag.encode()), (b"accept-ranges", b"bytes"), *more]
    await send({"type": "http.response.start", "status": status, "headers": said})
