"""Codecs and loudspeakers, named as people name them."""

from __future__ import annotations

import pytest

from vidarium.console import codecs


@pytest.mark.parametrize(
    ("codec", "name"),
    [("h264", "H.264"), ("msmpeg4v3", "MS-MPEG-4"), ("mpeg2video", "MPEG-2"), ("pcm_s16le", "PCM"), ("wmv3", "WMV3")],
)
def test_a_codec_has_its_usual_name(codec: str, name: str) -> None:
    assert codecs.named(codec) == name


@pytest.mark.parametrize(
    ("parameter", "name"),
    [("avc1.64001f", "H.264 High"), ("avc1.4d401e", "H.264 Main"), ("avc1.6e001f", "H.264"), ("mp4a.40.2", "AAC"), ("opus", "opus")],
)
def test_a_rung_is_named_with_its_profile(parameter: str, name: str) -> None:
    assert codecs.rung(parameter) == name


@pytest.mark.parametrize(
    ("layout", "channels", "words"),
    [("stereo", 2, "Stereo"), ("mono", 1, "Mono"), ("5.1(side)", 6, "5.1"), ("", 3, "3 channels"), ("unknown", 1, "1 channel")],
)
def test_loudspeakers_are_named_or_counted(layout: str, channels: int, words: str) -> None:
    assert codecs.loudspeakers(layout, channels) == words
