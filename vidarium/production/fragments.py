"""Fragments of MP4 (ISO/IEC 14496-12 §8.8): samples out of a `moof` and its `mdat`, and samples into a media segment."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vidarium.production.boxes import HEADER_BYTES, Box, box, full_box, only, walk
from vidarium.production.errors import OutputMalformed

SYNC_FLAGS = 0x0200_0000
"""Sample flags (§8.8.3.1) of a sample that depends on no other."""
DELTA_FLAGS = 0x0101_0000
"""Sample flags of one that depends on others and is no place to begin."""
NOT_SYNC = 0x0001_0000

# tf_flags of `tfhd` (§8.8.7) and tr_flags of `trun` (§8.8.8).
BASE_OFFSET, DESCRIPTION, DURATION, SIZE, FLAGS, BASE_IS_MOOF = 0x1, 0x2, 0x8, 0x10, 0x20, 0x02_0000
DATA_OFFSET, FIRST_FLAGS, EACH_DURATION, EACH_SIZE, EACH_FLAGS, EACH_OFFSET = 0x1, 0x4, 0x100, 0x200, 0x400, 0x800


@dataclass(frozen=True)
class Sample:
    """An encoded frame in decoding order; times count in the track's timescale."""

    data: memoryview
    duration: int
    flags: int
    offset: int = 0
    """Presentation time minus decoding time; negative where a B-frame is shown before its turn."""

    @property
    def sync(self) -> bool:
        return not self.flags & NOT_SYNC


@dataclass(frozen=True)
class Defaults:
    """What a `trun` leaves unsaid: from the track's `trex`, or from the fragment's `tfhd`."""

    duration: int = 0
    size: int = 0
    flags: int = 0


@dataclass(frozen=True)
class Fragment:
    """A `moof` and its `mdat`, read."""

    sequence: int
    track: int
    decode_time: int
    samples: tuple[Sample, ...]

    @property
    def duration(self) -> int:
        return sum(sample.duration for sample in self.samples)


