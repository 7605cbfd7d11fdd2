"""Bring the database to this version. `vidarium up` does so by itself; with several machines run this once before them."""

from __future__ import annotations

import argparse
import subprocess
import sys

from vidarium.foundation.errors import StartRefused

PREPARE = [sys.executable, "-m", "vidarium.project.prepare"]


def arguments(_parser: argparse.ArgumentParser) -> None:
    """None: the environment says everything."""


def run(_options: argparse.Namespace) -> None:
    """Migrate, and make what is generated from the models. Raises `StartRefused` with the reason."""
    # Another process, because it works as the schema's owner; and the project lies above this room.
    done = subprocess.run(PREPARE, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)  # noqa: S603 - constants
    if done.returncode:
        raise StartRefused(f"The database could not be prepared: {(done.stderr.strip() or 'no reason given').splitlines()[-1]}")
