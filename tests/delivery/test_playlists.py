"""Playlists are right by RFC 8216bis, by a foreign parser, and exact to the microsecond."""

from __future__ import annotations

import re
from fractions import Fraction
from math import ceil

import m3u8  # type: ignore[import-untyped]  # a second opinion; it ships no types
import pytest

from vidarium.delivery import playlists
from vidarium.production import columns
from vidarium.production.plan import Plan, Row

TALL = Row("v720", "picture", "avc1.64001f", width=1280, height=720, cap_bits=3_600_000)
SMALL = Row("v360", "picture", "avc1.64001e", width=640, height=360, cap_bits=900_000)
GERMAN = Row("a0", "sound", "mp4a.40.2", sample_rate=48_000, channels=2, cap_bits=256_000, language="de")
OTHER = Row("a1", "sound", "mp4a.40.2", sample_rate=44_100, channels=1, cap_bits=128_000, language="de")


def planned(*rows: Row, clock: Fraction = Fraction(30000, 1001), frames: int = 1817) -> Plan:
    boundaries = columns.of(frames, clock=clock, keyframes=())
    return Plan(clock=clock, boundaries=boundaries, rows=rows, pieces=columns.pieces(boundaries, clock=clock))


FILM = planned(TALL, SMALL, GERMAN)


def attributes(line: str) -> dict[str, str]:
    return {key: value.strip('"') for key, value in re.findall(r'([A-Z0-9-]+)=("[^"]*"|[^,]*)', line.partition(":")[2])}


def test_the_smallest_rendition_is_named_first() -> None:
    lines = playlists.master(FILM, sizes={}).splitlines()
    assert [line for line in lines if not line.startswith("#")] == ["v360/index.m3u8", "v720/index.m3u8"]


def test_a_variant_says_all_that_a_player_chooses_by() -> None:
    line = next(line for line in playlists.master(FILM, sizes={}).splitlines() if "1280x720" in line)
    said = attributes(line)
    assert 3_856_000 < int(said.pop("BANDWIDTH")) < 3_880_000
    assert said == {
        "CODECS": "avc1.64001f,mp4a.40.2", "RESOLUTION": "1280x720", "FRAME-RATE": "29.970", "VIDEO-RANGE": "SDR",
        "AUDIO": "sound", "CLOSED-CAPTIONS": "NONE",
    }  # fmt: skip


def test_the_average_is_told_once_every_size_is_known() -> None:
    whole = {row.name: [10_000] * FILM.columns for row in FILM.rows}
    text = playlists.master(FILM, sizes=whole)
    picture, sound = (sum(playlists.durations(FILM, row)) for row in (TALL, GERMAN))
    wanted = ceil(80_000 * FILM.columns / picture) + ceil(80_000 * FILM.columns / sound)
    assert text.count(f"AVERAGE-BANDWIDTH={wanted}") == 2
    whole["v720"][3] = 0
    assert playlists.master(FILM, sizes=whole).count("AVERAGE-BANDWIDTH") == 1


def test_a_sound_track_is_named_in_its_own_language() -> None:
    line = next(line for line in playlists.master(FILM, sizes={}).splitlines() if line.startswith("#EXT-X-MEDIA"))
    assert attributes(line) == {
        "TYPE": "AUDIO", "GROUP-ID": "sound", "NAME": "Deutsch", "LANGUAGE": "de", "DEFAULT": "YES", "AUTOSELECT": "YES",
        "CHANNELS": "2", "URI": "a0/index.m3u8",
    }  # fmt: skip


def test_two_tracks_of_one_language_have_two_names() -> None:
    lines = playlists.master(planned(TALL, GERMAN, OTHER), sizes={}).splitlines()
    names = [attributes(line)["NAME"] for line in lines if line.startswith("#EXT-X-MEDIA")]
    assert names == ["Deutsch", "Deutsch 2"]


