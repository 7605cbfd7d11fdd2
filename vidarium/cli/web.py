"""Serve pages and the API: Django under granian, on a unix socket that `edge` forwards to."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from pathlib import Path

from vidarium.foundation import environment
from vidarium.foundation.errors import StartRefused

APPLICATION = "vidarium.project.wsgi:application"


def arguments(_parser: argparse.ArgumentParser) -> None:
    """None: the environment says everything."""


def run(_options: argparse.Namespace) -> None:
    """Become granian. Raises `StartRefused` where another `web` serves the socket."""
    machine = environment.read()
    clear_the_way(machine.web_socket)
    os.execv(sys.executable, [sys.executable, "-m", "granian", *words(machine)])


def clear_the_way(file: Path) -> None:
    """Remove the socket that a killed `web` left behind: granian would not bind over it."""
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(file))
        except ConnectionRefusedError:
            file.unlink(missing_ok=True)
        except FileNotFoundError:
            pass
        else:
            raise StartRefused(f"Another `vidarium web` already serves {file}: stop it first.")


def words(machine: environment.Environment) -> list[str]:
    """granian's arguments."""
    return [
        "--interface", "wsgi",
        "--uds", str(machine.web_socket),
        # Octal with its leading zero: granian takes a plain 600 for a decimal number.
        "--uds-permissions", "0600",
        # Each may hold a database connection; the pool has twelve.
        "--blocking-threads", "8",
        # A request that never ends must not hold up the end.
        "--workers-kill-timeout", "5",
        "--no-ws",
        "--log-level", "warning",
        APPLICATION,
    ]  # fmt: skip
