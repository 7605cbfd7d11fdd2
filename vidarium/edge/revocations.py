"""Which playbacks are revoked, in memory: heard of by NOTIFY, read again every half minute.

A list that could not be read for a minute says nothing any more: then links are answered with 503 and not with a film
that was perhaps withdrawn meanwhile.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Callable

import structlog

from vidarium.edge import database

EVERY_SECONDS, AGAIN_SECONDS, HOLDS_SECONDS = 30.0, 1.0, 60.0
log = structlog.get_logger("vidarium.edge")


class Revocations:
    """The list. `run` keeps it; the hot path only looks."""

    def __init__(self, read: Callable[[], set[uuid.UUID]]) -> None:
        self._read = read
        self._list: set[uuid.UUID] = set()
        self._read_at = float("-inf")
        self._news = asyncio.Event()

    @property
    def sure(self) -> bool:
        """Whether the list was read within the last minute."""
        return time.monotonic() - self._read_at < HOLDS_SECONDS

    def __contains__(self, playback: uuid.UUID) -> bool:
        return playback in self._list

    def read_again(self) -> None:
        """Something has changed, or may have: read the list at once."""
        self._news.set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self._news.clear()
            rest = EVERY_SECONDS if await self._refresh() else AGAIN_SECONDS
            try:
                await asyncio.wait_for(self._news.wait(), rest)
            except TimeoutError:
                continue

    async def _refresh(self) -> bool:
        # The list is as old as the moment when its reading began.
        began = time.monotonic()
        try:
            self._list = await database.ask(self._read)
        except database.Unreachable as away:
            log.warning("revocations.unread", reason=type(away).__name__)
            return False
        self._read_at = began
        return True
