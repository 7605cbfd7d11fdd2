"""`/healthz`: 200 only when edge, web, worker and database work together, else 503 naming the part."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable

import structlog
from django.conf import settings
from django.db import connection

from vidarium.edge import database
from vidarium.edge.asgi import Receive, Scope, Send, answer
from vidarium.edge.refusals import GUARDED
from vidarium.edge.single import Single

WELL = "ok"
LIMIT_SECONDS = 3.0
HOLDS_SECONDS = 0.5
"""However many ask, the parts are asked twice a second at most."""
MISSED_BEATS = 3
LAST_BEAT = "SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers"
log = structlog.get_logger("vidarium.edge")

Parts = dict[str, str]
"""Each part's name, and `ok` or what is wrong with it."""


class Health:
    """Answers `/healthz`. `web` says whether web answers."""

    def __init__(self, *, web: Callable[[], Awaitable[bool]]) -> None:
        self._web = web
        self._looking: Single[Parts] = Single()
        self._last: Parts = {}
        self._looked_at = float("-inf")

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        parts = await self.parts()
        well = all(state == WELL for state in parts.values())
        headers = [(b"content-type", b"application/json"), *GUARDED, *([] if well else [(b"retry-after", b"1")])]
        await answer(send, scope, status=200 if well else 503, headers=headers, body=json.dumps(parts).encode())

    async def parts(self) -> Parts:
        """How each part is, of this moment or half a second ago."""
        if time.monotonic() - self._looked_at > HOLDS_SECONDS:
            self._last = await self._looking.ask("parts", self._look)
        return self._last

    async def _look(self) -> Parts:
        web, data = await asyncio.gather(_limited(self._ask_web()), _limited(_ask_database()))
        self._looked_at = time.monotonic()
        parts = {"edge": WELL, "web": web, **({"database": WELL, "worker": data} if data in {WELL, NO_WORKER} else {"database": data})}
        if any(state != WELL for state in parts.values()):
            log.warning("unwell", **parts)
        return parts

    async def _ask_web(self) -> str:
        return WELL if await self._web() else "does not answer"


NO_WORKER = "no worker is at work"


async def _ask_database() -> str:
    """The worker is asked through the database: its heartbeats are all that is known of it, on whatever machine it is."""
    try:
        age = await database.ask(_last_beat)
    except database.Unreachable:
        return "can't be reached"
    return NO_WORKER if age is None or age > MISSED_BEATS * settings.ENVIRONMENT.heartbeat_seconds + 1 else WELL


def _last_beat() -> float | None:
    with connection.cursor() as cursor:
        cursor.execute(LAST_BEAT)
        row = cursor.fetchone()
    return None if row is None or row[0] is None else float(row[0])


async def _limited(question: Awaitable[str]) -> str:
    try:
        return await asyncio.wait_for(question, LIMIT_SECONDS)
    except TimeoutError:
        return "does not answer in time"
