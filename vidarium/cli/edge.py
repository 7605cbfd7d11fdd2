"""Serve the one address: uploads in, films out, everything else by way of `web`."""

from __future__ import annotations

import argparse
import os
import sys

from vidarium.foundation import environment, port

APPLICATION = "vidarium.project.asgi:application"


def arguments(_parser: argparse.ArgumentParser) -> None:
    """None: the environment says everything."""


def run(_options: argparse.Namespace) -> None:
    """Become granian. Raises `StartRefused` where the port is taken: granian itself would share it without a word."""
    machine = environment.read()
    port.check(host(machine), machine.port)
    os.execv(sys.executable, [sys.executable, "-m", "granian", *words(machine)])


def host(machine: environment.Environment) -> str:
    """In development nobody but this machine is served."""
    return "127.0.0.1" if machine.development else "0.0.0.0"  # noqa: S104 - meant: a server for others


def words(machine: environment.Environment) -> list[str]:
    """granian's arguments."""
    return [
        "--interface", "asgi",
        "--host", host(machine),
        "--port", str(machine.port),
        "--loop", "uvloop",
        # Live pages and uploads never end by themselves.
        "--workers-kill-timeout", "3",
        "--no-ws",
        "--log-level", "warning",
        APPLICATION,
    ]  # fmt: skip
