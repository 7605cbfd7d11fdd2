"""`python -m tests.bring_film` fetches the real film before the tests run, so that none of them needs a network."""

# ruff: noqa: E402 - Django is set up before anything of it is imported
from __future__ import annotations

from tests import machine  # isort: skip - must come before Django reads its settings

import sys

import django

django.setup()

from tests import real_film
from vidarium.cli import sample

__all__ = ["machine"]


def main() -> int:
    """An exit code; where there is no network, a sentence."""
    real_film.FOLDER.mkdir(parents=True, exist_ok=True)
    if sample.fetch(real_film.FOLDER):
        return 0
    where = real_film.FOLDER / real_film.FILE
    sys.stderr.write(f"The film that the tests play could not be fetched: connect to the network, or put it at {where}.\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
