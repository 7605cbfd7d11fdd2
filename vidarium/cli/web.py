"""Serve pages and the API: Django under granian, on a unix socket that `edge` forwards to."""

from __future__ import annotations

import argparse
import os
import sys

from vidarium.foundation import environment

APPLICATION = "vidarium.project.wsgi:application"


def arguments(_parser: argparse.ArgumentParser) -> None:
    """None: the environment says everything."""


def run(_options: argparse.Namespace) -> None:
    """Become granian."""
    os.execv(sys.executable, [sys.executable, "-m", "granian", *words(environment.read())])


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
