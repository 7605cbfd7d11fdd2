"""Start everything on this machine and keep it running: PostgreSQL (unless DATABASE_URL names one), worker, web, edge.

Ctrl-C stops it all in order and loses nothing.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress

from vidarium.cli import edge, migrate
from vidarium.foundation import answering, datadir, environment, orphan, port, postgres, process
from vidarium.foundation.environment import Environment
from vidarium.foundation.errors import StartRefused
from vidarium.foundation.supervisor import Interrupted, Program, Supervisor, alone

COMMAND = [sys.executable, "-m", "vidarium"]
START_SECONDS, SAMPLE_SECONDS = 90.0, 60.0


def arguments(parser: argparse.ArgumentParser) -> None:
    """`--no-sample`."""
    parser.add_argument("--no-sample", action="store_true", help="leave the demo company's library empty on the first start")


def run(options: argparse.Namespace) -> None:
    """Start, say where everything is, stay. Raises `StartRefused` where the machine must be mended first."""
    machine = environment.read()
    datadir.lay_out(machine)
    datadir.check_space(machine.data_dir)
    try:
        with alone(machine.data_dir / "lock"), Supervisor(machine.data_dir / "logs", say) as keeper:
            port.check(edge.host(machine), machine.port)
            process.self_test()
            if machine.embedded_database:
                start_postgres(machine, keeper)
            migrate.run(argparse.Namespace())
            # Asked for at once: it takes as long as the servers take to start.
            link = Answer("demo") if machine.development else None
            start_servers(machine, keeper)
            if machine.development and not options.no_sample:
                bring_sample(machine, keeper)
            say(welcome(machine, link))
            keeper.watch()
    except Interrupted:
        say("Stopped. Everything is kept.")


def start_servers(machine: Environment, keeper: Supervisor) -> None:
    """The one address last: it ends first."""
    keeper.start(
        Program("worker", ours("worker"), answers=lambda: True, patience_seconds=12),
        Program("web", ours("web"), answers=lambda: answering.on_socket(machine.web_socket, "/")),
        Program("edge", ours("edge"), answers=lambda: answering.on_port(machine.port, "/healthz")),
        within_seconds=START_SECONDS,
    )


def start_postgres(machine: Environment, keeper: Supervisor) -> None:
    cluster = postgres.Cluster.of(machine)
    postgres.make(cluster)
    keeper.start(
        Program(
            "postgres",
            lambda log, first: postgres.launch(cluster, log=log, preexec_fn=first),
            answers=lambda: postgres.answers(cluster),
            ending=postgres.FAST,
            orphaned=postgres.IMMEDIATE,
            patience_seconds=postgres.STOP_SECONDS,
        )
    )
    postgres.provision(cluster)


def ours(name: str) -> Callable[[int, Callable[[], None]], subprocess.Popen[bytes]]:
    """How to start `vidarium NAME` as a child."""

    def start(log: int, first: Callable[[], None]) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl-C in the terminal is for the supervisor alone.
        return subprocess.Popen(  # noqa: S603 - our own words
            [*COMMAND, name],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=first,  # noqa: PLW1509 - one thread
        )

    return start


class Answer:
    """What a command of ours prints, run beside everything else. It dies with us."""

    def __init__(self, name: str) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own words
            [*COMMAND, name],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=orphan.tied(os.getpid(), by=signal.SIGKILL),  # noqa: PLW1509 - one thread
        )

    def is_there(self) -> bool:
        return self.process.poll() is not None

    def text(self) -> str:
        """Raises `StartRefused` with the command's own sentence where it failed."""
        printed, told = self.process.communicate()
        if self.process.returncode:
            raise StartRefused((told.strip() or "no reason given").splitlines()[-1].removeprefix("vidarium: "))
        return printed.strip()


def bring_sample(machine: Environment, keeper: Supervisor) -> None:
    """On the first start one film is there to be seen. Whatever hinders it is told and left at that."""
    if (machine.data_dir / "samples" / "brought").exists():
        return
    say("First start: fetching a sample film …")
    answer = Answer("sample")
    try:
        if keeper.until(answer.is_there, within_seconds=SAMPLE_SECONDS):
            answer.text()
        else:
            say("The sample film is still being prepared.")
    except StartRefused as hindered:
        say(hindered.detail)


def welcome(machine: Environment, link: Answer | None) -> str:
    """What a person needs now. The link goes to the terminal and into no log."""
    if link:
        lines = [f"Vidarium is ready: open {link.text()}", "(it signs you in as the demo company's owner, once, within 15 minutes)"]
    else:
        lines = [
            f"Vidarium is ready at {machine.public_url}",
            "A company and its owner's sign-in link: vidarium company add SLUG --name NAME --owner E-MAIL",
        ]
    return "\n".join([*lines, f"Everything is kept in {machine.data_dir}. Ctrl-C stops it."])


def say(text: str) -> None:
    # The terminal may be closed while everything runs on behind it.
    with suppress(OSError):
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
