"""Print a new API token of a company, alone on the last line: it is shown this once."""

from __future__ import annotations

import argparse
import sys

from vidarium.accounts import companies, keys, tokens
from vidarium.accounts.authority import Permission
from vidarium.cli import reach


def arguments(parser: argparse.ArgumentParser) -> None:
    """`--company SLUG`, and `--may SCOPE` as often as it is needed."""
    parser.add_argument("--company", required=True, metavar="SLUG", help="whose films it opens")
    scopes = ", ".join(sorted(frozenset(Permission) - keys.FOR_PEOPLE_ALONE))
    parser.add_argument("--may", action="append", type=scope, metavar="SCOPE", help=f"what it may do, else all about films: {scopes}")


def scope(text: str) -> Permission:
    """A scope by its name, of those that a program can have."""
    if text not in Permission or Permission(text) in keys.FOR_PEOPLE_ALONE:
        raise argparse.ArgumentTypeError(f"“{text}” is no scope of a key")
    return Permission(text)


def run(options: argparse.Namespace) -> None:
    """Issue it and print it."""
    reach.database()
    sys.stdout.write(f"{tokens.issue(companies.id_of(options.company), scopes=options.may or tokens.FILMS)}\n")
