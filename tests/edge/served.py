"""Server processes for tests: granian as the product runs it, on a free port and on unix sockets."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from vidarium.foundation.environment import EDGE_ROLE, WEB_ROLE

GRANIAN = [sys.executable, "-m", "granian", "--no-ws", "--log-level", "warning", "--workers-kill-timeout", "2"]
PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    """Names in lower case; of several of one name the last."""
    body: bytes
    all_headers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Server:
    """A server process that answers."""

    process: subprocess.Popen[bytes]
    port: int

    def ask(self, path: str, *, method: str = "GET", headers: Mapping[str, str] | None = None, body: bytes | None = None) -> Answer:
        """One request on a connection of its own; the path is sent as it stands."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            link.putrequest(method, path, skip_accept_encoding=True, skip_host="Host" in (headers or {}))
            for name, value in (headers or {}).items():
                link.putheader(name, value)
            if body is not None:
                link.putheader("Content-Length", str(len(body)))
            link.endheaders(body)
            found = link.getresponse()
            told = tuple((name.lower(), value) for name, value in found.getheaders())
            return Answer(found.status, dict(told), found.read(), told)
        finally:
            link.close()

    def say(self, request: bytes, *, limit_bytes: int = 1 << 20) -> bytes:
        """Raw bytes there, and what comes back until the server hangs up."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_SECONDS) as link:
            link.sendall(request)
            answer = b""
            while len(answer) < limit_bytes and (piece := link.recv(65536)):
                answer += piece
            return answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def edge(application: str = "vidarium.project.asgi:application") -> Iterator[Server]:
    """An edge of this run's machine, once it answers."""
    port = free_port()
    with started("asgi", EDGE_ROLE, ["--host", "127.0.0.1", "--port", str(port), "--loop", "uvloop", application]) as process:
        await_port(process, port)
        yield Server(process, port)


@contextmanager
def web(file: Path, application: str) -> Iterator[subprocess.Popen[bytes]]:
    """A web server on a unix socket, once it answers."""
    with started("wsgi", WEB_ROLE, ["--uds", str(file), "--uds-permissions", "0600", "--blocking-threads", "4", application]) as process:
        await_socket(process, file)
        yield process


@contextmanager
def started(interface: str, login: str, words: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    env = {**os.environ, "VIDARIUM_LOGIN": login}
    process = subprocess.Popen([*GRANIAN, "--interface", interface, *words], cwd=Path(__file__).parents[2], env=env)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=PATIENCE_SECONDS)


def await_port(process: subprocess.Popen[bytes], port: int) -> None:
    await_true(process, lambda: answers(socket.AF_INET, ("127.0.0.1", port)))


def await_socket(process: subprocess.Popen[bytes], file: Path) -> None:
    await_true(process, lambda: answers(socket.AF_UNIX, str(file)))


def answers(family: socket.AddressFamily, address: str | tuple[str, int]) -> bool:
    with socket.socket(family) as link:
        try:
            link.connect(address)
        except OSError:
            return False
    return True


def await_true(process: subprocess.Popen[bytes], question: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not question():
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"the server did not start: {process.poll()}")
        time.sleep(0.05)
