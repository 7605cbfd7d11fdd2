"""Cells of picture, made by runs that know nothing of one another, are one film without a seam."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests import films
from tests.production import numbered
from tests.production.containers import FILMS, SECRET
from tests.production.sources import seen
from vidarium.foundation import process
from vidarium.production import cells, encode, probe
from vidarium.production import plan as plans
from vidarium.production.cell import Cell
from vidarium.production.errors import OutputMalformed, PictureBroken
from vidarium.production.plan import Plan, Row
from vidarium.production.source import Source


@dataclass(frozen=True)
class Filmed:
    """A numbered film, what the probe says of it, its plan, and a folder for its cells."""

    media: Path
    source: Source
    plan: Plan
    into: Path
    made: dict[tuple[str, int], Cell] = field(default_factory=dict)

    def make(self, first: int, last: int, rows: Sequence[Row] = (), **options: Any) -> list[Cell]:
        found = cells.make_picture(
            self.source, self.plan, rows or self.plan.pictures, first, last, media=self.media, into=self.into, nice=5, **options
        )
        self.made.update({(cell.row, cell.column): cell for cell in found})
        return found

    def joined(self, row: Row) -> Path:
        """The row as one file: its initialization segment and all its cells."""
        whole = self.into / f"{row.name}.mp4"
        parts = [self.made[row.name, column] for column in range(self.plan.columns)]
        whole.write_bytes(parts[0].init.read_bytes() + b"".join(cell.path.read_bytes() for cell in parts))
        return whole

    def playlist(self, row: Row) -> Path:
        """The row as a player finds it: a list of cells, each a file."""
        lines = [
            "#EXTM3U",
            "#EXT-X-VERSION:7",
            "#EXT-X-TARGETDURATION:6",
            "#EXT-X-PLAYLIST-TYPE:VOD",
            f'#EXT-X-MAP:URI="{row.name}/init.mp4"',
        ]
        for column in range(self.plan.columns):
            path = self.made[row.name, column].path.relative_to(self.into)
            lines += [f"#EXTINF:{float(self.plan.frames(column) / self.plan.clock):.6f},", str(path)]
        place = self.into / f"{row.name}.m3u8"
        place.write_text("\n".join([*lines, "#EXT-X-ENDLIST", ""]))
        return place


def film(folder: Path, name: str, *, seconds: int = 10) -> Filmed:
    rate, size, codec = FILMS[name]
    media = numbered.make(folder / name, frames=int(seconds * rate), rate=rate, size=size, codec=codec)
    return filmed(media, probe.source(media))


def filmed(media: Path, source: Source) -> Filmed:
    into = media.parent / "cells"
    into.mkdir(exist_ok=True)
    return Filmed(media, source, plans.of(source), into)


def runs(columns: int, *, seed: int) -> Iterator[tuple[int, int]]:
    """All columns in runs of one to three, in an order that no film is played in."""
    order = random.Random(seed)
    cuts = [0]
    while cuts[-1] < columns:
        cuts.append(min(columns, cuts[-1] + order.choice([1, 1, 2, 3])))
    pairs = list(pairwise(cuts))
    order.shuffle(pairs)
    yield from pairs


@pytest.fixture(scope="module", params=list(FILMS))
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Filmed:
    """Each film, with all its cells made by runs in random order."""
    found = film(tmp_path_factory.mktemp("film"), request.param)
    for first, last in runs(found.plan.columns, seed=len(request.param)):
        found.make(first, last)
    return found


def test_every_frame_is_there_once_and_in_order_at_its_time_in_every_row(made: Filmed) -> None:
    for row in made.plan.pictures:
        numbers, times = numbered.read(made.joined(row))
        assert numbers == list(range(made.plan.boundaries[-1]))
        assert max(abs(time - number / made.plan.clock) for number, time in zip(numbers, times, strict=True)) < 0.001


def test_a_player_that_reads_the_list_sees_every_frame_from_zero_on(made: Filmed) -> None:
    numbers, times = numbered.read(made.playlist(made.plan.pictures[-1]))
    assert numbers == list(range(made.plan.boundaries[-1]))
    assert abs(times[0]) < 0.002


def test_every_run_writes_the_same_initialization_segment(made: Filmed) -> None:
    for row in made.plan.pictures:
        before = made.made[row.name, 0].init.read_bytes()
        made.make(made.plan.columns - 1, made.plan.columns, [row])
        assert made.made[row.name, 0].init.read_bytes() == before


def test_no_word_of_the_source_or_the_encoder_is_in_any_byte(made: Filmed) -> None:
    everything = b"".join(cell.path.read_bytes() + cell.init.read_bytes() for cell in made.made.values())
    assert SECRET.encode() not in everything
    assert b"x264 - core" not in everything


def test_the_same_cell_made_twice_is_the_same(tmp_path: Path) -> None:
    found = film(tmp_path, "far.mp4", seconds=6)
    first = [cell.path.read_bytes() for cell in found.make(3, 4)]
    assert [cell.path.read_bytes() for cell in found.make(3, 4)] == first


def test_cells_say_what_they_are(tmp_path: Path) -> None:
    found = film(tmp_path, "near.mp4", seconds=3)
    made = found.make(1, 2)
    assert [(cell.row, cell.column, cell.path.relative_to(found.into)) for cell in made] == [
        ("v360", 1, Path("v360/000001.m4s")),
        ("v240", 1, Path("v240/000001.m4s")),
    ]
    assert [cell.size_bytes for cell in made] == [cell.path.stat().st_size for cell in made]


def test_a_run_leaves_nothing_but_its_cells(tmp_path: Path) -> None:
    found = film(tmp_path, "near.mp4", seconds=2)
    found.make(0, 1)
    assert sorted(path.name for path in found.into.iterdir()) == ["v240", "v360"]


@pytest.mark.parametrize("name", [name for name, kind in films.KINDS.items() if kind.facts.get("picture", "some")])
def test_every_kind_of_film_that_people_upload_becomes_cells(name: str, tmp_path: Path) -> None:
    media = films.make(name, tmp_path)
    found = filmed(media, probe.source(media))
    found.make(0, found.plan.columns)
    numbers, times = numbered.read(found.joined(found.plan.pictures[-1]))
    assert (len(numbers), times[0]) == (found.plan.boundaries[-1], 0)


def test_a_picture_that_begins_late_is_held_back_to_zero(tmp_path: Path) -> None:
    media = numbered.make(tmp_path / "film.mp4", frames=50)
    found = filmed(media, seen(seconds=Fraction(62, 25), width=320, height=180, start=Fraction(12, 25), zero=Fraction(-12, 25)))
    for column in range(found.plan.columns):
        found.make(column, column + 1)
    assert numbered.read(found.joined(found.plan.pictures[0]))[0] == [0] * 12 + list(range(50))


def test_a_film_that_breaks_off_holds_its_last_picture(tmp_path: Path) -> None:
    media = numbered.make(tmp_path / "film.mp4", frames=60)
    found = filmed(media, seen(seconds=3, width=320, height=180))
    for column in range(found.plan.columns):
        found.make(column, column + 1)
    assert numbered.read(found.joined(found.plan.pictures[0]))[0] == [*range(60), *[59] * 15]


def test_a_picture_that_changes_its_size_halfway_goes_on_counting(tmp_path: Path) -> None:
    first = numbered.make(tmp_path / "first.ts", frames=50, codec=(*numbered.H264, "-g", "25", "-muxdelay", "0"))
    second = numbered.make(
        tmp_path / "second.ts", frames=50, size="480x272", codec=(*numbered.H264, "-g", "25", "-output_ts_offset", "2", "-muxdelay", "0")
    )
    media = tmp_path / "film.ts"
    media.write_bytes(first.read_bytes() + second.read_bytes())
    found = filmed(media, probe.source(media))
    found.make(0, found.plan.columns)
    assert numbered.read(found.joined(found.plan.pictures[0]))[0][:100] == [*range(50), *range(50)]


def test_a_seek_that_led_too_far_is_noticed_and_made_again_from_further_back(tmp_path: Path) -> None:
    # A transport stream whose keyframes lie ten seconds apart: five seconds back there is none.
    media = numbered.make(tmp_path / "film.ts", frames=450, codec=(*numbered.H264, "-g", "250", "-sc_threshold", "0"))
    source = probe.source(media)
    found = filmed(media, replace(source, picture=source.picture and replace(source.picture, keyframes=())))
    column = next(column for column in range(found.plan.columns) if found.plan.boundaries[column] >= 200)
    found.make(column, column + 1)
    path = found.into / "one.mp4"
    path.write_bytes(b"".join((found.into / "v180" / name).read_bytes() for name in ("init.mp4", f"{column:06d}.m4s")))
    assert numbered.read(path)[0] == list(range(found.plan.boundaries[column], found.plan.boundaries[column + 1]))


def test_where_the_source_yields_no_frame_the_cell_is_refused(tmp_path: Path) -> None:
    media = tmp_path / "film.mp4"
    media.write_bytes(random.Random(1).randbytes(50_000))
    found = filmed(media, seen(seconds=2, width=320, height=180))
    with pytest.raises(PictureBroken):
        found.make(0, 1)


def test_a_text_that_names_another_file_is_not_followed(tmp_path: Path) -> None:
    numbered.make(tmp_path / "neighbour.mp4", frames=50)
    media = tmp_path / "film.mp4"
    media.write_text(f"ffconcat version 1.0\nfile {tmp_path}/neighbour.mp4\n")
    found = filmed(media, seen(seconds=2, width=320, height=180))
    with pytest.raises(PictureBroken):
        found.make(0, 1)


def test_a_run_that_is_no_longer_wanted_ends(tmp_path: Path) -> None:
    found = film(tmp_path, "near.mp4", seconds=10)
    with pytest.raises(process.Cancelled):
        found.make(0, found.plan.columns, cancelled=lambda: True)
    assert list(found.into.iterdir()) == []


def test_an_output_that_is_cut_elsewhere_than_planned_is_refused(tmp_path: Path) -> None:
    # A column longer than any that is planned: the encoder sets a keyframe of its own in it.
    frames = encode.LONGEST_GOP + 10
    media = numbered.make(tmp_path / "film.mp4", frames=frames)
    found = filmed(media, seen(seconds=Fraction(frames, 25), width=320, height=180))
    with pytest.raises(OutputMalformed, match="2 fragments instead of 1"):
        replace(found, plan=replace(found.plan, boundaries=(0, frames))).make(0, 1)


@pytest.mark.parametrize("name", films.BROKEN_OFF)
def test_what_is_there_of_a_damaged_film_becomes_cells(name: str, tmp_path: Path) -> None:
    media = films.make(name, tmp_path)
    found = filmed(media, probe.source(media))
    last = found.plan.columns - 1
    assert len(found.make(last, last + 1)) == len(found.plan.pictures)


def test_variable_frame_rate_joins_as_one_run_would_have_made_it(tmp_path: Path) -> None:
    # Frames at multiples of a half and a third of the output's, so that many lie exactly between two of its ticks.
    fast = numbered.make(tmp_path / "fast.mkv", frames=600, rate=Fraction(120), codec=(*numbered.H264, "-g", "90"))
    media = tmp_path / "film.mp4"
    uneven = "select='lt(mod(n,90),40)*not(mod(n,2))+gte(mod(n,90),40)*not(mod(n,5))'"
    numbered.run(["-i", str(fast), "-vf", uneven, "-fps_mode", "passthrough", *numbered.H264, "-bf", "2", "-g", "30", str(media)])
    found = filmed(media, seen(seconds=5, width=320, height=180, frame_rate=Fraction(40), variable=True))
    found.make(0, found.plan.columns)
    at_once = numbered.read(found.joined(found.plan.pictures[0]))[0]
    for column in range(found.plan.columns):
        found.make(column, column + 1)
    assert numbered.read(found.joined(found.plan.pictures[0]))[0] == at_once
    assert at_once == sorted(at_once)
    assert len(at_once) == found.plan.boundaries[-1]


def test_no_window_of_three_seconds_breaks_the_cap(tmp_path: Path) -> None:
    # Noise is what costs most; each of the first columns comes from a run of its own, with a full buffer.
    media = tmp_path / "noise.mp4"
    numbered.run(
        [
            "-f",
            "lavfi",
            "-i",
            "nullsrc=s=320x180:r=25:d=8,noise=alls=100:allf=t+u",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-crf",
            "10",
            str(media),
        ]
    )
    found = filmed(media, seen(seconds=8, width=320, height=180))
    row = found.plan.pictures[0]
    sizes = [found.make(column, column + 1, [row])[0].size_bytes for column in range(found.plan.columns)]
    assert sum(sizes[:3]) * 8 <= 4 * row.cap_bits
    assert sizes[3] * 8 <= 4 * row.cap_bits


def test_what_a_run_may_use_grows_with_what_it_reads() -> None:
    source = seen(seconds=600)
    plan = plans.of(source)
    near = cells.limits(source, plan, plan.pictures, 100, 102, back=Fraction(0))
    far = cells.limits(source, plan, plan.pictures, 100, 102, back=None)
    assert near.cpu_seconds < far.cpu_seconds
    assert near.file_bytes == far.file_bytes < 20 << 20
