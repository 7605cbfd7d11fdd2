"""Is the port free?"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator

import pytest

from vidarium.foundation import answering, port
from vidarium.foundation.errors import StartRefused


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that this process listens on, as granian does: ready to share."""
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_port_that_somebody_listens_on_is_refused_with_who_to_stop(taken: int) -> None:
    with pytest.raises(StartRefused) as refused:
        port.check("127.0.0.1", taken)
    assert f"(process {os.getpid()}): stop it with `kill {os.getpid()}`, or set PORT to another number." in refused.value.detail


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])  # noqa: S104 - what a server for others binds
def test_a_free_port_passes(host: str, taken: int) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    port.check(host, free)


def test_a_port_just_left_is_free(taken: int) -> None:
    with socket.socket() as server:
        # As granian does.
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("127.0.0.1", 0))
        server.listen()
        left = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", left)):
            server.accept()[0].close()
    port.check("127.0.0.1", left)


def test_nobody_holds_a_port_that_is_free() -> None:
    assert port.holder(1) is None


def test_a_listener_that_never_speaks_does_not_answer(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "SECONDS", 0.2)
    assert not answering.on_port(taken, "/")
