"""`python -m vidarium.project.datamap lock` writes the data map's lock file; `… check` fails where it tells something else."""

from __future__ import annotations

import os
import secrets
import sys

import django


def main(arguments: list[str]) -> int:
    """Do `lock` or `check`; what went wrong stands on standard error, a sentence each."""
    from vidarium.foundation.datamap.register import Incomplete  # noqa: PLC0415 - models can be loaded only after Django is set up
    from vidarium.project import lockfile, register  # noqa: PLC0415 - the same

    try:
        made = register.compiled()
    except Incomplete as gap:
        return fail(str(gap))
    if arguments == ["lock"]:
        lockfile.write(register.LOCK, made)
        return 0
    if arguments == ["check"]:
        return fail(lockfile.DRIFT) if lockfile.drifted(register.LOCK, made) else 0
    return fail("Say `lock` or `check`.")


def fail(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return 1


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vidarium.project.settings")
    # Compiling needs no secret; without one given, the settings would make a root secret and keep it.
    os.environ.setdefault("SECRET_KEY", secrets.token_hex())
    django.setup()
    sys.exit(main(sys.argv[1:]))
