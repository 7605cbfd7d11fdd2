"""Every kind of film that people upload, from the file to what a player shows: no frame lost, no sound lost.

What is no film is refused by the probe already: see its own tests.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest

from tests import films
from tests.production import numbered, playlists
from vidarium.production import cells, frames, probe, sound
from vidarium.production import plan as plans
from vidarium.production.plan import Plan, Row
from vidarium.production.source import Source

TIME_BASE = re.compile(r"^#tb 0: (\d+)/(\d+)$", re.MULTILINE)
FRAME = re.compile(r"^0, *-?\d+, *(-?\d+), *(\d+),", re.MULTILINE)


def decoded(playlist: Path) -> tuple[list[Fraction], Fraction]:
    """The time of each decoded frame and the end of the last (seconds, the stream's own clock), without one complaint."""
    words = ["-copyts", "-i", str(playlist), "-map", "0:0", "-fps_mode", "passthrough", "-enc_time_base", "demux", "-f", "framecrc", "-"]
    done = numbered.run(words)
    assert done.stderr == b""
    listing = done.stdout.decode()
    base = TIME_BASE.search(listing)
    assert base
    tick = Fraction(int(base[1]), int(base[2]))
    found = [(int(time) * tick, int(length) * tick) for time, length in FRAME.findall(listing)]
    last, length = found[-1]
    return [time for time, _ in found], last + length


def make_rows(source: Source, plan: Plan, media: Path, into: Path) -> dict[Row, list[Fraction]]:
    """All cells of a film, and the durations of each row's columns."""
    if plan.pictures:
        cells.make_picture(source, plan, plan.pictures, 0, plan.columns, media=media, into=into)
    for row in plan.sounds:
        sound.make(source, plan, row, 0, plan.columns, media=media, into=into)
    shown = [plan.frames(column) / plan.clock for column in range(plan.columns)]
    return {row: sound.durations(plan, row) if row.kind == "sound" else shown for row in plan.rows}


def check_picture(plan: Plan, times: Sequence[Fraction]) -> None:
    assert len(times) == plan.boundaries[-1]
    # ffmpeg counts in the row's own timescale, in which every frame's time is whole.
    assert list(times) == [number / plan.clock for number in range(len(times))]


def check_sound(plan: Plan, row: Row, times: Sequence[Fraction], end: Fraction) -> None:
    assert times[0] == 0
    assert end == Fraction(frames.starts(plan, sample_rate=row.sample_rate)[-1] * frames.SAMPLES, row.sample_rate)
    assert end >= plan.boundaries[-1] / plan.clock


@pytest.mark.promise("P-e")
@pytest.mark.parametrize("kind", films.KINDS)
def test_every_kind_of_film_plays_whole(kind: str, tmp_path: Path) -> None:
    media = films.make(kind, into=tmp_path)
    source = probe.source(media)
    plan = plans.of(source)
    for row, durations in make_rows(source, plan, media, tmp_path).items():
        times, end = decoded(playlists.write(tmp_path, row, durations))
        if row.kind == "picture":
            check_picture(plan, times)
        else:
            check_sound(plan, row, times, end)
    assert abs(plan.boundaries[-1] / plan.clock - source.duration) <= 1 / plan.clock
    assert len(plan.sounds) == len(source.sounds)
    assert bool(plan.pictures) == bool(source.picture)


@pytest.mark.parametrize("kind", films.BROKEN_OFF)
def test_what_is_whole_of_a_film_that_breaks_off_plays(kind: str, tmp_path: Path) -> None:
    media = films.make(kind, into=tmp_path)
    source = probe.source(media)
    plan = plans.of(source)
    for row, durations in make_rows(source, plan, media, tmp_path).items():
        times, _ = decoded(playlists.write(tmp_path, row, durations))
        assert times[0] == 0
        assert times[-1] > 2
