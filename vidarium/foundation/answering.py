"""Does an HTTP server answer there? As small a question as can be asked."""

from __future__ import annotations

import socket
from pathlib import Path

SECONDS = 4.0
LEAST = len(b"HTTP/1.1 200")


def on_port(port: int, path: str) -> bool:
    """Whether the server on this machine's `port` answers `path` with anything but a server error."""
    return _answers(socket.AF_INET, ("127.0.0.1", port), path)


def on_socket(file: Path, path: str) -> bool:
    """The same, for a server on a unix socket."""
    return _answers(socket.AF_UNIX, str(file), path)


def _answers(family: socket.AddressFamily, address: str | tuple[str, int], path: str) -> bool:
    question = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
    try:
        with socket.socket(family, socket.SOCK_STREAM) as asking:
            asking.settimeout(SECONDS)
            asking.connect(address)
            asking.sendall(question)
            answer = asking.recv(LEAST, socket.MSG_WAITALL)
    except OSError:
        return False
    return answer.startswith(b"HTTP/1.") and answer[9:10] in {b"2", b"3", b"4"}
