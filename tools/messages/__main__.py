"""Bring the catalogs up to the code, or check that they are."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path

import django

from tools.messages import catalogs

ROOT = Path(__file__).resolve().parents[2]
INSTEAD = "Run `python -m tools.messages`, translate what is empty, and run it again."


def main(arguments: list[str]) -> int:
    from tools.messages.harvest import texts  # noqa: PLC0415 - templates are read by Django, once it is set up

    found = list(texts(ROOT))
    stale = []
    for language in catalogs.LANGUAGES:
        po, mo = catalogs.source(ROOT, language), catalogs.compiled(ROOT, language)
        catalog = catalogs.renewed(po, language, found)
        wanted = {po: catalogs.written(catalog), mo: catalogs.machine_readable(catalog)}
        stale += [file for file, content in wanted.items() if not file.exists() or file.read_bytes() != content]
        if arguments != ["check"]:
            po.parent.mkdir(parents=True, exist_ok=True)
            for file, content in wanted.items():
                file.write_bytes(content)
            for text in catalogs.untranslated(catalog):
                sys.stdout.write(f"{language}: {text}\n")
    if arguments == ["check"] and stale:
        sys.stderr.write(f"The catalogs are not those of this code. {INSTEAD}\n")
        return 1
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vidarium.project.settings")
    os.environ.setdefault("SECRET_KEY", secrets.token_hex())
    django.setup()
    sys.exit(main(sys.argv[1:]))
