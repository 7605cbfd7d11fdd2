"""A stream of AAC frames is split whole or refused."""

from __future__ import annotations

import pytest

from vidarium.production import adts
from vidarium.production.errors import OutputMalformed


def frame(content: bytes, *, second: int = 0xF1, size: int | None = None) -> bytes:
    length = 7 + len(content) if size is None else size
    return bytes((0xFF, second)) + (0x4C_8000_1FFC | length << 13).to_bytes(5) + content


def test_frames_are_split_without_their_headers() -> None:
    assert adts.split(frame(b"one") + frame(b"second")) == [b"one", b"second"]


def test_nothing_is_no_frame() -> None:
    assert adts.split(b"") == []


@pytest.mark.parametrize(
    "stream",
    [
        frame(b"one")[:-1],
        frame(b"one")[:5],
        b"\0" + frame(b"one"),
        frame(b"", size=7),
        frame(b"one", second=0xF0),
        frame(b"one") + b"rest of it",
    ],
)
def test_a_stream_that_is_not_whole_is_refused(stream: bytes) -> None:
    with pytest.raises(OutputMalformed):
        adts.split(stream)
