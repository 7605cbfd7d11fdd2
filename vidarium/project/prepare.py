"""Bring the database and the static files to this version: `python -m vidarium.project.prepare`. Safe to run again."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vidarium.project.settings")
django.setup()

from vidarium.project import schema, static  # noqa: E402 - models can be imported once Django is set up

if __name__ == "__main__":
    schema.prepare()
    static.collect()
