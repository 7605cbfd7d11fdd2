"""The one address. A look at the path decides: films, live pages, health and uploads are the edge's own, all else is `web`'s."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager

import structlog
from django.conf import settings

from vidarium.accounts import undeclared
from vidarium.delivery import playback
from vidarium.edge import unread
from vidarium.edge.asgi import Application, Message, Receive, Scope, Send, raw_path
from vidarium.edge.events import Events
from vidarium.edge.feed import Feed
from vidarium.edge.forward import Forwarder
from vidarium.edge.health import Health
from vidarium.edge.listen import Listener, conninfo
from vidarium.edge.play import Play
from vidarium.edge.refusals import refuse
from vidarium.edge.revocations import Revocations
from vidarium.edge.sheets import Sheets
from vidarium.edge.waiting import WaitingRoom
from vidarium.foundation.errors import VidariumError
from vidarium.library import live
from vidarium.production import notify

AGAIN_SECONDS = 1.0
log = structlog.get_logger("vidarium.edge")


class Edge:
    """The ASGI application. What it keeps in memory begins and ends with the server's lifespan."""

    def __init__(self, *, files: Application) -> None:
        """`files` answers uploads, at `/files`."""
        self._files = files
        self._doors: dict[bytes, Application] = {}
        self._otherwise: Application = files

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            door = self.door(raw_path(scope))
            if door is not self._otherwise:
                # What is passed on is counted there.
                undeclared.TALLY.add_raw(scope["headers"])
            await guarded(door, scope, receive, send)

    def door(self, path: bytes) -> Application:
        """Who answers this path: decided by its first part, as it was sent, nothing decoded."""
        first, slash, _ = path[1:].partition(b"/")
        return self._doors.get(first + slash) or self._otherwise

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        async with self._open():
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})

    @asynccontextmanager
    async def _open(self) -> AsyncIterator[None]:
        machine = settings.ENVIRONMENT
        revocations, waiting, feed = Revocations(playback.revoked), WaitingRoom(), Feed()
        web = Forwarder(machine.web_socket, public_url=machine.public_url)
        self._doors = {
            b"p/": Play(ring=playback.ring(), revocations=revocations, waiting=waiting, sheets=Sheets()),
            b"files": self._files,
            b"files/": self._files,
            b"events": Events(feed),
            b"healthz": Health(web=web.is_well),
        }
        self._otherwise = web
        ears = {notify.CELLS: waiting.heard, live.ASSETS: feed.heard, playback.REVOCATIONS: lambda _: revocations.read_again()}

        def begun() -> None:
            """Whatever was said while nobody listened."""
            revocations.read_again()
            feed.catch_up()

        listener = Listener(conninfo(settings.DATABASES["default"]), ears, connected=begun)
        async with running(listener.run, revocations.run, feed.run, unread.run):
            yield
        await web.close()


@asynccontextmanager
async def running(*works: Callable[[], Coroutine[None, None, None]]) -> AsyncIterator[None]:
    """While the block lasts, these run."""
    tasks = [asyncio.create_task(forever(work)) for work in works]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def forever(work: Callable[[], Coroutine[None, None, None]]) -> None:
    """A process's outermost loop: what nobody foresaw is logged, and the work begun again, for a deaf edge serves lies."""
    while True:
        try:
            await work()
        except Exception:
            log.exception("unforeseen")
        await asyncio.sleep(AGAIN_SECONDS)


async def guarded(door: Application, scope: Scope, receive: Receive, send: Send) -> None:
    """The outermost loop: what nobody foresaw is logged and answered with 500, without a word about the inside."""
    began = False

    async def watched(message: Message) -> None:
        nonlocal began
        began = True
        await send(message)

    try:
        await door(scope, receive, watched)
    except Exception:
        log.exception("unforeseen", method=scope["method"])
        if began:
            raise
        await refuse(send, scope, VidariumError())
