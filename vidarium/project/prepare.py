"""Bring the database and the static files to this version: `python -m vidarium.project.prepare`. Safe to run again."""

from __future__ import annotations

import os
import sys

import django
from django.core.management.base import CommandError
from django.db import DatabaseError

from vidarium.foundation.errors import VidariumError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vidarium.project.settings")
django.setup()

from vidarium.project import schema, static  # noqa: E402 - models can be imported once Django is set up


def main() -> int:
    """Both, or one sentence on standard error and exit code 1."""
    try:
        schema.prepare()
        static.collect()
    except (VidariumError, DatabaseError, CommandError) as refused:
        sys.stderr.write(" ".join(str(refused).split()) + "\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
