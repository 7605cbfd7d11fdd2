"""Initialization segments, read: what a player learns of a row before its first frame."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from vidarium.production.boxes import Box, box, full_box, only, walk
from vidarium.production.errors import OutputMalformed
from vidarium.production.fragments import Defaults

# Bytes of fields before the boxes inside a sample entry (ISO/IEC 14496-12 §12.1.3 and §12.2.3) and in `stsd`.
VISUAL_FIELDS, AUDIO_FIELDS, ENTRIES_FIELDS = 78, 28, 8
# Tags of descriptors in `esds` (ISO/IEC 14496-1 §7.2.2.1).
ES, DECODER_CONFIG, DECODER_SPECIFIC = 3, 4, 5


@dataclass(frozen=True)
class Init:
    """One track, as its initialization segment tells it."""

    track: int
    timescale: int
    """Ticks a second of all its times."""
    codecs: str
    """RFC 6381: `avc1.64001f`, `mp4a.40.2`."""
    width: int
    height: int
    """Zero for sound."""
    length_bytes: int
    """Bytes of the length before each NAL unit; zero for sound."""
    defaults: Defaults


def read(data: bytes) -> Init:
    """Raises `OutputMalformed` unless `data` is a `ftyp` and a `moov` of exactly one track, and nothing else."""
    if [found.kind for found in walk(data)] != ["ftyp", "moov"]:
        raise OutputMalformed("An initialization segment is not a ftyp and a moov.")
    moov = only(data, "moov").body
    _, track, _, duration, size, flags = only(moov, "mvex", "trex").fields("6I")
    entry = _sample_entry(only(moov, "trak", "mdia", "minf", "stbl", "stsd"))
    codecs, length_bytes = CODECS[entry.kind](entry)
    width, height = entry.fields("HH", at=24) if entry.kind == "avc1" else (0, 0)
    return Init(
        track=track,
        timescale=_timescale(only(moov, "trak", "mdia", "mdhd")),
        codecs=codecs,
        width=width,
        height=height,
        length_bytes=length_bytes,
        defaults=Defaults(duration, size, flags),
    )


def finished(data: bytes, *, delay: int) -> bytes:
    """An encoder's initialization segment, without what it knows of the source and with the edit that begins at zero.

    `delay` is the presentation time, on the track's timescale, of the film's first frame: its B-frames are decoded before
    they are shown. The one edit (ISO/IEC 14496-12 §8.6.6, of length 0: all there is) takes it off again. Negative
    composition offsets would say the same, yet ffmpeg and what is built on it read those late.
    """
    moov = only(data, "moov")
    edit = box("edts", full_box("elst", struct.pack(">IIiI", 1, 0, delay, 0x1_0000)))
    inside = [_with_edit(child, edit) if child.kind == "trak" else bytes(child.whole) for child in moov.children() if child.kind != "udta"]
    return data[: moov.start] + box("moov", *inside)


def _with_edit(trak: Box, edit: bytes) -> bytes:
    """The edit stands after the `tkhd`, in the place of any other."""
    header, *rest = [bytes(child.whole) for child in trak.children() if child.kind not in {"edts", "udta"}]
    return box("trak", header, edit, *rest)


def delay(data: bytes) -> int:
    """What the one edit takes off. Raises `OutputMalformed` unless there is exactly one that does nothing else."""
    version, entries, length, start, rate = only(data, "moov", "trak", "edts", "elst").fields("IIIiI")
    if (version, entries, length, rate) != (0, 1, 0, 0x1_0000):
        raise OutputMalformed("The edit list does more than begin at zero.")
    return start


def _timescale(header: Box) -> int:
    version, _ = header.version_and_flags()
    return header.fields("I", at=20 if version == 1 else 12)[0]


def _sample_entry(table: Box) -> Box:
    entries = list(table.children(after=ENTRIES_FIELDS))
    if len(entries) != 1 or entries[0].kind not in CODECS:
        raise OutputMalformed(f"The track is made of {[entry.kind for entry in entries]}.")
    return entries[0]


def _avc(entry: Box) -> tuple[str, int]:
    """Profile, constraints and level stand in `avcC` (ISO/IEC 14496-15 §5.3.3.1)."""
    config = only(entry.body[VISUAL_FIELDS:], "avcC")
    _, profile, constraints, level, lengths = config.fields("5B")
    return f"avc1.{profile:02x}{constraints:02x}{level:02x}", (lengths & 3) + 1


def _aac(entry: Box) -> tuple[str, int]:
    config = only(entry.body[AUDIO_FIELDS:], "esds").body[4:]
    inside = _descriptor(_descriptor(config, ES)[3:], DECODER_CONFIG)
    object_type, specific = inside[0], _descriptor(inside[13:], DECODER_SPECIFIC)
    return f"mp4a.{object_type:x}.{specific[0] >> 3}", 0


def _descriptor(data: memoryview, tag: int) -> memoryview:
    """The body of the descriptor with which `data` begins; its size stands in up to four bytes of seven bits."""
    size, at = 0, 1
    if len(data) < 2 or data[0] != tag:
        raise OutputMalformed(f"No descriptor {tag} where one belongs.")
    while data[at] & 0x80 and at < min(4, len(data) - 1):
        size, at = size << 7 | data[at] & 0x7F, at + 1
    size = size << 7 | data[at] & 0x7F
    if not size or at + 1 + size > len(data):
        raise OutputMalformed(f"Descriptor {tag} is cut off.")
    return data[at + 1 : at + 1 + size]


CODECS = {"avc1": _avc, "mp4a": _aac}
