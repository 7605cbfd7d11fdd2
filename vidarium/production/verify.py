"""What an encoder wrote is believed only after it was read: an exit code of 0 proves nothing.

A full disk, a limit, a damaged source or a bug leave files that look finished. Every segment is read box by box, frame
by frame, before anybody records that it is there.
"""

from __future__ import annotations

from collections.abc import Iterator

from vidarium.production import encode, fragments, inits
from vidarium.production.boxes import only
from vidarium.production.errors import OutputMalformed
from vidarium.production.fragments import Sample
from vidarium.production.inits import Init
from vidarium.production.plan import Plan, Row

SLICE, IDR_SLICE = 1, 5
"""NAL unit types of coded pictures (ISO/IEC 14496-10, table 7-1)."""


def cell(init: bytes, segment: bytes, *, row: Row, plan: Plan, column: int) -> None:
    """Raise `OutputMalformed` unless `segment` is exactly that column of that row, behind that initialization segment."""
    head = initialization(init, row=row, plan=plan)
    _, frame = encode.ticks(plan.clock)
    found = fragments.read(segment, defaults=head.defaults)
    _same("track", found.track, head.track)
    _same("sequence number", found.sequence, column + 1)
    _same("decode time", found.decode_time, plan.boundaries[column] * frame)
    _same("number of frames", len(found.samples), plan.frames(column))
    _same("frame lengths", {sample.duration for sample in found.samples}, {frame})
    _shown_once(found.samples, frame, delay=encode.DELAY_FRAMES * frame)
    for number, sample in enumerate(found.samples):
        _coded(sample, head, number)


def initialization(init: bytes, *, row: Row, plan: Plan) -> Init:
    """The row's initialization segment, read. Raises `OutputMalformed` unless it is as planned and silent about the source."""
    head = inits.read(init)
    timescale, frame = encode.ticks(plan.clock)
    _same("codecs", head.codecs, row.codecs)
    _same("size", (head.width, head.height), (row.width, row.height))
    _same("timescale", head.timescale, timescale)
    _same("delay", inits.delay(init), encode.DELAY_FRAMES * frame)
    moov = only(init, "moov")
    # Words about the source would stand in `udta`.
    _same("boxes of the moov", [box.kind for box in moov.children()], ["mvhd", "trak", "mvex"])
    _same("boxes of the trak", [box.kind for box in only(moov.body, "trak").children()], ["tkhd", "edts", "mdia"])
    return head


def _same(what: str, found: object, planned: object) -> None:
    if found != planned:
        raise OutputMalformed(f"The {what}: {found} instead of {planned}.")


def _shown_once(samples: tuple[Sample, ...], frame: int, *, delay: int) -> None:
    """In the order of presentation the frames must follow one another from the column's very start."""
    shown = sorted(number * frame + sample.offset - delay for number, sample in enumerate(samples))
    _same("times of presentation", shown, [number * frame for number in range(len(samples))])
    if any(sample.offset < 0 for sample in samples):
        raise OutputMalformed("A frame is shown before it is decoded.")


def _coded(sample: Sample, head: Init, number: int) -> None:
    """Each sample is whole NAL units of one coded picture; the first one, and no other, is where decoding may begin."""
    kinds = [kind for kind in _units(sample.data, head.length_bytes) if kind in {SLICE, IDR_SLICE}]
    wanted = IDR_SLICE if number == 0 else SLICE
    _same(f"kind of frame {number}", (sample.sync, set(kinds)), (number == 0, {wanted}))


def _units(data: memoryview, length_bytes: int) -> Iterator[int]:
    """The type of each NAL unit. Raises `OutputMalformed` where they do not fill the sample to the last byte."""
    at = 0
    while at < len(data):
        size = int.from_bytes(data[at : at + length_bytes])
        at += length_bytes
        if not 0 < size <= len(data) - at:
            raise OutputMalformed("A NAL unit does not fit into its sample.")
        yield data[at] & 0x1F
        at += size
