"""Nothing in a sandbox outlives whoever started it, from the first instant.

bubblewrap's own `--die-with-parent` holds only once it is set up: of workers killed in the first 30 ms of a run every second
one left a program running. So, inside the sandbox and just before the program, stands a *gate*: it says that it is there
and waits for our word; if we are dead by then it gives up. Before we say it we tie the *leash*, a pipe: when its writing end
closes, because this process was killed, the kernel itself sends SIGKILL to the sandbox's process group (fcntl(2),
`F_SETSIG`). What waits at the gate is in that group, so there is no moment at which neither holds; and not sooner, because
bubblewrap killed halfway through its own beginning leaves its other half waiting.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import socket
from types import TracebackType
from typing import Self

GATE = ("/bin/sh", "-c", 'echo here >&0 && read -r go && exec "$@" </dev/null', "gate")
"""What stands before the program's own words: the same in every run, of which nothing is ever part of its text."""


class Leash:
    """Open it before the start. The child gets `inside` as its standard input, and a copy of `end`."""

    def __init__(self) -> None:
        self.gate, self.inside = socket.socketpair()
        self.end, self._hand = os.pipe()
        fcntl.fcntl(self.end, fcntl.F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(self.end, fcntl.F_SETFL, fcntl.fcntl(self.end, fcntl.F_GETFL) | os.O_ASYNC)

    def started(self, group: int) -> None:
        """The child runs, as the head of this process group, and has its own copies."""
        self._group = group
        self.inside.close()

    def let_go(self, _said: bytes) -> None:
        """Somebody is at the gate: tie the leash, then open."""
        fcntl.fcntl(self.end, fcntl.F_SETOWN, -self._group)
        # Whoever was there may be dead again; then its exit code tells.
        with contextlib.suppress(BrokenPipeError):
            self.gate.sendall(b"go\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for one in (self.gate, self.inside):
            one.close()
        for fd in (self.end, self._hand):
            os.close(fd)
