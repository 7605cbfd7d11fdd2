"""Show what clients send and we keep nothing of: headers, parameters and keys that no line of ours reads, by name. Never a value."""

from __future__ import annotations

import argparse
import sys

from vidarium.accounts import undeclared
from vidarium.cli import reach


def arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(options: argparse.Namespace) -> None:
    """A line for each name: how often, the day of the last time, what it is, the name."""
    reach.database()
    found = [f"{one.times:>12}  {one.seen_on}  {one.kind:<9}  {one.name}\n" for one in undeclared.seen()]
    sys.stdout.writelines(found or ["Nothing that we don’t read has come in.\n"])
