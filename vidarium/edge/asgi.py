"""The words of ASGI 3 that the edge speaks raw, where a framework's router and responses would cost too much."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
"""What ASGI says about a connection; its values are of many types."""
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = Iterable[tuple[bytes, bytes]]


def header(scope: Scope, name: bytes) -> str:
    """The request header's value (`name` in lower case), empty where there is none; several are joined by a comma (RFC 9110 5.3)."""
    values = [value for key, value in scope["headers"] if key == name]
    return b", ".join(values).decode("latin-1")


def raw_path(scope: Scope) -> bytes:
    """The path as it was sent, nothing decoded."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    return raw


async def answer(send: Send, scope: Scope, *, status: int, headers: Headers, body: bytes = b"") -> None:
    """A whole answer. HEAD gets its headers alone."""
    await send({"type": "http.response.start", "status": status, "headers": [*headers, (b"content-length", b"%d" % len(body))]})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


async def until_gone(receive: Receive) -> None:
    """Returns when the client has hung up."""
    while (await receive())["type"] != "http.disconnect":
        pass
