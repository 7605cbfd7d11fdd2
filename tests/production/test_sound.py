"""The sound rows as a player hears them: together with the picture, unbroken at every joint, silent about the source.

Every reading keeps the stream's own clock (`-copyts`), through a playlist, as a player would.
"""

from __future__ import annotations

import atexit
import random
import shutil
import tempfile
from array import array
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.production import beeps, numbered, playlists
from vidarium.production import boxes, fragments, frames, inits, probe, sound
from vidarium.production import plan as plans
from vidarium.production.cell import Cell
from vidarium.production.errors import OutputMalformed
from vidarium.production.plan import Plan, Row

NTSC = Fraction(30000, 1001)
SECONDS = 14
"""Long enough that the later pieces seek."""
EXACT, TOGETHER = 0.002, 0.010
VP8 = ("-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8")
SPEECH = "0.3*sin(2*PI*(150*t+8*sin(2*PI*2.1*t)))*(1+sin(2*PI*3.3*t))+0.1*(random(0)-0.5)*gt(sin(2*PI*1.3*t),0.4)"
JOINT_CASES = {
    "tone": "0.4*sin(2*PI*440*t)+0.2*sin(2*PI*1234.5*t)",
    "speech": SPEECH,
    "noise": "0.4*(random(0)-0.5)",
}


