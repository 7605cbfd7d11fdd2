"""The probe in its sandbox, on every kind of film that people upload and on those that nobody should."""

from __future__ import annotations

import itertools
import socket
import struct
from fractions import Fraction
from pathlib import Path

import pytest

from tests import films
from vidarium.foundation import process
from vidarium.foundation.process import Limits
from vidarium.production import probe
from vidarium.production.errors import SourceRefused, SourceUnreadable
from vidarium.production.source import Source

SAMPLE = Fraction(1, 50)
"""How exactly a container says when a sound starts and ends: a frame of it."""


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Source]:
    """What the probe says of each kind, asked once."""
    folder = tmp_path_factory.mktemp("kinds")
    return {name: probed(name, folder) for name in films.KINDS}


def probed(name: str, folder: Path) -> Source:
    return probe.source(films.make(name, folder))


def facts_of(source: Source) -> dict[str, object]:
    """What `films.Film.facts` speaks of."""
    facts: dict[str, object] = {
        "container": source.container,
        "zero": source.zero,
        "duration": source.duration,
        "sounds": tuple((sound.codec, sound.channels, sound.sample_rate) for sound in source.sounds),
        "languages": tuple(sound.language for sound in source.sounds),
        "sound_start": next((rounded(sound.start) for sound in source.sounds), None),
    }
    seen = source.picture
    if seen is None:
        return facts | {"picture": None, "duration": rounded(source.duration)}
    names = ["codec", "width", "height", "rotation", "variable", "start", "bit_depth", "interlaced", "pixel_aspect", "keyframes", "hdr"]
    names += ["color_transfer", "color_primaries", "color_space", "pixel_format"]
    return facts | {name: getattr(seen, name) for name in names} | {"display": seen.display_size, "rate": seen.frame_rate}


def rounded(seconds: Fraction) -> Fraction:
    return round(seconds * 10) / Fraction(10)


@pytest.mark.parametrize("name", films.KINDS)
def test_every_kind_of_film_is_found_as_it_is(name: str, sources: dict[str, Source]) -> None:
    found = facts_of(sources[name])
    assert {fact: found[fact] for fact in films.KINDS[name].facts} == films.KINDS[name].facts


@pytest.mark.parametrize("name", films.KINDS)
def test_a_whole_film_claims_what_it_holds(name: str, sources: dict[str, Source]) -> None:
    source = sources[name]
    assert source.claimed == source.duration > 0


@pytest.mark.parametrize("name", films.HOSTILE)
def test_what_is_no_film_is_refused_with_a_sentence(name: str, tmp_path: Path) -> None:
    with pytest.raises(SourceRefused) as refused:
        probed(name, tmp_path)
    assert refused.value.code == films.HOSTILE[name].code
    assert refused.value.detail.endswith(".")
    assert str(tmp_path) not in refused.value.detail


@pytest.mark.parametrize("name", films.BROKEN_OFF)
def test_a_film_that_breaks_off_says_where_and_of_how_much(name: str, tmp_path: Path) -> None:
    source = probed(name, tmp_path)
    assert 3 < source.duration < 5
    assert abs(source.claimed - 8) < 2 * SAMPLE


def test_a_format_that_is_not_opened_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceRefused, match="magicyuv"):
        probed("magicyuv", tmp_path)


def test_an_unfinished_upload_is_told_from_noise(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="table of contents is missing"):
        probed("no_moov", tmp_path)


def test_a_playlist_reaches_no_neighbour_and_no_network(tmp_path: Path) -> None:
    films.make("plain", tmp_path).rename(tmp_path / "neighbour.mp4")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        path = tmp_path / "list.mp4"
        path.write_text(f"ffconcat version 1.0\nfile neighbour.mp4\nfile http://127.0.0.1:{listener.getsockname()[1]}/x\n")
        with pytest.raises(SourceRefused):
            probe.source(path)
        with pytest.raises(TimeoutError):
            listener.accept()


def test_a_header_that_lies_about_its_length_is_not_believed(tmp_path: Path) -> None:
    path = films.make("plain", tmp_path)
    data = bytearray(path.read_bytes())
    at = data.index(b"mvhd") + 4
    # ISO 14496-12 8.2.2, version 0: flags, two times, time scale, duration.
    struct.pack_into(">I", data, at + 16, 2**32 - 1)
    path.write_bytes(data)
    source = probe.source(path)
    assert source.duration == source.claimed == 2


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_film_gives_a_source_or_a_sentence(seed: int, tmp_path: Path) -> None:
    path = films.make(("plain", "vp9", "broadcast", "avi")[seed % 4], tmp_path)
    data = bytearray(path.read_bytes())
    for at in range(seed, len(data), 997 + 31 * seed):
        data[at] ^= 0x55
    path.write_bytes(data)
    assert outcome(path)


def outcome(path: Path) -> str | Fraction:
    try:
        return probe.source(path).duration
    except SourceRefused as refused:
        return refused.detail


def test_out_of_time_is_not_the_films_fault(tmp_path: Path) -> None:
    with pytest.raises(process.OutOfTime):
        probe.source(films.make("plain", tmp_path), within=Limits(cpu_seconds=5, wall_seconds=0.01))


@pytest.mark.parametrize("extension", ["mp4", "mkv", "ts", "avi"])
def test_a_long_film_is_measured_from_its_index_and_tail(extension: str, tmp_path: Path) -> None:
    """Over 64 MB nothing is read but the head, the index and the tail; the result is that of reading all."""
    path = long_film(tmp_path, extension)
    source = probe.source(path)
    assert path.stat().st_size > 64 << 20
    assert source.picture
    assert abs(source.duration - 160) < SAMPLE
    assert source.picture.frame_rate == 30
    assert not source.picture.variable
    if extension == "ts":
        return
    expected = [Fraction(second) for second in range(160)]
    assert [round(at * 30) / Fraction(30) for at in source.picture.keyframes] == expected


def long_film(folder: Path, extension: str) -> Path:
    """Twenty times eight seconds of noise, too much to be read whole."""
    part = "part.avi" if extension == "avi" else "part.mp4"
    noise = ("-f", "rawvideo", "-pixel_format", "gray", "-video_size", "320x180", "-framerate", "30", "-t", "8", "-i", "/dev/urandom")
    codec = (
        ("-c:v", "msmpeg4", "-q:v", "1", "-sc_threshold", "1000000000")
        if extension == "avi"
        else (*films.X264, "-crf", "1", "-sc_threshold", "0")
    )
    commands = (
        (*noise, *codec, "-g", "30", f"/out/{part}"),
        ("-stream_loop", "19", "-i", f"/out/{part}", "-c", "copy", f"/out/long.{extension}"),
    )
    for command in commands:
        process.run(process.Step("ffmpeg", ("-nostdin", "-v", "error", "-y", *command), output=folder), within=films.LIMITS)
    return folder / f"long.{extension}"


def test_a_long_film_that_breaks_off_is_read_to_where_it_does(tmp_path: Path) -> None:
    path = long_film(tmp_path, "mkv")
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * 0.75)])
    source = probe.source(path)
    assert 110 < source.duration < 130
    assert abs(source.claimed - 160) < SAMPLE
    assert source.picture
    assert all(after - before == 1 for before, after in itertools.pairwise(map(rounded, source.picture.keyframes)))
