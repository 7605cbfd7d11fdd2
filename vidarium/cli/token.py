"""Print a new API token of a company, alone on the last line: it is shown this once."""

from __future__ import annotations

import argparse
import sys

from vidarium.accounts import companies, tokens
from vidarium.cli import reach


def arguments(parser: argparse.ArgumentParser) -> None:
    """`--company SLUG`."""
    parser.add_argument("--company", required=True, metavar="SLUG", help="whose films it opens")


def run(options: argparse.Namespace) -> None:
    """Issue it and print it."""
    reach.database()
    sys.stdout.write(f"{tokens.issue(companies.id_of(options.company))}\n")