def planned(media: Path, *, pieces: int = 3) -> Plan:
    """The film's plan, its sound in so many pieces of equal size."""
    plan = plans.of(probe.source(media))
    return replace(plan, pieces=tuple(plan.columns * number // pieces for number in range(pieces + 1)))


def make_pieces(media: Path, plan: Plan, into: Path) -> Row:
    """Each piece by a run of its own, in an order that nobody could like."""
    source, (row, *_) = probe.source(media), plan.sounds
    spans = list(pairwise(plan.pieces))
    random.Random(3).shuffle(spans)
    for first, last in spans:
        sound.make(source, plan, row, first, last, media=media, into=into)
    return row


def played(media: Path, into: Path, *, plan: Plan | None = None) -> tuple[array[float], int]:
    """All samples that a player hears, and how many a second."""
    plan = plan or planned(media)
    row = make_pieces(media, plan, into)
    return beeps.samples(playlists.write(into, row, sound.durations(plan, row)), rate=row.sample_rate), row.sample_rate


def expected(media: Path) -> list[float]:
    """When the source itself beeps, on the film's clock: where its picture was put, which may lie between two frames."""
    source = probe.source(media)
    rate = source.sounds[0].sample_rate
    moved = plans.phase(source.picture, plans.of(source).clock) if source.picture else 0
    return beeps.onsets(beeps.samples(media, rate=rate, zero=source.zero + moved), rate=rate)


X264 = beeps.X264
EVERYWHERE = "pan=5.1|FL=c0|FR=c0|FC=c0|LFE=c0|BL=c0|BR=c0"
BETWEEN_FRAMES = ("-vf", "settb=1/1000,setpts=PTS+510", "-fps_mode", "passthrough", "-enc_time_base:v", "1:1000")
KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    "48 kHz, 25 fps": ("film.mp4", {}),
    "44.1 kHz, 29.97 fps": ("film.mp4", {"rate": 44100, "fps": NTSC}),
    "32 kHz in Matroska": ("film.mkv", {"rate": 32000}),
    "44.1 kHz in FLV": ("film.flv", {"rate": 44100, "codec": (*X264, "-c:a", "libmp3lame")}),
    "5.1": ("film.mkv", {"filters": EVERYWHERE, "codec": (*X264, "-c:a", "ac3")}),
    "mp2 in a transport stream": ("film.ts", {"codec": ("-c:v", "mpeg2video", "-c:a", "mp2")}),
    "vorbis": ("film.ogv", {"codec": ("-c:v", "libtheora", "-c:a", "libvorbis")}),
    "opus": ("film.webm", {"codec": (*VP8, "-c:a", "libopus")}),
    "PCM in AVI": ("film.avi", {"rate": 44100, "codec": ("-c:v", "mpeg4", "-c:a", "pcm_s16le")}),
    "half a second later than the picture": ("film.mp4", {"sound_seconds": SECONDS - 0.5, "delay": 0.5}),
    "earlier than the picture": ("film.mkv", {"codec": (*X264, "-c:a", "aac", *BETWEEN_FRAMES)}),
    "shorter than the picture": ("film.mp4", {"sound_seconds": 7.3}),
    "longer than the picture": ("film.mp4", {"sound_seconds": SECONDS + 3}),
}


@cache
def film(kind: str) -> Path:
    name, words = KINDS[kind]
    folder = Path(tempfile.mkdtemp(prefix="vidarium-sound-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return beeps.make(folder / name, **{"seconds": SECONDS, **words})


@cache
def listened(kind: str) -> tuple[array[float], int]:
    return played(film(kind), film(kind).parent)


@pytest.mark.parametrize("kind", KINDS)
def test_every_beep_is_heard_when_the_source_beeps(kind: str) -> None:
    heard, rate = listened(kind)
    found = beeps.onsets(heard, rate=rate)
    wanted = [time for time in expected(film(kind)) if time < len(heard) / rate - beeps.BEEP_SECONDS]
    assert len(found) == len(wanted) in {7, SECONDS - 1, SECONDS}
    assert max(abs(one - other) for one, other in zip(found, wanted, strict=True)) < EXACT


@pytest.mark.parametrize("kind", ["48 kHz, 25 fps", "44.1 kHz, 29.97 fps", "5.1", "opus", "shorter than the picture"])
def test_every_beep_is_heard_when_it_was_meant(kind: str) -> None:
    heard, rate = listened(kind)
    assert max(abs(time % beeps.EVERY - beeps.FIRST) for time in beeps.onsets(heard, rate=rate)) < TOGETHER


@pytest.mark.parametrize("kind", ["shorter than the picture", "longer than the picture", "half a second later than the picture"])
def test_the_sound_lasts_exactly_as_long_as_its_columns(kind: str) -> None:
    heard, _ = listened(kind)
    assert len(heard) == -(-SECONDS * 48000 // frames.SAMPLES) * frames.SAMPLES


def test_after_the_sounds_end_there_is_silence() -> None:
    heard, rate = listened("shorter than the picture")
    assert beeps.level(heard[8 * rate :]) < -90


def test_the_sound_is_moved_onto_the_clock_together_with_the_picture() -> None:
    source = probe.source(film("earlier than the picture"))
    assert source.picture
    assert abs(plans.phase(source.picture, Fraction(25))) == Fraction(1, 100)


def test_before_a_late_sound_there_is_silence(tmp_path: Path) -> None:
    media = beeps.make(tmp_path / "film.mp4", seconds=4, sound="0.5*sin(2*PI*500*t)", delay=1.5)
    heard, rate = played(media, tmp_path)
    assert beeps.level(heard[: rate * 14 // 10]) < -90
    assert beeps.level(heard[rate * 16 // 10 : 3 * rate]) > -15


def test_a_hole_in_the_sound_is_silence_and_what_follows_keeps_its_time(tmp_path: Path) -> None:
    words = ("-f", "mpegts", *X264, "-c:a", "mp2", "-mpegts_flags", "+resend_headers")
    whole = beeps.make(tmp_path / "whole.ts", seconds=8, sound="0.4*sin(2*PI*700*t)", codec=words)
    holed = tmp_path / "holed.mkv"
    numbered.run(["-copyts", "-i", str(whole), "-map", "0", "-c", "copy", "-bsf:a", "noise=drop='between(pts*tb,4.4,6.4)'", str(holed)])
    heard, rate = played(holed, tmp_path)
    assert beeps.level(heard[int(3.2 * rate) : int(4.8 * rate)]) < -90
    assert beeps.level(heard[int(5.2 * rate) : int(7.5 * rate)]) > -15


@pytest.mark.parametrize(("signal", "container"), [("tone", "mkv"), ("speech", "mp4"), ("noise", "mkv")])
def test_a_joint_between_two_runs_sounds_like_an_unbroken_encode(signal: str, container: str, tmp_path: Path) -> None:
    # 37 samples off the container's milliseconds, and at another rate than ours: nothing is exact by chance.
    rate, filters = (32000, "anull") if container == "mp4" else (48000, "asetpts=PTS+37")
    media = beeps.make(tmp_path / f"film.{container}", seconds=SECONDS, sound=JOINT_CASES[signal], rate=rate, filters=filters)
    plan = planned(media)
    apart, _ = played(media, tmp_path / "apart", plan=plan)
    unbroken, sample_rate = played(media, tmp_path / "unbroken", plan=replace(plan, pieces=(0, plan.columns)))
    truth = beeps.samples(media, rate=sample_rate)
    starts = frames.starts(plan, sample_rate=sample_rate)
    for piece in plan.pieces[1:-1]:
        joint = slice((starts[piece] - 1) * frames.SAMPLES, (starts[piece] + 1) * frames.SAMPLES)
        worse = beeps.difference(apart[joint], truth[joint]) - beeps.difference(unbroken[joint], truth[joint])
        assert worse < 1
        assert beeps.difference(apart[joint], unbroken[joint]) < beeps.level(unbroken[joint]) - 25


def test_the_first_frame_fades_in_without_a_click_and_in_time(tmp_path: Path) -> None:
    media = beeps.make(tmp_path / "film.mp4", seconds=2, sound="0.5*sin(2*PI*500*t+1)")
    heard, rate = played(media, tmp_path)
    truth = beeps.samples(media, rate=rate)
    assert max(abs(one - another) for one, another in pairwise(heard[:2048])) < 0.06
    after = slice(frames.SAMPLES, 8 * frames.SAMPLES)
    assert beeps.difference(heard[after], truth[after]) < beeps.level(truth[after]) - 20
    assert beeps.level(heard[frames.SAMPLES // 8 : frames.SAMPLES]) > beeps.level(truth[after]) - 6


def test_surround_is_mixed_down_without_clipping(tmp_path: Path) -> None:
    codec = (*X264, "-c:a", "flac")
    media = beeps.make(tmp_path / "film.mkv", seconds=3, sound="0.99*sin(2*PI*300*t)", filters=EVERYWHERE, codec=codec)
    heard, rate = played(media, tmp_path)
    assert 0.9 < max(map(abs, heard[rate:])) <= 1


@pytest.mark.parametrize(
    ("channels", "filters"),
    [(1, "anull"), (2, "anull"), (9, "aformat=channel_layouts=9C"), (4, "channelmap=map=0|1|2|3:channel_layout=FL+FC+SL+SR")],
)
def test_any_number_of_channels_is_heard(channels: int, filters: str, tmp_path: Path) -> None:
    tones = "|".join(f"0.5*sin(2*PI*{300 + 50 * channel}*t)" for channel in range(channels))
    codec = (*X264, "-c:a", "pcm_s16le")
    media = beeps.make(tmp_path / "film.mov", seconds=2, sound=tones, filters=filters, codec=codec)
    plan = planned(media, pieces=1)
    assert probe.source(media).sounds[0].channels == channels
    heard, _ = played(media, tmp_path, plan=plan)
    assert beeps.level(heard) > -20


def test_a_track_that_changes_its_channels_halfway_keeps_its_time(tmp_path: Path) -> None:
    for name, layout, offset in (("one", "stereo", 0), ("two", "5.1", 4)):
        tone = f"sine=440:sample_rate=48000:d=4,aformat=channel_layouts={layout}"
        codec = ["-c:v", "mpeg2video", "-c:a", "ac3", "-output_ts_offset", str(offset), "-f", "mpegts"]
        numbered.run(["-f", "lavfi", "-i", "testsrc2=s=64x36:r=25:d=4", "-f", "lavfi", "-i", tone, *codec, str(tmp_path / name)])
    media = tmp_path / "film.ts"
    media.write_bytes((tmp_path / "one").read_bytes() + (tmp_path / "two").read_bytes())
    plan = planned(media, pieces=1)
    heard, rate = played(media, tmp_path, plan=plan)
    assert len(heard) == frames.starts(plan, sample_rate=rate)[-1] * frames.SAMPLES
    assert beeps.level(heard[rate : 3 * rate]) > -30


def test_harsh_sound_keeps_the_rows_promise(tmp_path: Path) -> None:
    harsh = "0.9*gt(mod(t,0.02),0.01)|0.9*gt(mod(t*1.1,0.013),0.01)"
    media = beeps.make(tmp_path / "film.mkv", seconds=6, sound=harsh, codec=(*X264, "-c:a", "flac"))
    plan = planned(media, pieces=1)
    row = plan.sounds[0]
    cells = sound.make(probe.source(media), plan, row, 0, plan.columns, media=media, into=tmp_path)
    rates = [cell.size_bytes * 8 / seconds for cell, seconds in zip(cells, sound.durations(plan, row), strict=True)]
    assert 0.3 * row.cap_bits < max(rates) < 1.1 * row.cap_bits


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Plan, list[Cell]]:
    """A film with words in its metadata, its plan, and all cells of its sound."""
    folder = tmp_path_factory.mktemp("sound")
    tags = ("-metadata", "comment=shot-by-nobody-42", "-metadata:s:a", "handler_name=Halcyonphone", "-movflags", "use_metadata_tags")
    media = beeps.make(folder / "film.mp4", seconds=9, codec=(*X264, "-c:a", "aac", *tags))
    plan = planned(media, pieces=1)
    return media, plan, sound.make(probe.source(media), plan, plan.sounds[0], 0, plan.columns, media=media, into=folder)


def test_no_word_of_the_source_nor_of_the_encoder_is_in_any_byte(made: tuple[Path, Plan, list[Cell]]) -> None:
    media, _, cells = made
    written = b"".join(path.read_bytes() for cell in cells for path in (cell.init, cell.path))
    assert b"shot-by-nobody" in media.read_bytes()
    assert not [word for word in (b"nobody", b"Halcyon", b"Lav", b"udta", b"edts", b"elst") if word in written]


def test_every_run_writes_the_same_initialization_segment(made: tuple[Path, Plan, list[Cell]], tmp_path: Path) -> None:
    media, plan, cells = made
    (again,) = sound.make(probe.source(media), plan, plan.sounds[0], 2, 3, media=media, into=tmp_path)
    assert again.init.read_bytes() == cells[0].init.read_bytes()


def test_each_segment_says_its_exact_place(made: tuple[Path, Plan, list[Cell]]) -> None:
    _, plan, cells = made
    starts = frames.starts(plan, sample_rate=48000)
    head = inits.read(cells[0].init.read_bytes())
    found = [fragments.read(cell.path.read_bytes(), defaults=head.defaults) for cell in cells]
    assert [cell.column for cell in cells] == list(range(plan.columns))
    assert [one.decode_time for one in found] == [start * frames.SAMPLES for start in starts[:-1]]
    assert [Fraction(one.duration, 48000) for one in found] == sound.durations(plan, plan.sounds[0])
    assert [one.sequence for one in found] == list(range(1, plan.columns + 1))
    assert [cell.size_bytes for cell in cells] == [cell.path.stat().st_size for cell in cells]


def test_each_segment_has_one_moof(made: tuple[Path, Plan, list[Cell]]) -> None:
    kinds = {tuple(box.kind for box in boxes.walk(cell.path.read_bytes())) for cell in made[2]}
    assert kinds == {("styp", "moof", "mdat")}


def test_what_is_not_as_planned_is_refused(made: tuple[Path, Plan, list[Cell]], tmp_path: Path) -> None:
    media, plan, _ = made
    other = replace(plan.sounds[0], codecs="mp4a.40.5")
    with pytest.raises(OutputMalformed):
        sound.make(probe.source(media), plan, other, 0, 1, media=media, into=tmp_path)


def test_a_row_of_no_sound_of_the_source_is_a_mistake(made: tuple[Path, Plan, list[Cell]], tmp_path: Path) -> None:
    media, plan, _ = made
    with pytest.raises(ValueError, match="stream 9"):
        sound.make(probe.source(media), plan, replace(plan.sounds[0], stream=9), 0, 1, media=media, into=tmp_path)
