"""What comes out of the sandbox is read strictly, and what it means is decided on bare numbers."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

from vidarium.production import findings, languages, probe
from vidarium.production.errors import SourceBomb, SourceCodecUnknown, SourceRefused, SourceUnreadable
from vidarium.production.findings import Findings, MalformedError, Refusal
from vidarium.production.source import Source

SOUND = {
    "stream": 1, "codec": "aac", "sample_rate": 48000, "channels": 2, "layout": "stereo", "language": "eng", "first": 0,
    "tick": "1/48000", "end": "10",
}  # fmt: skip
PICTURE = {
    "stream": 0, "codec": "h264", "width": 1920, "height": 1080, "pixel_aspect": "1", "rotation": 0, "pixel_format": "yuv420p",
    "bit_depth": 8, "interlaced": False, "color": [1, 1, 1, 1], "rates": ["25"], "tick": "1/90000", "first": 0, "last": 896_400,
    "last_duration": 3600, "deltas": [[3600, 249]], "keyframes": [0, 360_000],
}  # fmt: skip
WHOLE = {"container": "mpegts", "claimed": "10", "picture": PICTURE, "sounds": [SOUND], "unopened": []}


def parsed(**changed: Any) -> Findings:
    found = findings.parse(json.dumps(WHOLE | changed).encode())
    assert isinstance(found, Findings)
    return found


def described(size_bytes: int = 10_000_000, **changed: Any) -> Source:
    return probe.describe(parsed(**changed), size_bytes=size_bytes)


def test_an_honest_answer_is_taken() -> None:
    source = described()
    assert source.duration == source.claimed == 10
    assert source.zero == 0
    assert source.picture
    assert list(source.picture.keyframes) == [0, 4]
    assert source.sounds[0].language == "en"


@pytest.mark.parametrize(
    "output",
    [
        b"", b"null", b"[]", b"{}", b"[" * 100_000, b'{"refused": "x"}', b'{"refused": 3, "detail": ""}', b"\xff",
        json.dumps(WHOLE | {"container": "<script>"}).encode(),
        json.dumps(WHOLE | {"claimed": "1/0"}).encode(),
        json.dumps(WHOLE | {"claimed": 10}).encode(),
        json.dumps(WHOLE | {"claimed": "1e9"}).encode(),
        json.dumps(WHOLE | {"claimed": "9" * 100}).encode(),
        json.dumps(WHOLE | {"sounds": {"a": 1}}).encode(),
        json.dumps(WHOLE | {"picture": PICTURE | {"width": 0}}).encode(),
        json.dumps(WHOLE | {"picture": PICTURE | {"width": "1920"}}).encode(),
        json.dumps(WHOLE | {"picture": PICTURE | {"tick": "0"}}).encode(),
        json.dumps(WHOLE | {"picture": PICTURE | {"color": [1]}}).encode(),
        json.dumps(WHOLE | {"picture": PICTURE | {"deltas": [[1]]}}).encode(),
        json.dumps(WHOLE | {"picture": PICTURE | {"last": 1 << 80}}).encode(),
        json.dumps(WHOLE | {"picture": None, "sounds": []}).encode(),
    ],
)  # fmt: skip
def test_an_answer_that_was_not_written_by_us_is_malformed(output: bytes) -> None:
    with pytest.raises(MalformedError):
        findings.parse(output)


def test_the_picture_starts_the_film() -> None:
    late = [SOUND | {"first": 48_000}]
    assert described(sounds=late).zero == 0
    assert described(sounds=late).sounds[0].start == 1


@pytest.mark.parametrize(("ticks_early", "zero"), [(4_320, Fraction(1)), (24_000, Fraction(1, 2))])
def test_sound_that_starts_clearly_earlier_starts_it(ticks_early: int, zero: Fraction) -> None:
    shifted = PICTURE | {"first": 90_000, "last": 986_400}
    source = described(picture=shifted, sounds=[SOUND | {"first": 48_000 - ticks_early}])
    assert source.zero == zero
    assert source.picture
    assert source.picture.start == 1 - zero


def test_a_promise_that_is_not_kept_is_told() -> None:
    source = described(claimed="880", sounds=[])
    assert source.duration == 10
    assert source.claimed == 880


def test_a_promise_that_the_sound_keeps_is_kept() -> None:
    source = described(claimed="60", sounds=[SOUND | {"end": "60"}])
    assert source.claimed == source.duration == 10


def test_a_promise_may_count_from_the_containers_zero() -> None:
    shifted = PICTURE | {"first": 4_500_000, "last": 5_396_400}
    assert described(claimed="60", picture=shifted, sounds=[]).claimed == 10


def test_a_picture_that_we_do_not_open_is_not_left_out() -> None:
    with pytest.raises(SourceCodecUnknown, match="prores_raw"):
        described(picture=None, unopened=[["video", "prores_raw"]])


def test_a_second_sound_that_we_do_not_open_is_left_out() -> None:
    assert len(described(unopened=[["audio", "apac"]]).sounds) == 1


def test_an_only_sound_that_we_do_not_open_is_not_left_out() -> None:
    with pytest.raises(SourceCodecUnknown, match="apac"):
        described(sounds=[], unopened=[["audio", "apac"]])


def test_hours_out_of_nothing_are_a_bomb() -> None:
    with pytest.raises(SourceBomb):
        described(size_bytes=1265, picture=PICTURE | {"last": 36_000 * 90_000, "deltas": [[36_000 * 90_000, 1]]})


def test_a_strange_pixel_shape_is_taken_for_square() -> None:
    picture = described(picture=PICTURE | {"pixel_aspect": "4000/1"}).picture
    assert picture
    assert picture.pixel_aspect == 1


@pytest.mark.parametrize("reason", ["empty", "playlist", "no_streams", "truncated", "incomplete", "undecodable", "codec", "too_large"])
def test_every_refusal_has_a_sentence_of_its_own(reason: str) -> None:
    refused = probe.refused(Refusal(reason, "vp6"))
    assert isinstance(refused, SourceRefused)
    assert refused.detail != SourceUnreadable.sentence()
    assert refused.detail.endswith(".")


@pytest.mark.parametrize(
    ("code", "tag"),
    [("eng", "en"), ("ger", "de"), ("deu", "de"), ("en", "en"), ("pt-BR", "pt-BR"), ("und", ""), ("", ""), ("gsw", "gsw"), ("<b>", "")],
)
def test_language_codes_become_tags(code: str, tag: str) -> None:
    assert languages.tag(code) == tag
