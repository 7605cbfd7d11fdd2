"""The demo company of a development start, and the link that signs its owner in once."""

from __future__ import annotations

import argparse
import sys

from django.conf import settings

from vidarium.accounts import companies, links
from vidarium.accounts.errors import NoSuchCompany
from vidarium.accounts.models import Person
from vidarium.cli import reach
from vidarium.foundation.errors import StartRefused

SLUG, NAME, OWNER = "demo", "Demo", "owner@demo.example"


def arguments(_parser: argparse.ArgumentParser) -> None:
    """None."""


def run(_options: argparse.Namespace) -> None:
    """Print a link that was made this moment; found the company if this is the first start."""
    if not settings.ENVIRONMENT.development:
        raise StartRefused("There is a demo company only with our own database and a PUBLIC_URL on this machine.")
    reach.database()
    try:
        companies.id_of(SLUG)
    except NoSuchCompany:
        companies.found(SLUG, name=NAME, owner=OWNER)
    sys.stdout.write(f"{links.issue(Person.objects.known_as(OWNER))}\n")