def split(data: bytes) -> tuple[bytes, list[bytes]]:
    """A fragmented file as its initialization segment and each `moof` with its `mdat`. Index boxes are left out."""
    boxes = [found for found in walk(data) if found.kind not in {"sidx", "mfra", "styp", "free"}]
    kinds = [found.kind for found in boxes]
    if kinds[:2] != ["ftyp", "moov"] or kinds[2:] != ["moof", "mdat"] * (len(kinds[2:]) // 2):
        raise OutputMalformed(f"The boxes come in the order {' '.join(kinds[:8])}.")
    pairs = zip(boxes[2::2], boxes[3::2], strict=True)
    return data[boxes[0].start : boxes[1].end], [data[moof.start : moof.end] + data[mdat.start : mdat.end] for moof, mdat in pairs]


def read(data: bytes, *, defaults: Defaults) -> Fragment:
    """A media segment's one fragment. Raises `OutputMalformed` unless the samples fill the `mdat` to the last byte."""
    inside = [found for found in walk(data) if found.kind != "styp"]
    if [found.kind for found in inside] != ["moof", "mdat"]:
        raise OutputMalformed("A segment is not one moof with its mdat.")
    moof, mdat = inside
    (_, sequence) = only(moof.body, "mfhd").fields("II")
    header, time = only(moof.body, "traf", "tfhd"), only(moof.body, "traf", "tfdt")
    track, defaults = _fragment_defaults(header, defaults)
    runs = [found for found in only(moof.body, "traf").children() if found.kind == "trun"]
    samples: list[Sample] = []
    payload = mdat.end - len(mdat.body) - moof.start
    for run in runs:
        read_to = payload + sum(len(sample.data) for sample in samples)
        samples += _run(run, defaults, memoryview(data)[moof.start :], read_to)
    if sum(len(sample.data) for sample in samples) != len(mdat.body):
        raise OutputMalformed("The samples do not fill the mdat.")
    return Fragment(sequence, track, _decode_time(time), tuple(samples))


def _fragment_defaults(header: Box, defaults: Defaults) -> tuple[int, Defaults]:
    _, flags = header.version_and_flags()
    if flags & BASE_OFFSET or not flags & BASE_IS_MOOF:
        raise OutputMalformed("A fragment's offsets do not count from its own moof.")
    named = [bit for bit in (DESCRIPTION, DURATION, SIZE, FLAGS) if flags & bit]
    track, *values = header.fields("I" * (1 + len(named)), at=4)
    said = dict(zip(named, values, strict=True))
    return track, Defaults(
        duration=said.get(DURATION, defaults.duration),
        size=said.get(SIZE, defaults.size),
        flags=said.get(FLAGS, defaults.flags),
    )


def _decode_time(header: Box) -> int:
    version, _ = header.version_and_flags()
    return header.fields("Q" if version == 1 else "I", at=4)[0]


def _run(header: Box, defaults: Defaults, data: memoryview, expected: int) -> Iterator[Sample]:
    """The samples of one `trun`, whose bytes must begin at `expected` (counted from the `moof`)."""
    version, flags = header.version_and_flags()
    each = [bit for bit in (EACH_DURATION, EACH_SIZE, EACH_FLAGS, EACH_OFFSET) if flags & bit]
    lead = [bit for bit in (DATA_OFFSET, FIRST_FLAGS) if flags & bit]
    count, *values = header.fields("I" * (1 + len(lead)), at=4)
    said = dict(zip(lead, values, strict=True))
    if said.get(DATA_OFFSET, expected) != expected:
        raise OutputMalformed("A run's samples do not begin where the last one's end.")
    layout = "".join("i" if bit == EACH_OFFSET and version == 1 else "I" for bit in each)
    at = 8 + 4 * len(lead)
    if len(header.body) != at + 4 * len(each) * count:
        raise OutputMalformed("A trun has another size than its samples need.")
    for number in range(count):
        one = dict(zip(each, header.fields(layout, at=at + 4 * len(each) * number), strict=True))
        default_flags = said.get(FIRST_FLAGS, defaults.flags) if number == 0 else defaults.flags
        size = one.get(EACH_SIZE, defaults.size)
        if expected + size > len(data):
            raise OutputMalformed("A sample reaches beyond the end.")
        yield Sample(
            data=data[expected : expected + size],
            duration=one.get(EACH_DURATION, defaults.duration),
            flags=one.get(EACH_FLAGS, default_flags),
            offset=one.get(EACH_OFFSET, 0),
        )
        expected += size


def segment(samples: Sequence[Sample], *, sequence: int, decode_time: int, track: int = 1) -> bytes:
    """A CMAF media segment (ISO/IEC 23000-19 §7.3.2): `styp`, one `moof` of one run, one `mdat`."""
    moof = _moof(samples, sequence, decode_time, track, data_offset=0)
    moof = _moof(samples, sequence, decode_time, track, data_offset=len(moof) + HEADER_BYTES)
    brands = box("styp", b"msdh", bytes(4), b"msdh", b"cmfs")
    return brands + moof + box("mdat", *(bytes(sample.data) for sample in samples))


def _moof(samples: Sequence[Sample], sequence: int, decode_time: int, track: int, *, data_offset: int) -> bytes:
    first, rest = samples[0], samples[1:]
    usual = Defaults(duration=first.duration, flags=rest[0].flags if rest else first.flags)
    header = full_box("tfhd", struct.pack(">III", track, usual.duration, usual.flags), flags=BASE_IS_MOOF | DURATION | FLAGS)
    time = full_box("tfdt", struct.pack(">Q", decode_time), version=1)
    traf = box("traf", header, time, _trun(samples, usual, data_offset))
    return box("moof", full_box("mfhd", struct.pack(">I", sequence)), traf)


def _trun(samples: Sequence[Sample], usual: Defaults, data_offset: int) -> bytes:
    """A run that says for each sample only what differs among them."""
    columns = {EACH_SIZE: [len(sample.data) for sample in samples]}
    if any(sample.duration != usual.duration for sample in samples):
        columns[EACH_DURATION] = [sample.duration for sample in samples]
    if any(sample.flags != usual.flags for sample in samples[1:]):
        columns[EACH_FLAGS] = [sample.flags for sample in samples]
    if any(sample.offset for sample in samples):
        columns[EACH_OFFSET] = [sample.offset for sample in samples]
    lead = struct.pack(">Ii", len(samples), data_offset)
    flags = DATA_OFFSET | sum(columns)
    if EACH_FLAGS not in columns and samples[0].flags != usual.flags:
        lead, flags = lead + struct.pack(">I", samples[0].flags), flags | FIRST_FLAGS
    table = b"".join(
        struct.pack(">i" if bit == EACH_OFFSET else ">I", value)
        for row in zip(*([(bit, value) for value in columns[bit]] for bit in sorted(columns)), strict=True)
        for bit, value in row
    )
    return full_box("trun", lead, table, version=1, flags=flags)