@pytest.mark.parametrize("language", ['x",URI="http://evil/', "de\n#EXT", "", "ü", "x" * 9])
def test_a_language_that_is_no_tag_reaches_no_playlist(language: str) -> None:
    row = Row("a0", "sound", "mp4a.40.2", sample_rate=48_000, channels=2, cap_bits=256_000, language=language)
    line = next(line for line in playlists.master(planned(TALL, row), sizes={}).splitlines() if line.startswith("#EXT-X-MEDIA"))
    assert attributes(line)["NAME"] == "Sound 1"
    assert "LANGUAGE" not in line


def test_a_film_without_sound_asks_for_none() -> None:
    text = playlists.master(planned(TALL), sizes={})
    assert "AUDIO" not in text
    assert 'CODECS="avc1.64001f"' in text


def test_sound_alone_is_a_variant_of_its_own() -> None:
    text = playlists.master(planned(GERMAN, clock=Fraction(25)), sizes={})
    assert text.splitlines()[-1] == "a0/index.m3u8"
    assert "RESOLUTION" not in text
    assert "EXT-X-MEDIA:" not in text


def test_several_sounds_alone_are_one_variant_and_a_group() -> None:
    text = playlists.master(planned(GERMAN, OTHER, clock=Fraction(25)), sizes={})
    assert text.count("#EXT-X-STREAM-INF") == 1
    assert text.count("#EXT-X-MEDIA:") == 2


@pytest.mark.parametrize("clock", [Fraction(25), Fraction(30000, 1001), Fraction(24000, 1001), Fraction(17), Fraction(60), Fraction(1)])
def test_no_duration_drifts_however_long_the_film(clock: Fraction) -> None:
    plan = planned(TALL, GERMAN, clock=clock, frames=round(7200 * clock))
    for row in plan.rows:
        told = re.findall(r"#EXTINF:([\d.]+),", playlists.media(plan, row))
        assert len(told) == plan.columns
        at = exact = Fraction(0)
        for text, seconds in zip(told, playlists.durations(plan, row), strict=True):
            at, exact = at + Fraction(text), exact + seconds
            assert abs(at - exact) <= Fraction(1, 2_000_000)


def test_every_playlist_of_a_film_has_the_same_target_and_no_column_is_longer() -> None:
    texts = [playlists.media(FILM, row) for row in FILM.rows]
    assert len({re.search(r"TARGETDURATION:(\d+)", text).group(0) for text in texts}) == 1  # type: ignore[union-attr]  # a miss fails the test
    longest = max(float(told) for text in texts for told in re.findall(r"#EXTINF:([\d.]+),", text))
    assert longest <= playlists.target(FILM)


def test_a_media_playlist_is_whole_from_the_first_second() -> None:
    lines = playlists.media(FILM, TALL).splitlines()
    assert lines[:7] == [
        "#EXTM3U", "#EXT-X-VERSION:7", f"#EXT-X-TARGETDURATION:{playlists.target(FILM)}", "#EXT-X-MEDIA-SEQUENCE:0",
        "#EXT-X-PLAYLIST-TYPE:VOD", "#EXT-X-INDEPENDENT-SEGMENTS", '#EXT-X-MAP:URI="init.mp4"',
    ]  # fmt: skip
    assert lines[-1] == "#EXT-X-ENDLIST"
    assert [line for line in lines if line.endswith(".m4s")] == [f"{column:06d}.m4s" for column in range(FILM.columns)]


def test_a_foreign_parser_reads_the_same() -> None:
    top = m3u8.loads(playlists.master(FILM, sizes={}))
    assert [variant.stream_info.resolution for variant in top.playlists] == [(640, 360), (1280, 720)]
    assert top.media[0].uri == "a0/index.m3u8"
    one = m3u8.loads(playlists.media(FILM, GERMAN))
    assert (one.playlist_type, one.is_endlist, one.version, len(one.segments)) == ("vod", True, 7, FILM.columns)
    assert one.segment_map[0].uri == "init.mp4"


def test_a_playlist_begins_with_its_mark_and_ends_its_lines() -> None:
    for text in (playlists.master(FILM, sizes={}), playlists.media(FILM, TALL)):
        assert text.startswith("#EXTM3U\n")
        assert text.endswith("\n")
        assert "\r" not in text
