"""The waiting room: a viewer's cell that is not made yet is asked for, and waited for until it is there."""

from __future__ import annotations

import asyncio
import uuid
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from vidarium.delivery.errors import PartIsLate, PartSetAside
from vidarium.delivery.links import Link
from vidarium.delivery.parts import Init, Segment
from vidarium.edge import database
from vidarium.edge.errors import EdgeIsFull
from vidarium.edge.single import Single
from vidarium.production import jobs

PATIENCE_SECONDS = 8.0
"""Then the answer is 503: the player asks again, and no connection is held for long."""
LOOK_SECONDS = 0.5
"""How often the store is looked at without news: what was told while no connection listened is not told again."""
SEATS = 2000
"""People who wait at the same time; each costs a few kilobytes."""

Place = tuple[uuid.UUID, str]
"""A row of a grid: news of any of its cells wakes all who wait there."""


class WaitingRoom:
    """Who waits for what. `heard` is the ear of the channel on which workers tell of new cells."""

    def __init__(self, *, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._patience = patience_seconds
        self._waiting: defaultdict[Place, set[asyncio.Event]] = defaultdict(set)
        self._seated = 0
        self._asking: Single[bool] = Single()

    def heard(self, payload: str) -> None:
        """`grid row first last`: wake everyone who waits for that row."""
        grid, row, _first, _last = payload.split()
        for bell in self._waiting.get((uuid.UUID(grid), row), ()):
            bell.set()

    async def wait_for(self, path: Path, link: Link, part: Init | Segment) -> None:
        """Returns when the object is there. Raises `PartSetAside` where it never will be, `PartIsLate` after the bound."""
        with self._seat((link.grid, part.row)) as bell:
            try:
                async with asyncio.timeout(self._patience):
                    await self._until_there(path, link, part, bell)
            except TimeoutError as late:
                raise PartIsLate from late

    async def _until_there(self, path: Path, link: Link, part: Init | Segment, bell: asyncio.Event) -> None:
        """Asked for again whenever there is news of the row and still no cell: the news may be that it was set aside."""
        told = True
        # The seat was taken before this first look, so no news is missed between the two.
        while not _is_there(path):
            if told and not await self._ask(link, part):
                raise PartSetAside
            bell.clear()
            told = await _rings(bell)

    async def _ask(self, link: Link, part: Init | Segment) -> bool:
        """An initialisation segment comes with any cell of its row; the first is the shortest."""
        column = part.column if isinstance(part, Segment) else 0
        ask = partial(jobs.ask, link.company, link.grid, part.row, column)
        return await self._asking.ask((link.grid, part.row, column), lambda: database.ask(ask))

    @contextmanager
    def _seat(self, place: Place) -> Iterator[asyncio.Event]:
        if self._seated >= SEATS:
            raise EdgeIsFull
        bell = asyncio.Event()
        self._seated += 1
        self._waiting[place].add(bell)
        try:
            yield bell
        finally:
            self._seated -= 1
            self._waiting[place].discard(bell)
            if not self._waiting[place]:
                del self._waiting[place]


def _is_there(path: Path) -> bool:
    """A look at a directory: far cheaper than the thread that could do it."""
    return path.exists()


async def _rings(bell: asyncio.Event) -> bool:
    try:
        await asyncio.wait_for(bell.wait(), LOOK_SECONDS)
    except TimeoutError:
        return False
    return True
