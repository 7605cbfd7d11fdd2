"""Start the sandbox, read what it says, wait for its end or end it."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from vidarium.foundation.process import sandbox
from vidarium.foundation.process.errors import Cancelled, OutOfTime, OverLimit, ProgramFailed, SandboxUnavailable
from vidarium.foundation.process.leash import Leash
from vidarium.foundation.process.step import Finished, Limits, Step
from vidarium.foundation.process.syscalls import filter_fd
from vidarium.foundation.process.users import let_read, let_write, service_user

POLL_SECONDS = 0.2
OUTPUT_BYTES = 64 << 20
"""A program that says more than this on standard output is out of hand."""
LOG_BYTES = 64 << 10
"""Of standard error the end is kept: a hostile file can make ffmpeg complain without end."""
KILLED, TOO_LARGE_A_FILE = 128 + signal.SIGKILL, 128 + signal.SIGXFSZ


def run(step: Step, *, within: Limits, nice: int = 0, cancelled: Callable[[], bool] | None = None) -> Finished:
    """Run `step` in the sandbox and wait for it. Raises a `ProcessError` unless it ends with exit code 0.

    `cancelled` is asked about five times a second; once it says yes everything in the sandbox is killed. Safe to call
    from several threads at once. The thread that calls must live until the end: the sandbox dies with it.
    """
    with Leash() as leash, _Run(_start(step, leash, within=within, nice=nice)) as running:
        leash.started(running.child.pid)
        running.watch(leash, time.monotonic() + within.wall_seconds, cancelled or _never)
    return _ending(running)


def _never() -> bool:
    return False


def _start(step: Step, leash: Leash, *, within: Limits, nice: int) -> subprocess.Popen[bytes]:
    user = service_user()
    for path in step.inputs.values():
        let_read(path, user)
    if step.output:
        let_write(step.output, user)
    fd = filter_fd()
    try:
        return subprocess.Popen(  # noqa: S603 - the one place where a foreign program is started
            sandbox.command(step, within=within, as_user=user, filter_fd=fd, nice=nice),
            stdin=leash.inside.fileno(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=(fd, leash.end),
            # A process group of its own, for the leash; and Ctrl-C in a terminal is for the supervisor, which decides what
            # still ends in peace.
            start_new_session=True,
        )
    except FileNotFoundError as missing:
        raise SandboxUnavailable(f"{missing.filename} is missing: install it with `apt install bubblewrap`.") from missing
    finally:
        os.close(fd)


@dataclass
class _Run:
    """A started sandbox and what it has said so far."""

    child: subprocess.Popen[bytes]
    output: bytearray = field(default_factory=bytearray)
    log: bytearray = field(default_factory=bytearray)

    def __enter__(self) -> _Run:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave nothing behind, however we leave: bubblewrap dies, and the init of its namespace, which takes all with it."""
        if self.child.poll() is None:
            os.killpg(self.child.pid, signal.SIGKILL)
        self.child.wait()
        for pipe in (self.child.stdout, self.child.stderr):
            if pipe:
                pipe.close()

    def watch(self, leash: Leash, deadline: float, cancelled: Callable[[], bool]) -> None:
        """Read until the sandbox has closed its pipes and ended; raise at the deadline or when cancelled."""
        ears = ((self.child.stdout, self._hear_output), (self.child.stderr, self._hear_log), (leash.gate, leash.let_go))
        with selectors.DefaultSelector() as selector:
            for pipe, hear in ears:
                if pipe:
                    selector.register(pipe, selectors.EVENT_READ, hear)
            while selector.get_map():
                for key, _ in selector.select(_patience(deadline)):
                    if not _listen(key):
                        selector.unregister(key.fileobj)
                _check(deadline, cancelled)
        while not self._ended(_patience(deadline)):
            _check(deadline, cancelled)

    def _hear_output(self, piece: bytes) -> None:
        self.output += piece
        if len(self.output) > OUTPUT_BYTES:
            raise OverLimit("The program said more than it may and was ended.")

    def _hear_log(self, piece: bytes) -> None:
        self.log += piece
        if len(self.log) > 2 * LOG_BYTES:
            del self.log[:-LOG_BYTES]

    def _ended(self, timeout: float) -> bool:
        try:
            self.child.wait(timeout)
        except subprocess.TimeoutExpired:
            return False
        return True


def _listen(key: selectors.SelectorKey) -> bool:
    """Hand on what came. False once nobody is left at the other end."""
    try:
        piece = os.read(key.fd, 1 << 16)
    except ConnectionResetError:
        return False
    hear: Callable[[bytes], None] = key.data
    if piece:
        hear(piece)
    return bool(piece)


def _patience(deadline: float) -> float:
    return max(0.0, min(POLL_SECONDS, deadline - time.monotonic()))


def _check(deadline: float, cancelled: Callable[[], bool]) -> None:
    if time.monotonic() >= deadline:
        raise OutOfTime
    if cancelled():
        raise Cancelled


def _ending(run: _Run) -> Finished:
    code = run.child.returncode
    log = run.log[-LOG_BYTES:].decode("utf-8", "replace")
    if code == 0:
        return Finished(output=bytes(run.output), log=log)
    if code == 1 and log.startswith("bwrap: "):
        raise SandboxUnavailable(f"The sandbox can't start: {log.splitlines()[0]}")
    if code == TOO_LARGE_A_FILE:
        raise OverLimit("The program wrote a larger file than it may and was ended.")
    # A negative code: bubblewrap itself was killed from outside, and everything in the sandbox with it.
    if code in {KILLED, -signal.SIGKILL}:
        raise OverLimit("The program needed more processor time or memory than it may and was ended.")
    raise ProgramFailed(code, log)
