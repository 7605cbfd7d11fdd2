"""The body of an upload: taken off the network while what came before is on its way to the disk."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Self

from vidarium.edge.asgi import Receive
from vidarium.library.errors import UploadHasStalled

PIECE_BYTES = 4 << 20
"""Synced and acknowledged together. A process that is killed loses at most this much, or `PIECE_SECONDS` of a slow sender."""
PIECE_SECONDS = 2.0
TICK_SECONDS = 0.5
STALLED_SECONDS = 3.0
"""A sender that says nothing for so long makes room for another that is waiting, so that one who lost their network can go on."""
PATIENCE_SECONDS = 60.0
"""A sender that says nothing for so long is given up."""
DRAINED_BYTES, DRAINED_SECONDS = 16 << 20, 2.0

_threads = ThreadPoolExecutor(16, thread_name_prefix="disk")


async def on_disk[Answer](verb: Callable[[], Answer]) -> Answer:
    """What the verb answers, which may wait for a disk: not in the event loop, and not in the database's threads."""
    return await asyncio.get_running_loop().run_in_executor(_threads, verb)


class Body:
    """`size_bytes` of a request's body, read ahead by at most two pieces."""

    def __init__(self, receive: Receive, *, size_bytes: int) -> None:
        self._receive, self._left = receive, size_bytes
        self._chunks: list[bytes] = []
        self._waiting_bytes = 0
        self._taken_at = self.heard_at = time.time()
        self._change = asyncio.Event()
        self.has_ended = False

    async def __aenter__(self) -> Self:
        self._reading = asyncio.create_task(self._read())
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._reading.cancel()
        await asyncio.gather(self._reading, return_exceptions=True)

    async def take(self) -> list[bytes]:
        """The next piece; a smaller one from a slow sender or at the end; none after `TICK_SECONDS` without one, or when all is taken."""
        await self._settled()
        is_due = time.time() - self._taken_at >= PIECE_SECONDS
        if self.has_ended or is_due or self._waiting_bytes >= PIECE_BYTES:
            chunks, self._chunks, self._waiting_bytes = self._chunks, [], 0
            self._taken_at = time.time()
            self._change.set()
            return chunks
        return []

    def check_patience(self, *, is_wanted_since: Callable[[float], bool]) -> None:
        """Raises `UploadHasStalled` where the sender has been silent for too long, sooner where another one is waiting."""
        silent = time.time() - self.heard_at
        if silent >= PATIENCE_SECONDS or (silent >= STALLED_SECONDS and is_wanted_since(self.heard_at)):
            raise UploadHasStalled

    async def _settled(self) -> None:
        """Until there is a piece, or the end, or a tick has passed."""
        end = asyncio.get_running_loop().time() + TICK_SECONDS
        while not self.has_ended and self._waiting_bytes < PIECE_BYTES:
            self._change.clear()
            try:
                async with asyncio.timeout_at(end):
                    await self._change.wait()
            except TimeoutError:
                return

    async def _read(self) -> None:
        """Until everything has come, or the client has gone. `receive` is never cancelled while the body is wanted: it could lose bytes."""
        more = True
        try:
            while more and self._left > 0:
                message = await self._receive()
                chunk: bytes = message.get("body", b"")[: self._left]
                more = message["type"] == "http.request" and message.get("more_body", False)
                self._keep(chunk)
                while self._waiting_bytes >= 2 * PIECE_BYTES:
                    self._change.clear()
                    await self._change.wait()
        finally:
            self.has_ended = True
            self._change.set()

    def _keep(self, chunk: bytes) -> None:
        self._left -= len(chunk)
        if chunk:
            self._chunks.append(chunk)
            self._waiting_bytes += len(chunk)
            self.heard_at = time.time()
        if self._waiting_bytes >= PIECE_BYTES:
            self._change.set()


async def drain(receive: Receive) -> None:
    """Let a body that is refused run out, within bounds: a client that is still sending would not hear the answer."""
    left = DRAINED_BYTES
    try:
        async with asyncio.timeout(DRAINED_SECONDS):
            while left > 0:
                message = await receive()
                left -= len(message.get("body", b""))
                if not message.get("more_body", False):
                    return
    except TimeoutError:
        return
