"""News of assets for the live pages of this process: heard from the database, gathered, read once, told to all who watch."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

import structlog
from django.db.models import Q

from vidarium.accounts.callers import Caller
from vidarium.edge import database
from vidarium.edge.errors import EdgeIsFull, TooManyStreams
from vidarium.foundation import clock, ids, tenancy
from vidarium.library import assets
from vidarium.library.models import Status
from vidarium.production import facts, grids

SOON_SECONDS, GATHER_SECONDS = 0.02, 0.5
"""The first news after a silence is told at once; an asset that changes with every cell, twice a second."""
STREAMS_EACH, STREAMS = 8, 1000
UNREAD = 200
"""News that a slow reader may leave unread; then its stream ends, and the page reads afresh."""
MISSED = timedelta(minutes=2)
DELETED = "deleted"
"""The status of what is no longer shown."""
log = structlog.get_logger("vidarium.edge")


class Stream:
    """One live page's news, oldest first."""

    def __init__(self) -> None:
        self.news: asyncio.Queue[bytes] = asyncio.Queue(UNREAD)
        self.is_behind = False

    def tell(self, news: bytes) -> None:
        try:
            self.news.put_nowait(news)
        except asyncio.QueueFull:
            self.is_behind = True


class Feed:
    """All live pages. `heard` is the ear of the channel on which changes of assets are told; `run` tells them on."""

    def __init__(self) -> None:
        self._streams: defaultdict[uuid.UUID, set[Stream]] = defaultdict(set)
        self._of_person: Counter[uuid.UUID | None] = Counter()
        self._changed: defaultdict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
        self._missed: set[uuid.UUID] = set()
        self._stirred = asyncio.Event()

    def heard(self, payload: str) -> None:
        """`company asset`: something about it has changed."""
        company, asset = (uuid.UUID(one) for one in payload.split())
        if company in self._streams:
            self._changed[company].add(asset)
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
        stream = Stream()
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
            changed, self._changed = self._changed, defaultdict(set)
            missed, self._missed = self._missed, set()
            for company in changed.keys() | missed:
                await self._tell(company, changed[company], lately=company in missed)

    async def _tell(self, company: uuid.UUID, assets: set[uuid.UUID], *, lately: bool) -> None:
        try:
            news = await database.ask(partial(read, company, frozenset(assets), lately=lately))
        except database.Unreachable as away:
            # Nothing is lost: when listening begins anew, everything of late is looked at.
            log.warning("feed.unread", reason=type(away).__name__)
            return
        for stream in self._streams.get(company, ()):
            for one in news:
                stream.tell(one)


def read(company_id: uuid.UUID, asset_ids: frozenset[uuid.UUID], *, lately: bool) -> list[bytes]:
    """Each asset as an event; with `lately` also those that are being made or have just changed."""
    with tenancy.within(company_id):
        wanted = Q(id__in=asset_ids)
        if lately:
            wanted |= Q(updated_at__gte=clock.now() - MISSED) | Q(status__in=(Status.PREPARING, Status.PLAYABLE))
        shown = list(assets.everything(company_id).filter(wanted, retirement=None))
        planned = grids.of_each([asset.id for asset in shown])
        told = [_event(asset.public_id, asset.status, facts.progress(asset, planned.get(asset.id))) for asset in shown]
    gone = asset_ids - {asset.id for asset in shown}
    return told + [_event(ids.show("ast", asset_id), DELETED, 0) for asset_id in gone]


def _event(public_id: str, status: str, progress: float) -> bytes:
    data = json.dumps({"id": public_id, "status": status, "progress": round(progress, 4)})
    return f"event: asset\ndata: {data}\n\n".encode()
