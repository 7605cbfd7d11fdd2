"""News of assets for the live pages of this process: heard from the database, gathered, read once, told to all who watch."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import structlog

from vidarium.accounts.bounds import Bounds
from vidarium.accounts.callers import Caller
from vidarium.edge import database, news
from vidarium.edge.errors import EdgeIsFull, TooManyStreams
from vidarium.edge.news import News

SOON_SECONDS, GATHER_SECONDS = 0.02, 0.5
"""The first news after a silence is told at once; an asset that changes with every cell, twice a second."""
STREAMS_EACH, STREAMS = 8, 1000
UNREAD = 200
"""News that a slow reader may leave unread; then its stream ends, and the page reads afresh."""
log = structlog.get_logger("vidarium.edge")


class Stream:
    """One live page's news, oldest first."""

    def __init__(self, limit: Bounds = None) -> None:
        self._limit = limit
        self.news: asyncio.Queue[bytes] = asyncio.Queue(UNREAD)
        self.is_behind = False

    def tell(self, one: News) -> None:
        """What its person may hear of it."""
        words = one.to(self._limit)
        try:
            if words:
                self.news.put_nowait(words)
        except asyncio.QueueFull:
            self.is_behind = True


class Feed:
    """All live pages. `heard` is the ear of the channel on which changes of assets are told; `run` tells them on."""

    def __init__(self) -> None:
        self._streams: defaultdict[uuid.UUID, set[Stream]] = defaultdict(set)
        self._of_person: Counter[uuid.UUID | None] = Counter()
        self._changed: defaultdict[uuid.UUID, dict[uuid.UUID, frozenset[uuid.UUID]]] = defaultdict(dict)
        """By company, each asset with the collections that it lay in before."""
        self._missed: set[uuid.UUID] = set()
        self._stirred = asyncio.Event()

    def heard(self, payload: str) -> None:
        """`company asset collection`: something about it has changed, and there it lay before, if anywhere."""
        company, asset, *before = (uuid.UUID(one) for one in payload.split())
        if company in self._streams:
            changed = self._changed[company]
            changed[asset] = changed.get(asset, frozenset()) | frozenset(before)
            self._stirred.set()

    def catch_up(self) -> None:
        """News may have been missed: look at everything that may have changed lately."""
        self._missed.update(self._streams)
        self._stirred.set()

    @contextmanager
    def stream(self, caller: Caller) -> Iterator[Stream]:
        """A stream of the caller's company. Raises `TooManyStreams`, `EdgeIsFull`."""
        if self._of_person[caller.person_id] >= STREAMS_EACH:
            raise TooManyStreams
        if self._of_person.total() >= STREAMS:
            raise EdgeIsFull
        stream = Stream(caller.collections)
        self._streams[caller.company_id].add(stream)
        self._of_person[caller.person_id] += 1
        try:
            yield stream
        finally:
            self._of_person[caller.person_id] -= 1
            self._of_person += Counter()
            self._leave(caller.company_id, stream)

    def _leave(self, company: uuid.UUID, stream: Stream) -> None:
        self._streams[company].discard(stream)
        if not self._streams[company]:
            del self._streams[company]

    async def run(self) -> None:
        """Until cancelled."""
        told = 0.0
        while True:
            await self._stirred.wait()
            await asyncio.sleep(max(SOON_SECONDS, told + GATHER_SECONDS - time.monotonic()))
            told = time.monotonic()
            self._stirred.clear()
            changed, self._changed = self._changed, defaultdict(dict)
            missed, self._missed = self._missed, set()
            for company in changed.keys() | missed:
                await self._tell(company, changed[company], lately=company in missed)

    async def _tell(self, company: uuid.UUID, changed: dict[uuid.UUID, frozenset[uuid.UUID]], *, lately: bool) -> None:
        try:
            found = await database.ask(partial(news.read, company, changed, lately=lately))
        except database.Unreachable as away:
            # Nothing is lost: when listening begins anew, everything of late is looked at.
            log.warning("feed.unread", reason=type(away).__name__)
            return
        for stream in self._streams.get(company, ()):
            for one in found:
                stream.tell(one)
