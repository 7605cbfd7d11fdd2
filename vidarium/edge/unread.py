"""What clients send to the edge and nobody reads: counted in memory with each request, written down once a minute beside them."""

from __future__ import annotations

import asyncio
from functools import partial

from vidarium.accounts import undeclared
from vidarium.edge import database

EVERY_SECONDS = undeclared.EVERY.total_seconds()


async def run() -> None:
    """For as long as the edge lives. A database that is away costs the counts of that minute, and nothing else."""
    while True:
        await asyncio.sleep(EVERY_SECONDS)
        await write_down()


async def write_down() -> None:
    counts = undeclared.TALLY.take()
    if counts:
        try:
            await database.ask(partial(undeclared.write, counts))
        except database.Unreachable:
            return
