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
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from vidarium.foundation import process
from vidarium.foundation.errors import VidariumError
from vidarium.production import adts, fragments, frames, inits, lattice, mp4a, soundtrack
from vidarium.production.cell import Cell
from vidarium.production.fragments import SYNC_FLAGS, Sample
from vidarium.production.frames import Stretch
from vidarium.production.plan import Plan, Row
from vidarium.production.source import Source


class SoundIsBroken(VidariumError):
    """The sound could not be made as planned."""

    code, status = "production.sound_is_broken", 500


@dataclass(frozen=True)
class _Run:
    """How programs are run for one piece."""

    limits: process.Limits
    nice: int
    cancelled: Callable[[], bool] | None

    def __call__(self, step: process.Step) -> bytes:
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

    Raises `SoundIsBroken` where the result is not what was planned, and whatever `process.run` raises.
    """
    starts = frames.starts(plan, sample_rate=row.sample_rate)[first : last + 1]
    stretch = Stretch(starts[0], starts[-1])
    run = _Run(soundtrack.limits(row, stretch), nice, cancelled)
    encoded = _encode(source, row, stretch, media=media, run=run)
    folder = into / row.name
    folder.mkdir(parents=True, exist_ok=True)
    init = folder / "init.mp4"
    init.write_bytes(mp4a.init(sample_rate=row.sample_rate, channels=row.channels))
    cells = []
    for column, (start, end) in enumerate(pairwise(starts), start=first):
        path = folder / f"{column:06d}.m4s"
        path.write_bytes(_segment(encoded[start - stretch.first : end - stretch.first], start, column))
        cells.append(Cell(row.name, column, path, path.stat().st_size, init))
        _verify(cells[-1], row, start=start, end=end)
    return cells


def _encode(source: Source, row: Row, stretch: Stretch, *, media: Path, run: _Run) -> list[bytes]:
    """The stretch's frames, as many as it has."""
    sound = next((sound for sound in source.sounds if sound.stream == row.stream), None)
    if sound is None:
        raise SoundIsBroken(f"stream {row.stream} is not one of the source's sounds")
    if soundtrack.is_silent(sound, row, stretch):
        return _frames(run(soundtrack.silence(row, stretch)), stretch)
    frames_at = None
    if lattice.is_needed(source.container, sample_rate=sound.sample_rate):
        packets = run(soundtrack.listing(source, sound, row, stretch, media=media)).decode("ascii", "replace")
        frames_at = lattice.find(packets, sample_rate=sound.sample_rate)
    return _frames(run(soundtrack.encode(source, sound, row, stretch, media=media, frames_at=frames_at)), stretch)


def _frames(stream: bytes, stretch: Stretch) -> list[bytes]:
    encoded = adts.split(stream)
    if len(encoded) != stretch.encoded:
        raise SoundIsBroken(f"{len(encoded)} frames were encoded where {stretch.encoded} belong")
    return stretch.of(encoded)


def _segment(encoded: Sequence[bytes], start: int, column: int) -> bytes:
    samples = [Sample(memoryview(frame), frames.SAMPLES, SYNC_FLAGS) for frame in encoded]
    return fragments.segment(samples, sequence=column + 1, decode_time=start * frames.SAMPLES)


def _verify(cell: Cell, row: Row, *, start: int, end: int) -> None:
    """Read a cell back from the disk, as strictly as a player that trusts nobody."""
    head = inits.read(cell.init.read_bytes())
    found = fragments.read(cell.path.read_bytes(), defaults=head.defaults)
    told = (head.timescale, head.codecs, found.track, found.sequence, found.decode_time, len(found.samples))
    planned = (row.sample_rate, row.codecs, head.track, cell.column + 1, start * frames.SAMPLES, end - start)
    if told != planned:
        raise SoundIsBroken(f"column {cell.column} says {told} and was planned as {planned}")
    if any(sample.duration != frames.SAMPLES or not sample.data for sample in found.samples):
        raise SoundIsBroken(f"a frame of column {cell.column} is empty or not {frames.SAMPLES} samples long")
