"""Work that many wait for is done once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable


class Single[Answer]:
    """While a work runs, everyone who asks for the same waits for that one and gets its answer."""

    def __init__(self) -> None:
        self._running: dict[Hashable, asyncio.Task[Answer]] = {}

    async def ask(self, key: Hashable, work: Callable[[], Awaitable[Answer]]) -> Answer:
        """The answer of `work`, or of the same work that runs already. One asker's leaving does not end it for the others."""
        task = self._running.get(key)
        if task is None:
            task = self._running[key] = asyncio.ensure_future(_begun(work))
            task.add_done_callback(lambda _: self._running.pop(key, None))
        return await asyncio.shield(task)


async def _begun[Answer](work: Callable[[], Awaitable[Answer]]) -> Answer:
    return await work()
