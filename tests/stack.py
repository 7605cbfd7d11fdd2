"""The whole product, started as a person starts it, in a `DATA_DIR` of its own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

START_SECONDS, STOP_SECONDS = 90.0, 45.0
READY = "Ctrl-C stops it."
HEARTBEAT = "0.5"
OURS = {"DATABASE_URL", "SECRET_KEY", "EMAIL_URL", "SMS_URL", "PUBLIC_URL"}
"""What this machine may have set, and no test means."""


@dataclass
class Stack:
    """A started product. `cli` runs its `vidarium` command on the same data."""

    process: subprocess.Popen[str]
    url: str
    data_dir: Path
    environment: dict[str, str]
    said: list[str]
    """What it has printed so far, by line."""

    @property
    def sign_in(self) -> str:
        """The printed link, good once."""
        return next(word for line in self.said for word in line.split() if "/sign-in/" in word)

    def cli(self, *words: str, within_seconds: float = 60) -> str:
        """What the command prints. Raises `CalledProcessError`, with its sentence, unless it ends with 0."""
        command = [sys.executable, "-m", "vidarium", *words]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=within_seconds, check=False)
        if done.returncode:
            failed = subprocess.CalledProcessError(done.returncode, command, done.stdout, done.stderr)
            failed.add_note(done.stderr)
            raise failed
        return done.stdout

    def token(self, company: str = "demo") -> str:
        """A new API token of the company."""
        return self.cli("token", "--company", company).splitlines()[-1]

    def add_company(self, slug: str) -> str:
        """Another company; its owner's sign-in link."""
        return self.cli("company", "add", slug, "--name", slug.title(), "--owner", f"owner@{slug}.example").splitlines()[-1]

    def stop(self) -> int:
        """As Ctrl-C does; its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(STOP_SECONDS)


@contextmanager
def started(*, data_dir: Path | None = None, sample: bool = False, **variables: str) -> Iterator[Stack]:
    """A running product, stopped at the end. Give `data_dir` (see `fresh_data_dir`) to start again on the same data."""
    folder = data_dir or fresh_data_dir()
    stack = launch(folder, sample=sample, variables=variables)
    try:
        await_ready(stack)
        yield stack
    finally:
        stop_or_kill(stack)
        if data_dir is None:
            shutil.rmtree(folder, ignore_errors=True)


def launch(data_dir: Path, *, sample: bool = False, variables: Mapping[str, str] | None = None) -> Stack:
    """Start it and do not wait."""
    port = str(free_port())
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    environment = {**kept, "PORT": port, "DATA_DIR": str(data_dir), "VIDARIUM_HEARTBEAT": HEARTBEAT, **(variables or {})}
    words = [sys.executable, "-m", "vidarium", "up", *([] if sample else ["--no-sample"])]
    process = subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    stack = Stack(process, f"http://localhost:{environment['PORT']}", data_dir, environment, [])
    threading.Thread(target=listen, args=(stack,), daemon=True).start()
    return stack


def listen(stack: Stack) -> None:
    assert stack.process.stdout
    with stack.process.stdout as lines:
        stack.said.extend(line.rstrip("\n") for line in lines)


def await_ready(stack: Stack, *, within_seconds: float = START_SECONDS) -> None:
    """Wait for its last line of welcome."""
    deadline = time.monotonic() + within_seconds
    while not any(READY in line for line in stack.said):
        if stack.process.poll() is not None or time.monotonic() > deadline:
            raise AssertionError("\n".join(["The product did not start:", *stack.said, *ends_of_logs(stack.data_dir)]))
        time.sleep(0.05)


def ends_of_logs(data_dir: Path) -> list[str]:
    return [f"{log.name}: {line}" for log in sorted((data_dir / "logs").glob("*.log")) for line in log.read_text().splitlines()[-15:]]


def stop_or_kill(stack: Stack) -> None:
    try:
        stack.stop()
    except subprocess.TimeoutExpired:
        stack.process.kill()
        stack.process.wait()
        raise


def fresh_data_dir() -> Path:
    """An empty folder that the service user of a root start may pass. Whoever takes it removes it."""
    folder = Path(tempfile.mkdtemp(prefix="vidarium-stack-"))
    folder.chmod(0o755)
    return folder


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number
