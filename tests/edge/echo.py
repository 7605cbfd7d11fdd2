"""A web application that tells what it was sent: what stands behind the forwarder in its tests."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from typing import Any

from vidarium.foundation import orphan

orphan.die_with_server()


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """`/status/404`, `/slow`, `/cookies`, `/large`, `/endless`, `/break`; anything else is told back as JSON."""
    path = environ["PATH_INFO"]
    if path.startswith("/status/"):
        start(f"{path.removeprefix('/status/')} Told", [("Content-Type", "text/plain"), ("X-Kind", "told")])
        return [b"as told"]
    if path == "/cookies":
        start(
            "200 OK",
            [
                ("Set-Cookie", "a=1; Path=/"),
                ("Set-Cookie", "b=2; HttpOnly"),
                ("Connection", "x-inner"),
                ("X-Inner", "secret"),
                ("Keep-Alive", "timeout=5"),
            ],
        )
        return [b""]
    if path == "/large":
        start("200 OK", [("Content-Type", "application/octet-stream")])
        return (b"x" * 65536 for _ in range(512))
    if path == "/slow":
        start("200 OK", [("Content-Type", "text/plain")])
        return slowly()
    if path == "/endless":
        start("200 OK", [("Content-Type", "text/plain")])
        return (b"%d\n" % number for number in iter(slept, None))
    if path == "/break":
        start("200 OK", [("Content-Length", "1000")])
        return breaking()
    return told(environ, start)


def slowly() -> Iterable[bytes]:
    for number in range(3):
        time.sleep(0.3)
        yield b"%d\n" % number


def breaking() -> Iterable[bytes]:
    yield b"only this"
    # Else granian may answer 500 in place of what it has not sent yet.
    time.sleep(0.3)
    raise ConnectionAbortedError


def slept() -> int:
    time.sleep(0.1)
    return 1


def told(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    body = environ["wsgi.input"].read()
    seen = {name: value for name, value in environ.items() if isinstance(value, str)}
    answer = json.dumps({**seen, "body_bytes": len(body), "body_start": body[:40].decode("latin-1")}).encode()
    start("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(answer)))])
    return [answer]
