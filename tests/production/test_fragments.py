"""Samples into segments and out of them again."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as some

from vidarium.production import boxes, fragments
from vidarium.production.errors import OutputMalformed
from vidarium.production.fragments import DELTA_FLAGS, SYNC_FLAGS, Defaults, Sample

NO_DEFAULTS = Defaults()
samples = some.lists(
    some.builds(
        Sample,
        data=some.binary(min_size=1, max_size=30).map(memoryview),
        duration=some.integers(1, 5000),
        flags=some.sampled_from([SYNC_FLAGS, DELTA_FLAGS]),
        offset=some.integers(-4000, 4000),
    ),
    min_size=1,
    max_size=12,
)


def sample(data: bytes = b"frame", *, flags: int = DELTA_FLAGS, offset: int = 0) -> Sample:
    return Sample(memoryview(data), 400, flags, offset)


def film(*groups: bytes) -> bytes:
    """A fragmented file: an initialization segment without meaning, and a fragment for each group."""
    parts = [fragments.segment([sample(data)], sequence=number, decode_time=0) for number, data in enumerate(groups)]
    return boxes.box("ftyp", b"iso6") + boxes.box("moov") + b"".join(parts)


@given(samples=samples, sequence=some.integers(0, 2**32 - 1), decode_time=some.integers(0, 2**64 - 1))
def test_what_is_written_is_read_again(samples: list[Sample], sequence: int, decode_time: int) -> None:
    read = fragments.read(fragments.segment(samples, sequence=sequence, decode_time=decode_time), defaults=NO_DEFAULTS)
    assert (read.sequence, read.decode_time, read.track, list(read.samples)) == (sequence, decode_time, 1, samples)


def test_a_usual_picture_s_run_says_only_sizes_and_offsets() -> None:
    group = [sample(flags=SYNC_FLAGS, offset=800), sample(offset=2000), sample()]
    (run,) = [
        box for box in boxes.only(fragments.segment(group, sequence=1, decode_time=0), "moof", "traf").children() if box.kind == "trun"
    ]
    assert run.version_and_flags() == (1, 0xA05)


def test_a_fragment_lasts_as_long_as_its_samples() -> None:
    assert fragments.read(fragments.segment([sample()] * 3, sequence=1, decode_time=0), defaults=NO_DEFAULTS).duration == 1200


def test_what_a_fragment_leaves_unsaid_comes_from_its_track() -> None:
    header = boxes.full_box("tfhd", struct.pack(">I", 1), flags=fragments.BASE_IS_MOOF)
    time = boxes.full_box("tfdt", struct.pack(">I", 7))
    run = boxes.full_box("trun", struct.pack(">I", 2))
    moof = boxes.box("moof", boxes.full_box("mfhd", struct.pack(">I", 3)), boxes.box("traf", header, time, run))
    read = fragments.read(moof + boxes.box("mdat", b"abcdef"), defaults=Defaults(duration=10, size=3, flags=DELTA_FLAGS))
    assert (read.decode_time, [(bytes(one.data), one.duration, one.sync) for one in read.samples]) == (
        7,
        [(b"abc", 10, False), (b"def", 10, False)],
    )


def test_a_file_is_split_into_its_beginning_and_its_fragments() -> None:
    init, parts = fragments.split(film(b"one", b"two"))
    assert init == boxes.box("ftyp", b"iso6") + boxes.box("moov")
    assert [bytes(fragments.read(part, defaults=NO_DEFAULTS).samples[0].data) for part in parts] == [b"one", b"two"]


def test_an_index_at_the_end_is_left_out() -> None:
    assert len(fragments.split(film(b"one") + boxes.box("mfra"))[1]) == 1


@pytest.mark.parametrize(
    "kinds", [("moov", "ftyp"), ("ftyp", "moov", "mdat"), ("ftyp", "moov", "moof"), ("ftyp", "moov", "mdat", "moof"), ()]
)
def test_boxes_in_another_order_are_refused(kinds: tuple[str, ...]) -> None:
    with pytest.raises(OutputMalformed, match="order"):
        fragments.split(b"".join(boxes.box(kind) for kind in kinds))


def test_a_cut_segment_is_refused() -> None:
    segment = fragments.segment([sample(), sample()], sequence=1, decode_time=0)
    for length in range(len(segment)):
        with pytest.raises(OutputMalformed):
            fragments.read(segment[:length], defaults=NO_DEFAULTS)


def test_two_fragments_are_no_segment() -> None:
    with pytest.raises(OutputMalformed, match="one moof"):
        fragments.read(fragments.segment([sample()], sequence=1, decode_time=0) * 2, defaults=NO_DEFAULTS)


def changed(segment: bytes, kind: str, at: int, value: int) -> bytes:
    """The segment with one 32-bit field of a box replaced, counted from the box's name."""
    place = segment.index(kind.encode()) + 4 + at
    return segment[:place] + struct.pack(">I", value) + segment[place + 4 :]


@pytest.mark.parametrize(
    ("kind", "at", "value", "why"),
    [
        ("tfhd", 0, 0x01, "own moof"),
        ("trun", 4, 3, "another size"),
        ("trun", 8, 9999, "do not begin"),
        ("trun", 12, 4, "do not fill"),
        ("trun", 12, 6, "beyond the end"),
    ],
)
def test_a_fragment_that_contradicts_itself_is_refused(kind: str, at: int, value: int, why: str) -> None:
    segment = fragments.segment([sample(), sample()], sequence=1, decode_time=0)
    with pytest.raises(OutputMalformed, match=why):
        fragments.read(changed(segment, kind, at, value), defaults=NO_DEFAULTS)
