"""The forwarder: every path that is not the edge's own goes to `web` over its unix socket, body and answer streamed.

It is security code. What a header means between two neighbours (RFC 9110 section 7.6.1) stops here; what says who is asking
(`X-Forwarded-…`) is overwritten, in every spelling, for WSGI takes `X_Forwarded_For` for the same name.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import structlog
from yarl import URL

from vidarium.edge.asgi import Receive, Scope, Send, header, raw_path
from vidarium.edge.away import send_away
from vidarium.edge.errors import RequestTooLarge, WebIsAway, WebIsLate

HOP_BY_HOP = frozenset({
    b"connection", b"expect", b"keep-alive", b"proxy-authenticate", b"proxy-authorization", b"proxy-connection", b"te", b"trailer",
    b"transfer-encoding", b"upgrade", b"http2-settings",
})  # fmt: skip
WHO_ASKS = (b"x-forwarded", b"forwarded", b"x-real-ip", b"x-client-ip", b"true-client-ip", b"x-remote")
OURS = frozenset({b"date", b"server"})
"""Headers of the answer that this server writes itself."""

LARGEST_BODY_BYTES = 16 << 20
"""Far more than any form of ours; videos go another way."""
HEALTH = "/healthz/web"
CONNECTIONS = 64
TIMES = aiohttp.ClientTimeout(total=120, connect=10, sock_read=60)
log = structlog.get_logger("vidarium.edge")


class Forwarder:
    """Forwards to the server behind `socket`. People see `public_url`, whose scheme is https where a proxy speaks TLS for us."""

    def __init__(self, socket: Path, *, public_url: str) -> None:
        self._public = URL(public_url)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.UnixConnector(path=str(socket), limit=CONNECTIONS),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            timeout=TIMES,
            skip_auto_headers=("Accept", "Accept-Encoding", "User-Agent", "Content-Type"),
        )

    async def close(self) -> None:
        await self._session.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = Body(scope, receive)
        try:
            found = await self._ask(scope, body)
        except TimeoutError:
            await send_away(send, scope, WebIsLate())
        except aiohttp.ClientError as trouble:
            log.warning("web.away", reason=type(trouble).__name__)
            await send_away(send, scope, RequestTooLarge() if body.is_too_large else WebIsAway())
        else:
            async with found:
                await relay(found, scope, send)

    async def is_well(self) -> bool:
        """Whether `web` answers, and reaches its database."""
        headers = {"Host": self._public.authority, "X-Forwarded-Proto": self._public.scheme}
        try:
            async with self._session.get(URL(f"http://web{HEALTH}"), headers=headers, timeout=aiohttp.ClientTimeout(total=3)) as found:
                return found.ok
        except (aiohttp.ClientError, TimeoutError):
            return False

    async def _ask(self, scope: Scope, body: Body) -> aiohttp.ClientResponse:
        """What `web` answers: its status and headers are there, its body is still on the way."""
        if body.is_too_large:
            raise aiohttp.ClientPayloadError
        return await self._session.request(
            scope["method"],
            address(scope),
            headers=self._headers(scope),
            data=body.pieces() if body.is_there else None,
            allow_redirects=False,
        )

    def _headers(self, scope: Scope) -> list[tuple[str, str]]:
        client = (scope.get("client") or ("", 0))[0]
        kept = [
            (name.decode("latin-1"), value.decode("latin-1")) for name, value in passed_on(scope["headers"]) if not tells_who_asks(name)
        ]
        return [
            *kept,
            ("X-Forwarded-For", client),
            ("X-Forwarded-Proto", self._public.scheme),
            ("X-Forwarded-Host", header(scope, b"host")),
        ]


def address(scope: Scope) -> URL:
    """The path and query exactly as they came; only the neighbour's name is ours."""
    path = raw_path(scope).decode("latin-1")
    query = scope["query_string"].decode("latin-1")
    return URL(f"http://web{path if path.startswith('/') else '/' + path}{'?' + query if query else ''}", encoded=True)


def passed_on(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Without what is between neighbours: the known names, and those that `Connection` names."""
    lowered = [(name.lower(), value) for name, value in headers]
    named = {one.strip().lower() for name, value in lowered if name == b"connection" for one in value.split(b",")}
    return [(name, value) for name, value in lowered if name not in HOP_BY_HOP and name not in named]


def tells_who_asks(name: bytes) -> bool:
    """Whether a client could lie with it; a name with an underscore could stand for any other."""
    return b"_" in name or name.startswith(WHO_ASKS)


class Body:
    """A request's body on its way through; more than `LARGEST_BODY_BYTES` of it break the request off."""

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self._receive = receive
        length = header(scope, b"content-length")
        self.is_too_large = length.isdigit() and int(length) > LARGEST_BODY_BYTES
        told = length not in {"", "0"} or bool(header(scope, b"transfer-encoding"))
        # HTTP/2 need not tell: what may have a body is asked for it.
        self.is_there = told or (scope["http_version"] != "1.1" and scope["method"] not in {"GET", "HEAD"})

    async def pieces(self) -> AsyncIterator[bytes]:
        """What arrives, as it arrives."""
        arrived, more = 0, True
        while more:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise ConnectionAbortedError
            arrived += len(message.get("body", b""))
            self.is_too_large = arrived > LARGEST_BODY_BYTES
            if self.is_too_large:
                raise ConnectionAbortedError
            if message.get("body"):
                yield message["body"]
            more = message.get("more_body", False)


async def relay(found: aiohttp.ClientResponse, scope: Scope, send: Send) -> None:
    """The answer as it arrives. One that breaks off is broken off here too: without its end the client can't take it for whole."""
    headers = [(name, value) for name, value in passed_on(list(found.raw_headers)) if name not in OURS]
    await send({"type": "http.response.start", "status": found.status, "headers": headers})
    try:
        if scope["method"] != "HEAD":
            async for piece in found.content.iter_any():
                await send({"type": "http.response.body", "body": piece, "more_body": True})
    except (aiohttp.ClientError, TimeoutError) as trouble:
        log.warning("web.broke_off", reason=type(trouble).__name__)
        # The answer keeps its error, which keeps this frame, which keeps the client's connection open until it is collected.
        trouble.__traceback__ = None
    else:
        await send({"type": "http.response.body", "body": b""})
