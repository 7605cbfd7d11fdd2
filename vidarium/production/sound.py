"""The sound rows: AAC at constant quality, encoded in pieces of about a minute and cut at whole frames into columns.

    cells = sound.make(source, plan, row, first, last, media=path, into=folder)

Pieces are encoded by runs that know nothing of one another and must join unheard. So every run places its samples on
the film's own clock (not on the file's first sample, nor on where a seek happened to land), begins some frames early,
and aims at a quality instead of a bit rate: rate control remembers, quality does not.

An AAC frame is whole only where the one before it overlaps with it, and before frame 0 there is none. The encoder's
priming frame would be it, at the price of a presentation that begins 21 ms before zero, which only an edit list could
hide. So frame 0 goes without: a decoder fades it in over its 1,024 samples. That is exact in time, does not click,
and is over before an ear can tell.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from vidarium.foundation import process
from vidarium.production import adts, fragments, frames, inits, lattice, mp4a, soundtrack
from vidarium.production.cell import Cell
from vidarium.production.errors import OutputMalformed
from vidarium.production.fragments import SYNC_FLAGS, Sample
from vidarium.production.frames import Stretch
from vidarium.production.lattice import Lattice
from vidarium.production.media import SOURCE
from vidarium.production.plan import Plan, Row
from vidarium.production.soundtrack import MARGINS, QUALITIES, Take
from vidarium.production.source import Source

JUDGED_SECONDS = 1
"""A shorter column (only a film's last) is left out when the bit rate is judged, as it is of BANDWIDTH's definition."""


@dataclass(frozen=True)
class _Runner:
    """How programs are run for one piece."""

    media: Path
    limits: process.Limits
    nice: int
    cancelled: Callable[[], bool] | None

    def output(self, step: process.Step) -> bytes:
        step = replace(step, inputs={Path(SOURCE).name: self.media})
        return process.run(step, within=self.limits, nice=self.nice, cancelled=self.cancelled).output


def durations(plan: Plan, row: Row) -> list[Fraction]:
    """Seconds of each column of a sound row, exactly, as the playlist tells them."""
    return frames.durations(plan, sample_rate=row.sample_rate)


def make(
    source: Source,
    plan: Plan,
    row: Row,
    first: int,
    last: int,
    *,
    media: Path,
    into: Path,
    nice: int = 0,
    cancelled: Callable[[], bool] | None = None,
) -> list[Cell]:
    """Encode columns `[first, last)` of a sound row, usually one of `Plan.pieces`, to `into/<row>/<column:06d>.m4s`.

    Raises `OutputMalformed` where the result is not what was planned, and what `process.run` raises.
    """
    starts = frames.starts(plan, sample_rate=row.sample_rate)[first : last + 1]
    stretch = Stretch(starts[0], starts[-1])
    runner = _Runner(media, soundtrack.limits(row, stretch), nice, cancelled)
    columns = _columns(soundtrack.take(source, plan, row, stretch), starts, runner)
    folder = into / row.name
    folder.mkdir(parents=True, exist_ok=True)
    init = folder / "init.mp4"
    init.write_bytes(mp4a.init(sample_rate=row.sample_rate, channels=row.channels))
    return [_cell(own, row, first + place, start=starts[place], init=init) for place, own in enumerate(columns)]


def _columns(wanted: Take, starts: Sequence[int], runner: _Runner) -> list[list[bytes]]:
    """The frames of each column, in the first quality that keeps the row's promise of bits a second."""
    if wanted.is_silent:
        return _cut(runner.output(soundtrack.silence(wanted.row, wanted.stretch)), wanted.stretch, starts)
    margin, frames_at = _listen(wanted, runner)
    for quality in QUALITIES:
        step = soundtrack.encode(wanted, margin=margin, frames_at=frames_at, quality=quality)
        columns = _cut(runner.output(step), wanted.stretch, starts)
        if all(_keeps_the_cap(column, wanted.row) for column in columns):
            break
    return columns


def _listen(wanted: Take, runner: _Runner) -> tuple[int, Lattice | None]:
    """How far before its first sample a take must be read, and where its frames lie."""
    if not lattice.is_needed(wanted.source.container):
        return MARGINS[0], None
    for margin in MARGINS:
        listing = runner.output(soundtrack.listing(wanted, margin=margin))
        seen = lattice.packets(listing.decode("ascii", "replace"))
        if not wanted.seeks(margin) or (seen.times and seen.times[0] <= wanted.zero + wanted.origin):
            break
    return margin, lattice.find(seen, sample_rate=wanted.sound.sample_rate)


def _cut(stream: bytes, stretch: Stretch, starts: Sequence[int]) -> list[list[bytes]]:
    encoded = adts.split(stream)
    if len(encoded) != stretch.encoded:
        raise OutputMalformed(f"{len(encoded)} frames of sound instead of {stretch.encoded}.")
    own = stretch.of(encoded)
    return [own[start - stretch.first : end - stretch.first] for start, end in pairwise(starts)]


def _keeps_the_cap(column: Sequence[bytes], row: Row) -> bool:
    seconds = Fraction(len(column) * frames.SAMPLES, row.sample_rate)
    return seconds < JUDGED_SECONDS or sum(map(len, column)) * 8 <= row.cap_bits * seconds


def _cell(own: Sequence[bytes], row: Row, column: int, *, start: int, init: Path) -> Cell:
    """A column's frames as a file at its place, read back from there."""
    samples = [Sample(memoryview(frame), frames.SAMPLES, SYNC_FLAGS) for frame in own]
    path = init.with_name(f"{column:06d}.m4s")
    path.write_bytes(fragments.segment(samples, sequence=column + 1, decode_time=start * frames.SAMPLES))
    cell = Cell(row.name, column, path, path.stat().st_size, init)
    _verify(cell, row, start=start, frame_count=len(own))
    return cell


def _verify(cell: Cell, row: Row, *, start: int, frame_count: int) -> None:
    """Read a cell from the disk, as strictly as a player that trusts nobody."""
    head = inits.read(cell.init.read_bytes())
    found = fragments.read(cell.path.read_bytes(), defaults=head.defaults)
    told = (head.timescale, head.codecs, found.track, found.sequence, found.decode_time, len(found.samples))
    planned = (row.sample_rate, row.codecs, head.track, cell.column + 1, start * frames.SAMPLES, frame_count)
    if told != planned:
        raise OutputMalformed(f"Column {cell.column} of {cell.row} says {told} instead of {planned}.")
    if any(sample.duration != frames.SAMPLES or not sample.data or not sample.sync for sample in found.samples):
        raise OutputMalformed(f"Column {cell.column} of {cell.row} has a frame that is none.")
