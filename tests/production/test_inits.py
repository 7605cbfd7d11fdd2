"""Initialization segments, read and finished."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from tests.production import numbered
from vidarium.production import boxes, fragments, inits
from vidarium.production.errors import OutputMalformed

FRAGMENTED = ("-movflags", "+frag_keyframe+empty_moov+default_base_moof")


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return initialization(tmp_path_factory.mktemp("picture") / "film.mp4", *numbered.H264)


def initialization(path: Path, *codec: str) -> bytes:
    words = ("-metadata", "title=Summer at the lake")
    film = numbered.make(path, frames=5, codec=[*codec, *words, *FRAGMENTED])
    return fragments.split(film.read_bytes())[0]


def test_what_a_player_learns_is_read(picture: bytes) -> None:
    found = inits.read(picture)
    assert (found.track, found.codecs, found.width, found.height, found.length_bytes) == (1, "avc1.42c00c", 320, 180, 4)


def test_sound_names_its_codec(tmp_path: Path) -> None:
    path = tmp_path / "sound.mp4"
    numbered.run(["-f", "lavfi", "-i", "sine=duration=1", "-c:a", "aac", *FRAGMENTED, str(path)])
    found = inits.read(fragments.split(path.read_bytes())[0])
    assert (found.codecs, found.timescale, found.width) == ("mp4a.40.2", 44_100, 0)


def test_another_codec_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputMalformed, match="mp4v"):
        inits.read(initialization(tmp_path / "film.mp4", "-c:v", "mpeg4"))


@pytest.mark.parametrize("spoilt", [b"", b"ftyp", boxes.box("ftyp"), boxes.box("moov") + boxes.box("ftyp")])
def test_anything_but_a_ftyp_and_a_moov_is_refused(spoilt: bytes) -> None:
    with pytest.raises(OutputMalformed):
        inits.read(spoilt)


def test_a_cut_initialization_segment_is_refused(picture: bytes) -> None:
    for length in range(0, len(picture), 11):
        with pytest.raises(OutputMalformed):
            inits.read(picture[:length])


def test_a_finished_one_says_nothing_about_the_source(picture: bytes) -> None:
    assert b"Summer at the lake" in picture
    assert b"Summer at the lake" not in inits.finished(picture, delay=800)


def test_a_finished_one_takes_the_delay_off(picture: bytes) -> None:
    assert inits.delay(inits.finished(picture, delay=800)) == 800


def test_finishing_twice_changes_nothing(picture: bytes) -> None:
    once = inits.finished(picture, delay=800)
    assert inits.finished(once, delay=800) == once
    assert inits.read(once) == inits.read(picture)


def test_an_edit_that_does_more_is_refused(picture: bytes) -> None:
    once = inits.finished(picture, delay=800)
    place = once.index(b"elst") + 12
    with pytest.raises(OutputMalformed, match="edit list"):
        inits.delay(once[:place] + struct.pack(">I", 5) + once[place + 4 :])


@pytest.mark.parametrize("spoilt", [b"\x04\x01\x02", b"\x03\x7f\x02", b"\x03\x80", b"\x03", b"\x03\x00\x00"])
def test_a_spoilt_descriptor_is_refused(tmp_path: Path, spoilt: bytes) -> None:
    entry = boxes.box("mp4a", bytes(inits.AUDIO_FIELDS), boxes.full_box("esds", spoilt))
    (box,) = boxes.walk(entry)
    with pytest.raises(OutputMalformed):
        inits.CODECS["mp4a"](box)
