"""Keeps programs running: starts them in order, restarts what dies, stops them in the opposite order, leaves no orphan.

    with Supervisor(logs=…, say=print) as keeper:
        keeper.start(postgres)
        keeper.start(web)
        keeper.watch()

One thread, no event loop: it must be the last thing on the machine to fail.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from vidarium.foundation import orphan
from vidarium.foundation.errors import StartRefused

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PAUSES = (0.0, 0.5, 1.0, 2.0, 5.0)
"""Seconds before a program that died is started again, by how many times it has died in a row."""
STEADY_SECONDS = 30.0
"""A program that lived this long begins its row of deaths anew."""
LARGEST_LOG = 10_000_000
LOG_CHECK_SECONDS = 30.0


class Interrupted(BaseException):
    """Somebody wants us to end. Not an `Exception`: nothing on the way may take it for a failure."""


@dataclass(frozen=True)
class Program:
    """One thing to keep running."""

    name: str
    start: Callable[[int, Callable[[], None]], subprocess.Popen[bytes]]
    """Starts it, given the descriptor of its log and what its child must run first (`preexec_fn`)."""
    answers: Callable[[], bool]
    """Whether it is ready for work."""
    ending: signal.Signals = signal.SIGTERM
    """Asks it to end in peace."""
    orphaned: signal.Signals = signal.SIGKILL
    """What it gets when the supervisor itself was killed."""
    patience_seconds: float = 10.0
    """How long it may take to end in peace."""


@dataclass
class Kept:
    """A program, its process and how it has fared."""

    program: Program
    process: subprocess.Popen[bytes]
    started: float
    deaths: int = 0
    due: float | None = None
    """When it is to be started again; None while it runs."""


@dataclass
class Supervisor:
    """Whoever starts children from it must do so in the thread that stays: they die with that thread."""

    logs: Path
    say: Callable[[str], None]
    kept: list[Kept] = field(default_factory=list)
    hurried: bool = False

    def __enter__(self) -> Supervisor:
        for wish in ENDING:
            signal.signal(wish, _interrupt)
        return self

    def __exit__(self, *_: object) -> None:
        for wish in ENDING:
            signal.signal(wish, self._hurry)
        self.stop()

    def start(self, *programs: Program, within_seconds: float = 30.0) -> None:
        """Start programs side by side and wait until each answers. Raises `StartRefused` where one does not."""
        for program in programs:
            self.kept.append(Kept(program, self._launch(program), time.monotonic()))
        if not self.until(lambda: all(program.answers() for program in programs), within_seconds=within_seconds):
            silent = next((program for program in programs if not program.answers()), programs[0])
            raise StartRefused(f"{silent.name} does not start; its log says why: {self.log_of(silent.name)}")

    def until(self, condition: Callable[[], bool], *, within_seconds: float) -> bool:
        """Keep everything running until the condition holds. Whether it came to that in time."""
        deadline = time.monotonic() + within_seconds
        while not condition():
            if time.monotonic() > deadline:
                return False
            self._tend()
            time.sleep(0.05)
        return True

    def watch(self) -> None:
        """Keep everything running until a signal ends it (`Interrupted`)."""
        checked = time.monotonic()
        while True:
            time.sleep(0.2)
            self._tend()
            if time.monotonic() - checked > LOG_CHECK_SECONDS:
                checked = time.monotonic()
                for kept in self.kept:
                    turn_over(self.log_of(kept.program.name))

    def stop(self) -> None:
        """End everything, the last started first; what does not end in time is killed. A second Ctrl-C kills at once."""
        while self.kept:
            kept = self.kept.pop()
            if kept.process.poll() is None:
                kept.process.send_signal(kept.program.ending)
                self._await(kept)

    def log_of(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def _tend(self) -> None:
        for kept in self.kept:
            if kept.due is None and kept.process.poll() is not None:
                self._mourn(kept)
            if kept.due is not None and time.monotonic() >= kept.due:
                self._revive(kept)

    def _mourn(self, kept: Kept) -> None:
        now = time.monotonic()
        kept.deaths = 1 if now - kept.started > STEADY_SECONDS else kept.deaths + 1
        kept.due = now + PAUSES[min(kept.deaths, len(PAUSES)) - 1]
        self.say(f"{kept.program.name} {_ending(kept.process.returncode)}; starting it again.")

    def _revive(self, kept: Kept) -> None:
        try:
            kept.process = self._launch(kept.program)
        except OSError as refused:
            # No memory, no process number, no room: none of it may end what still runs.
            kept.due = time.monotonic() + PAUSES[-1]
            self.say(f"{kept.program.name} could not be started: {refused.strerror}; trying again.")
        else:
            kept.started, kept.due = time.monotonic(), None

    def _launch(self, program: Program) -> subprocess.Popen[bytes]:
        # Appended to, so that a log which is cut short while in use goes on at its new end.
        descriptor = os.open(self.log_of(program.name), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            return program.start(descriptor, orphan.tied(os.getpid(), by=program.orphaned))
        finally:
            os.close(descriptor)

    def _await(self, kept: Kept) -> None:
        deadline = time.monotonic() + kept.program.patience_seconds
        while kept.process.poll() is None:
            if self.hurried or time.monotonic() > deadline:
                self.say(f"{kept.program.name} did not end in time and was killed.")
                kept.process.kill()
                kept.process.wait()
            time.sleep(0.02)

    def _hurry(self, _signal: int, _frame: FrameType | None) -> None:
        self.hurried = True


def _ending(code: int) -> str:
    known = {wish.value for wish in signal.Signals}
    return f"ended with code {code}" if code >= 0 else f"was killed by {signal.Signals(-code).name if -code in known else -code}"


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise Interrupted


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Hold the lock file. Raises `StartRefused` where another supervisor does; the kernel frees it when we die."""
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as taken:
        process = os.read(descriptor, 20).decode()
        os.close(descriptor)
        raise StartRefused(f"Vidarium already runs on {file.parent} (process {process}): stop it first, or set DATA_DIR.") from taken
    os.truncate(descriptor, 0)
    os.write(descriptor, str(os.getpid()).encode())
    try:
        yield
    finally:
        os.close(descriptor)


def turn_over(log: Path) -> None:
    """Keep one older log beside a log that has grown too large. Its writers keep their descriptor, so it is copied and cut."""
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        # On a full disk the copy fails; that the log is cut matters then all the more.
        with suppress(OSError):
            shutil.copyfile(log, log.with_suffix(".log.1"))
        os.truncate(log, 0)
