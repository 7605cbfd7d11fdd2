"""One connection that listens: what PostgreSQL tells (NOTIFY) is passed on to whoever waits in this process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import psycopg
import structlog
from psycopg import sql

QUIET_SECONDS = 10.0
"""After so long without news the connection is asked whether it still lives."""
AGAIN_SECONDS = 0.5
APPLICATION = "vidarium-listens"
"""How the connection is known in `pg_stat_activity`."""
log = structlog.get_logger("vidarium.edge")


class Listener:
    """Hears the channels and calls each one's ear with the payload. A connection that is lost is made again."""

    def __init__(self, conninfo: Mapping[str, Any], ears: Mapping[str, Callable[[str], None]], *, connected: Callable[[], None]) -> None:
        """`connected` is called whenever listening begins: what was said before was not heard."""
        self._conninfo, self._ears, self._connected = conninfo, ears, connected

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self._listen()
            except (psycopg.Error, OSError, TimeoutError) as lost:
                log.warning("listen.lost", reason=type(lost).__name__)
            await asyncio.sleep(AGAIN_SECONDS)

    async def _listen(self) -> None:
        async with await psycopg.AsyncConnection.connect(**self._conninfo, autocommit=True, connect_timeout=5) as connection:
            for channel in self._ears:
                await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
            self._connected()
            while True:
                async for heard in connection.notifies(timeout=QUIET_SECONDS):
                    self._ears[heard.channel](heard.payload)
                async with asyncio.timeout(QUIET_SECONDS):
                    await connection.execute("SELECT 1")


def conninfo(database: Mapping[str, Any]) -> dict[str, Any]:
    """Django's settings of a database, as psycopg takes them."""
    words = {"host": "HOST", "port": "PORT", "dbname": "NAME", "user": "USER", "password": "PASSWORD"}
    return {ours: database[theirs] for ours, theirs in words.items() if database.get(theirs)} | {"application_name": APPLICATION}
