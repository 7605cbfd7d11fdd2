"""A body on its way in: in order, whole, read ahead within bounds, given up when nothing comes."""

from __future__ import annotations

import asyncio
import time

import pytest

from vidarium.edge import receiving
from vidarium.edge.asgi import Message
from vidarium.edge.receiving import PIECE_BYTES, Body, drain
from vidarium.library.errors import UploadHasStalled


class Sender:
    """A client whose messages are known beforehand; it is silent after the last."""

    def __init__(self, *chunks: bytes, then: str = "silence") -> None:
        self.chunks, self.then, self.asked = list(chunks), then, 0

    async def __call__(self) -> Message:
        self.asked += 1
        if self.chunks:
            chunk = self.chunks.pop(0)
            return {"type": "http.request", "body": chunk, "more_body": bool(self.chunks) or self.then != "end"}
        if self.then == "disconnect":
            return {"type": "http.disconnect"}
        return await asyncio.Future()


async def test_a_body_comes_in_order_and_whole() -> None:
    chunks = [bytes([number]) * 100_000 for number in range(150)]
    async with Body(Sender(*chunks, then="end"), size_bytes=15_000_000) as body:
        came = b""
        while len(came) < 15_000_000:
            came += b"".join(await body.take())
    assert came == b"".join(chunks)


async def test_not_a_byte_more_than_was_declared_is_taken() -> None:
    async with Body(Sender(b"abcdef"), size_bytes=4) as body:
        assert await body.take() == [b"abcd"]
        assert body.has_ended


async def test_what_came_before_a_disconnect_is_given_and_then_the_end_is_known() -> None:
    async with Body(Sender(b"abc", then="disconnect"), size_bytes=10) as body:
        assert await body.take() == [b"abc"]
        assert await body.take() == []
        assert body.has_ended


async def test_a_slow_senders_bytes_are_given_after_two_seconds() -> None:
    began = time.monotonic()
    async with Body(Sender(b"abc"), size_bytes=10) as body:
        while not (chunks := await body.take()):
            assert time.monotonic() - began < 4
        assert chunks == [b"abc"]
    assert time.monotonic() - began > 1.5


async def test_nobody_is_read_further_ahead_than_two_pieces() -> None:
    sender = Sender(*[bytes(PIECE_BYTES)] * 6)
    async with Body(sender, size_bytes=6 * PIECE_BYTES) as body:
        await asyncio.sleep(0.1)
        assert sender.asked == 2
        assert len(await body.take()) == 2
        await asyncio.sleep(0.1)
        assert sender.asked == 4


async def test_silence_is_borne_for_a_minute_or_until_another_waits() -> None:
    async with Body(Sender(), size_bytes=10) as body:
        body.check_patience(is_wanted_since=lambda _: True)
        body.heard_at -= receiving.STALLED_SECONDS
        body.check_patience(is_wanted_since=lambda _: False)
        with pytest.raises(UploadHasStalled):
            body.check_patience(is_wanted_since=lambda _: True)
        body.heard_at -= receiving.PATIENCE_SECONDS
        with pytest.raises(UploadHasStalled):
            body.check_patience(is_wanted_since=lambda _: False)


async def test_a_refused_body_runs_out_within_bounds() -> None:
    short, long = Sender(b"abc", b"def", then="end"), Sender(*[bytes(1 << 20)] * 40)
    await drain(short)
    await drain(long)
    assert short.chunks == []
    assert len(long.chunks) == 40 - receiving.DRAINED_BYTES // (1 << 20)


async def test_a_refused_sender_that_is_silent_is_not_waited_for() -> None:
    began = time.monotonic()
    await drain(Sender())
    assert time.monotonic() - began < receiving.DRAINED_SECONDS + 1
