"""Service staff, who work in no company and look into one for a reason, an hour at most. The company reads it in its own log.

vidarium staff add mei@service.example --name "Mei Tan"
vidarium staff link mei@service.example
vidarium staff review mei@service.example
vidarium staff remove mei@service.example
vidarium staff list
"""

from __future__ import annotations

import argparse
import sys

from vidarium.accounts import staff
from vidarium.accounts.models import Staff
from vidarium.cli import reach


def arguments(parser: argparse.ArgumentParser) -> None:
    """`add E-MAIL --name NAME`, `link E-MAIL`, `review E-MAIL`, `remove E-MAIL`, `list`."""
    verbs = parser.add_subparsers(required=True, metavar="add | link | review | remove | list")
    add = verbs.add_parser("add", help="make somebody service staff, and print the link by which they set themselves up")
    add.set_defaults(verb=made)
    add.add_argument("email", metavar="E-MAIL", help="an address that works in no company")
    add.add_argument("--name", required=True, help="as companies read it in their logs")
    for name, verb, words in (
        ("link", begun_anew, "let them begin anew: password, second step and sessions end, and a new link is printed"),
        ("review", reviewed, "you have looked at it, and they still need it: it stands for 90 days more"),
        ("remove", removed, "end it, with every session of theirs and whatever they look into"),
    ):
        other = verbs.add_parser(name, help=words)
        other.set_defaults(verb=verb)
        other.add_argument("email", metavar="E-MAIL", help="whom")
    verbs.add_parser("list", help="show who is service staff, when they last came in, and until when it stands").set_defaults(verb=shown)


def run(options: argparse.Namespace) -> None:
    """Do what was asked for."""
    reach.database()
    options.verb(options)


def made(options: argparse.Namespace) -> None:
    """Print the link of somebody new."""
    _print_link(staff.add(options.email, name=options.name))


def begun_anew(options: argparse.Namespace) -> None:
    """Print another link."""
    _print_link(staff.by_email(options.email))


def _print_link(member: Staff) -> None:
    sys.stdout.write(f"{member.person.email} sets a password and a second step with this link, once, within 15 minutes:\n")
    sys.stdout.write(f"{staff.link(member)}\n")


def reviewed(options: argparse.Namespace) -> None:
    """Let it stand."""
    member = staff.by_email(options.email)
    sys.stdout.write(f"{member.person.email} is service staff until {staff.review(member):%Y-%m-%d}, unless you look at it again.\n")


def removed(options: argparse.Namespace) -> None:
    """End it."""
    member = staff.by_email(options.email)
    staff.remove(member)
    sys.stdout.write(f"{member.person.email} is service staff no longer.\n")


def shown(options: argparse.Namespace) -> None:
    """A line for each, by address."""
    for member in staff.listed():
        sys.stdout.write(f"{member.person.email}  {member.person.name}, {', '.join(_facts(member))}\n")


def _facts(member: Staff) -> list[str]:
    """What whoever reviews them wants to know."""
    seen = member.person.last_login
    came = "not set up yet" if not staff.is_set_up(member.person) else f"last in {seen:%Y-%m-%d}" if seen else "never in"
    return [f"since {member.since:%Y-%m-%d}", came, f"until {member.lapses_at:%Y-%m-%d} unless reviewed"]
