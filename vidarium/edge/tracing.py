"""`X-Request-Id`: echoed where the client sent one, else made, so that a line of a log can be found again."""

from __future__ import annotations

import re
import uuid

from vidarium.edge.asgi import Application, Message, Receive, Scope, Send, header, raw_path

NAME = b"x-request-id"
UNTRACED = b"/p/"
"""Segments are asked for by the thousand, and none of them is looked for in a log."""
SOUND = re.compile(r"[A-Za-z0-9._-]{1,100}")
"""Nothing that a terminal, a log or a header could take for more than a name."""


def request_id(scope: Scope) -> str:
    """The client's own id where it is a plain word, else a new one."""
    given = header(scope, NAME)
    return given if SOUND.fullmatch(given) else uuid.uuid4().hex


class Traced:
    """An application whose requests and answers carry one id, so that `web` logs the same one. The hot path keeps out of it."""

    def __init__(self, app: Application) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or raw_path(scope).startswith(UNTRACED):
            await self._app(scope, receive, send)
            return
        name = request_id(scope).encode()
        scope = {**scope, "headers": [*(pair for pair in scope["headers"] if pair[0] != NAME), (NAME, name)]}

        async def tagged(message: Message) -> None:
            if message["type"] == "http.response.start" and not any(key == NAME for key, _ in message["headers"]):
                message["headers"] = [*message["headers"], (NAME, name)]
            await send(message)

        await self._app(scope, receive, tagged)
