"""Write `docs/api/openapi.json`, or check that it is the description of this code."""

from __future__ import annotations

import json
import os
import secrets
import sys
from pathlib import Path

import django

FILE = Path(__file__).resolve().parents[2] / "docs" / "api" / "openapi.json"


def main(arguments: list[str]) -> int:
    from vidarium.api.app import api  # noqa: PLC0415 - models load once Django is set up

    described = json.dumps(api.get_openapi_schema(), indent=2, ensure_ascii=False) + "\n"
    if arguments == ["check"]:
        if FILE.exists() and FILE.read_text() == described:
            return 0
        sys.stderr.write("docs/api/openapi.json is not the description of this API. Run `python -m tools.openapi` and commit it.\n")
        return 1
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(described)
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vidarium.project.settings")
    os.environ.setdefault("SECRET_KEY", secrets.token_hex())
    django.setup()
    sys.exit(main(sys.argv[1:]))
