"""The boxes of MP4 (ISO/IEC 14496-12 §4.2): walk them strictly, and write them."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from vidarium.production.errors import OutputMalformed

HEADER_BYTES = 8


@dataclass(frozen=True)
class Box:
    """A box as it lies in the bytes that were walked; `start` and `end` count from their beginning."""

    kind: str
    """Four characters, e.g. `moof`."""
    whole: memoryview
    body: memoryview
    start: int
    end: int

    def children(self, *, after: int = 0) -> Iterator[Box]:
        """The boxes inside, where `after` bytes of fields come first (8 in `stsd`, 78 in `avc1`, 28 in `mp4a`)."""
        if after > len(self.body):
            raise OutputMalformed(f"A {self.kind} box is too short.")
        return walk(self.body[after:])

    def fields(self, layout: str, *, at: int = 0) -> tuple[int, ...]:
        """Big-endian numbers of `struct`'s `layout`, beginning `at` bytes into the body."""
        try:
            return struct.unpack_from(">" + layout, self.body, at)
        except struct.error as short:
            raise OutputMalformed(f"A {self.kind} box is too short.") from short

    def version_and_flags(self) -> tuple[int, int]:
        (word,) = self.fields("I")
        return word >> 24, word & 0xFFFFFF


def walk(data: bytes | memoryview) -> Iterator[Box]:
    """Each box that lies directly in `data`. Raises `OutputMalformed` where one does not fit or bytes are left over."""
    view, at = memoryview(data), 0
    while at < len(view):
        size, header = _size(view, at)
        kind = bytes(view[at + 4 : at + 8]).decode("latin-1")
        if size < header or at + size > len(view):
            raise OutputMalformed(f"A {kind!r} box says it has {size} bytes, and {len(view) - at} are there.")
        yield Box(kind, view[at : at + size], view[at + header : at + size], at, at + size)
        at += size


def _size(view: memoryview, at: int) -> tuple[int, int]:
    """Size of the box and of its header. A size of zero ("to the end of the file") is not ours: we write none."""
    if at + HEADER_BYTES > len(view):
        raise OutputMalformed(f"{len(view) - at} bytes are left over after the last box.")
    size: int = struct.unpack_from(">I", view, at)[0]
    if size != 1:
        return size, HEADER_BYTES
    if at + HEADER_BYTES + 8 > len(view):
        raise OutputMalformed("A box with a long size is cut off.")
    return struct.unpack_from(">Q", view, at + HEADER_BYTES)[0], HEADER_BYTES + 8


def only(data: bytes | memoryview, *path: str) -> Box:
    """The box at the end of `path`. Raises `OutputMalformed` unless each step finds exactly one."""
    kind, *rest = path
    found = [box for box in walk(data) if box.kind == kind]
    if len(found) != 1:
        raise OutputMalformed(f"There are {len(found)} {kind} boxes where one belongs.")
    return only(found[0].body, *rest) if rest else found[0]


def box(kind: str, *parts: bytes) -> bytes:
    """Bytes of a box around `parts`."""
    return struct.pack(">I", HEADER_BYTES + sum(map(len, parts))) + kind.encode("latin-1") + b"".join(parts)


def full_box(kind: str, *parts: bytes, version: int = 0, flags: int = 0) -> bytes:
    """Bytes of a box that begins with a version and 24 flags (§4.2.2)."""
    return box(kind, struct.pack(">I", version << 24 | flags), *parts)
