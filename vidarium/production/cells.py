"""Cells of picture: run the encoder, cut what it wrote at the columns, verify, leave files.

made = cells.make_picture(source, plan, plan.pictures, first, last, media=path, into=folder, nice=10)
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from vidarium.foundation import process
from vidarium.foundation.process import Limits, ProgramFailed
from vidarium.production import encode, fragments, inits, verify
from vidarium.production import plan as plans
from vidarium.production.cell import Cell
from vidarium.production.errors import OutputMalformed, PictureBroken
from vidarium.production.media import SOURCE
from vidarium.production.plan import Plan, Row
from vidarium.production.source import Source

TRIES: tuple[Fraction | None, ...] = (Fraction(0), Fraction(15), None)
"""Seconds to begin reading earlier than the index says, where a seek led too far; `None`: from the film's start."""

CPU_SECONDS, CPU_SECONDS_A_SECOND = 120, 60
"""Processor time allowed for any run, and for each second of film that it reads: several times 4K HEVC's."""
WALL_FACTOR = 8
"""A run in the background waits for others; it is given up when it took this many times its processor time."""
FILE_BYTES = 4 << 20
"""What an output may be larger than twice its cap: a short one is all keyframe."""

ORIGIN = re.compile(r"^(-?\d+) (-?\d+) (\d+)/(\d+)$", re.MULTILINE)


def make_picture(
    source: Source,
    plan: Plan,
    rows: Sequence[Row],
    first: int,
    last: int,
    *,
    media: Path,
    into: Path,
    nice: int = 0,
    cancelled: Callable[[], bool] | None = None,
) -> list[Cell]:
    """Encode columns `[first, last)` of `rows` to `into/<row>/init.mp4` and `into/<row>/<column>.m4s`, each verified.

    Raises `PictureBroken` where the source yields no frame, `OutputMalformed` where the result is not what was planned, and
    what `process.run` raises but for `ProgramFailed`.
    """
    largest_first = sorted(rows, key=lambda row: row.width * row.height, reverse=True)
    for back in TRIES:
        with tempfile.TemporaryDirectory(dir=into, prefix="run-") as name:
            folder = Path(name)
            step = encode.picture(source, plan, largest_first, first, last, back=back)
            step = replace(step, inputs={Path(SOURCE).name: media}, output=folder)
            log = _run(step, within=limits(source, plan, largest_first, first, last, back=back), nice=nice, cancelled=cancelled)
            if _began_in_time(folder, source, plan, log=log):
                return [cell for row in largest_first for cell in _cut(folder, plan, row, first, last, into=into)]
    raise PictureBroken


def limits(source: Source, plan: Plan, rows: Sequence[Row], first: int, last: int, *, back: Fraction | None) -> Limits:
    """What a run may use: by how much film it reads and how much it may write."""
    start, end = plan.boundaries[first], plan.boundaries[last]
    begin = encode.seek(source, plan, start, back=back)
    read_seconds = end / plan.clock - (begin - source.zero if begin is not None else 0)
    cpu_seconds = CPU_SECONDS + int(CPU_SECONDS_A_SECOND * read_seconds)
    written_bytes = max(row.cap_bits for row in rows) * (end - start) / plan.clock / 8
    return Limits(cpu_seconds=cpu_seconds, wall_seconds=float(WALL_FACTOR * cpu_seconds), file_bytes=FILE_BYTES + int(2 * written_bytes))


def _run(step: process.Step, *, within: Limits, nice: int, cancelled: Callable[[], bool] | None) -> str:
    """What ffmpeg said. A failure is no verdict either: a damaged end of the file spoils the exit code of a good cell."""
    try:
        return process.run(step, within=within, nice=nice, cancelled=cancelled).log
    except ProgramFailed as failed:
        return failed.log


def _began_in_time(folder: Path, source: Source, plan: Plan, *, log: str) -> bool:
    """Whether the first frame is the one that belongs there, and not a later one held back to fill a hole.

    ffmpeg has written for each frame the source's own time of the frame it was made from.
    """
    record = folder / encode.FRAMES
    found = ORIGIN.search(record.read_text()) if record.exists() else None
    if not found or not source.picture:
        raise PictureBroken(log[-400:])
    number, ticks, numerator, denominator = map(int, found.groups())
    shown = Fraction(ticks * numerator, denominator) - source.zero
    intended = round((shown - plans.phase(source.picture, plan.clock)) * plan.clock)
    is_the_films_first = shown <= source.picture.start + 1 / (2 * plan.clock)
    return intended <= number or is_the_films_first


def _cut(folder: Path, plan: Plan, row: Row, first: int, last: int, *, into: Path) -> list[Cell]:
    """One run's output of a row as its cells."""
    init, parts = fragments.split(_written(folder / f"{row.name}.mp4"))
    _, frame = encode.ticks(plan.clock)
    init = inits.finished(init, delay=encode.DELAY_FRAMES * frame)
    if len(parts) != last - first:
        raise OutputMalformed(f"{len(parts)} fragments instead of {last - first}.")
    (into / row.name).mkdir(exist_ok=True)
    place = into / row.name / "init.mp4"
    place.write_bytes(init)
    return [_cell(part, init, plan, row, first + number, place=place) for number, part in enumerate(parts)]


def _written(path: Path) -> bytes:
    if not path.exists():
        raise OutputMalformed(f"There is no {path.name}.")
    return path.read_bytes()


def _cell(part: bytes, init: bytes, plan: Plan, row: Row, column: int, *, place: Path) -> Cell:
    """A fragment, put at its place in the film, verified as it will be served."""
    _, frame = encode.ticks(plan.clock)
    read = fragments.read(part, defaults=inits.read(init).defaults).samples
    # The encoder's muxer gives the times of presentation without the delay.
    samples = [replace(sample, offset=sample.offset + encode.DELAY_FRAMES * frame) for sample in read]
    segment = fragments.segment(samples, sequence=column + 1, decode_time=plan.boundaries[column] * frame)
    verify.cell(init, segment, row=row, plan=plan, column=column)
    path = place.with_name(f"{column:06d}.m4s")
    path.write_bytes(segment)
    return Cell(row.name, column, path, len(segment), place)
