"""Show how much a company may have, or change it.

vidarium limits acme --storage-gb 500 --calls-a-minute 1200
"""

from __future__ import annotations

import argparse
import sys

from vidarium.accounts import plans
from vidarium.accounts.models import Company
from vidarium.cli import reach

GIGABYTE, HOUR = 10**9, 3600
GIVEN = {
    "quota_bytes": ("--storage-gb", GIGABYTE, "storage of all its films, in GB"),
    "max_upload_bytes": ("--upload-gb", GIGABYTE, "the largest file, in GB"),
    "quota_seconds": ("--film-hours", HOUR, "hours of film"),
    "max_members": ("--people", 1, "members and invitations"),
    "calls_a_minute": ("--calls-a-minute", 1, "calls of the API, for each key and each person"),
}
"""By the limit's name: its option, the unit of that, and what it limits."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """`SLUG`, and those that are to change."""
    parser.add_argument("slug", metavar="SLUG", help="the company's short name")
    for name, (option, _unit, words) in GIVEN.items():
        parser.add_argument(option, dest=name, type=natural, metavar="N", help=words)


def natural(text: str) -> int:
    """A whole number, one at least; nine digits are enough for everything."""
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 10**9):
        raise argparse.ArgumentTypeError(f"“{text}” is no whole number from 1 to 999,999,999")
    return int(text)


def run(options: argparse.Namespace) -> None:
    """Change what is given, and print what holds now."""
    reach.database()
    wanted = {name: getattr(options, name) * unit for name, (_option, unit, _words) in GIVEN.items() if getattr(options, name) is not None}
    sys.stdout.writelines(lines(plans.change(options.slug, wanted)))


def lines(company: Company) -> list[str]:
    """One for each limit, under the name of its option."""
    return [f"{option[2:]:<16} {getattr(company, name) / unit:g}\n" for name, (option, unit, _words) in GIVEN.items()]
