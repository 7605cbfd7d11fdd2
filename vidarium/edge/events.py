"""`/events`: server-sent events for a person who is signed in (WHATWG HTML, server-sent events). Ends when the session does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from http.cookies import CookieError, SimpleCookie

from django.conf import settings

from vidarium.accounts import accesses, callers
from vidarium.accounts.authority import Permission
from vidarium.accounts.callers import Caller
from vidarium.accounts.errors import AccountsError, NotSignedIn
from vidarium.edge import database
from vidarium.edge.asgi import Receive, Scope, Send, header, until_gone
from vidarium.edge.errors import EdgeError, WrongMethod
from vidarium.edge.feed import Feed, Stream
from vidarium.edge.refusals import GUARDED, refuse
from vidarium.library.errors import LibraryIsAway

QUIET_SECONDS = 15.0
"""A comment after so long without news: proxies close what says nothing."""
SESSION_SECONDS = 45.0
"""How often the session is looked at again: within a minute of its end the stream ends too."""
STUCK_SECONDS = 30.0
"""A reader that takes nothing for so long is gone."""
HEADERS = [(b"content-type", b"text/event-stream"), (b"x-accel-buffering", b"no"), *GUARDED]


class Events:
    """Answers `/events`."""

    def __init__(self, feed: Feed, *, session_seconds: float = SESSION_SECONDS, quiet_seconds: float = QUIET_SECONDS) -> None:
        self._feed, self._session_seconds, self._quiet_seconds = feed, session_seconds, quiet_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            if scope["method"] != "GET":
                raise WrongMethod
            caller = await watcher(scope)
            with self._feed.stream(caller) as stream:
                await self._stream(scope, receive, send, stream, caller)
        except (AccountsError, EdgeError) as error:
            await refuse(send, scope, error)
        except database.Unreachable:
            await refuse(send, scope, LibraryIsAway())

    async def _stream(self, scope: Scope, receive: Receive, send: Send, stream: Stream, caller: Caller) -> None:
        """Until the client hangs up, reads too slowly, or may no longer see it: whichever comes first ends the others."""
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await send(_body(b"retry: 2000\n\n"))
        await first_of(until_gone(receive), self._until_shut_out(scope, caller), self._tell(send, stream))

    async def _tell(self, send: Send, stream: Stream) -> None:
        while not stream.is_behind:
            try:
                news = await asyncio.wait_for(stream.news.get(), self._quiet_seconds)
            except TimeoutError:
                news = b": still here\n\n"
            try:
                async with asyncio.timeout(STUCK_SECONDS):
                    await send(_body(news))
            except TimeoutError:
                return

    async def _until_shut_out(self, scope: Scope, caller: Caller) -> None:
        """Signed out, suspended, or at work in another company. A database that is away for a moment shuts nobody out."""
        welcome = True
        while welcome:
            await asyncio.sleep(self._session_seconds)
            try:
                welcome = await watcher(scope) == caller
            except AccountsError:
                welcome = False
            except database.Unreachable:
                continue


async def first_of(*works: Coroutine[None, None, None]) -> None:
    """Until the first of these ends, well or badly; the others are cancelled."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def watcher(scope: Scope) -> Caller:
    """As `who`, for those who may see videos, service staff who look among them. Raises `NotAllowed`, too."""
    caller = await _known(scope, accesses.onlooker)
    caller.require(Permission.SEE_ASSETS)
    return caller


async def who(scope: Scope) -> Caller:
    """The person whose session cookie came with the request. Raises `NotSignedIn`."""
    return await _known(scope, callers.by_session)


async def _known(scope: Scope, find: Callable[[str], Caller | None]) -> Caller:
    session = session_of(header(scope, b"cookie"))
    caller = await database.ask(partial(find, session)) if session else None
    if caller is None:
        raise NotSignedIn
    return caller


def session_of(cookies: str) -> str:
    """The session cookie's value, empty where there is none."""
    try:
        found = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return found.value if found else ""


def _body(piece: bytes) -> dict[str, object]:
    return {"type": "http.response.body", "body": piece, "more_body": True}
