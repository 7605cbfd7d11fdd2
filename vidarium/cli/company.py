"""Companies, as the operator keeps them.

vidarium company add acme --name "Acme Films" --owner owner@acme.example
vidarium company link acme --member owner@acme.example
"""

from __future__ import annotations

import argparse
import sys

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from vidarium.accounts import companies, links
from vidarium.accounts.models import Person
from vidarium.cli import reach
from vidarium.foundation.errors import VidariumError


class NotACompany(VidariumError):
    """This can't be a company's short name, name or owner."""

    code, status = "company.malformed", 422


def arguments(parser: argparse.ArgumentParser) -> None:
    """`add SLUG --name NAME --owner E-MAIL`, `link SLUG --member E-MAIL`."""
    verbs = parser.add_subparsers(required=True, metavar="add | link")
    add = verbs.add_parser("add", help="found a company")
    add.set_defaults(verb=found)
    add.add_argument("slug", metavar="SLUG", help="its short name: letters, digits, hyphens")
    add.add_argument("--name", required=True, help="as people read it")
    add.add_argument("--owner", required=True, metavar="E-MAIL", help="who owns it; made if they are new here")
    link = verbs.add_parser("link", help="print a link that signs one of its members in once")
    link.set_defaults(verb=let_in)
    link.add_argument("slug", metavar="SLUG", help="the company's short name")
    link.add_argument("--member", required=True, metavar="E-MAIL", help="who comes in")


def run(options: argparse.Namespace) -> None:
    """Do what was asked for."""
    reach.database()
    options.verb(options)


def let_in(options: argparse.Namespace) -> None:
    """Print a link that signs a member in once."""
    person = companies.member(options.slug, email=options.member)
    sys.stdout.write(f"{person.email} signs in with this link, once, within 15 minutes:\n{links.issue(person)}\n")


def found(options: argparse.Namespace) -> None:
    """Found a company, and print the link that signs its owner in once."""
    try:
        validate_email(options.owner)
        companies.found(options.slug, name=options.name, owner=options.owner)
    except ValidationError as wrong:
        raise NotACompany(f"{options.slug}, {options.name}, {options.owner}: {' '.join(wrong.messages)}") from wrong
    owner = Person.objects.known_as(options.owner)
    sys.stdout.write(f"Company “{options.name}” is there. {owner.email} signs in with this link, once, within 15 minutes:\n")
    sys.stdout.write(f"{links.issue(owner)}\n")
