"""Start everything on this machine and keep it running: PostgreSQL (unless DATABASE_URL names one), worker, web, edge.

Ctrl-C stops it all in order and loses nothing.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable

from vidarium.cli import edge, migrate, sample
from vidarium.foundation import answering, datadir, environment, port, postgres, process
from vidarium.foundation.environment import Environment
from vidarium.foundation.errors import StartRefused
from vidarium.foundation.supervisor import Interrupted, Program, Supervisor, alone

COMMAND = [sys.executable, "-m", "vidarium"]


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
            start_all(machine, keeper)
            welcome(machine, with_sample=not options.no_sample)
            keeper.watch()
    except Interrupted:
        say("Stopped. Everything is kept.")


def start_all(machine: Environment, keeper: Supervisor) -> None:
    """Database first, the one address last; the other way round at the end."""
    if machine.embedded_database:
        start_postgres(machine, keeper)
    migrate.run(argparse.Namespace())
    keeper.start(
        Program("worker", ours("worker"), answers=lambda: True, patience_seconds=12),
        Program("web", ours("web"), answers=lambda: answering.on_socket(machine.web_socket, "/")),
        Program("edge", ours("edge"), answers=lambda: answering.on_port(machine.port, "/healthz")),
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


def welcome(machine: Environment, *, with_sample: bool) -> None:
    """What a person needs now. The link goes to the terminal and into no log."""
    if machine.development:
        link = demo_link()
        if with_sample:
            sample.bring(machine, say=say)
        lines = [f"Vidarium is ready: open {link}", "(it signs you in as the demo company's owner, once, within 15 minutes)"]
    else:
        lines = [
            f"Vidarium is ready at {machine.public_url}",
            "A company and its owner's sign-in link: vidarium company add SLUG --name NAME --owner E-MAIL",
        ]
    say("\n".join([*lines, f"Everything is kept in {machine.data_dir}. Ctrl-C stops it."]))


def demo_link() -> str:
    made = subprocess.run([*COMMAND, "demo"], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)  # noqa: S603 - constants
    if made.returncode:
        raise StartRefused(f"The demo company could not be made: {(made.stderr.strip() or 'no reason given').splitlines()[-1]}")
    return made.stdout.strip()


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
