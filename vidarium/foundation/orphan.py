"""A child that dies with its parent, so that nothing of ours outlives the supervisor, however it ends.

Linux tells a process of its parent's death (`prctl(2)`, PR_SET_PDEATHSIG). It means the parent *thread*: start children
from a thread that lasts. The wish survives `execve`, not a later change of user.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
from collections.abc import Callable

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def tied(to: int, *, by: signal.Signals) -> Callable[[], None]:
    """What `subprocess` runs in the child (`preexec_fn`): from then on the child gets this signal when process `to` dies."""

    def tie() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, by.value, 0, 0, 0)
        # The parent may have died before we asked.
        if os.getppid() != to:
            os.kill(os.getpid(), signal.SIGKILL)

    return tie


def die_with_server() -> None:
    """For a server's own worker process, whose start is not ours: tie it to its server. Anywhere else this does nothing.

    A granian whose main process is killed would leave its worker behind, serving the port beside its successor.
    """
    server = multiprocessing.parent_process()
    if server is not None and server.pid is not None:
        tied(server.pid, by=signal.SIGKILL)()
