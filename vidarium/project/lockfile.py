"""`datamap.lock.json`: the data map as git keeps it, so that a change of what is kept about people is read in the change that makes it."""

from __future__ import annotations

import json
from pathlib import Path

from vidarium.foundation.datamap import lock
from vidarium.foundation.datamap.register import Register

DRIFT = (
    "datamap.lock.json tells something else than the labels in the code. Read what changed for people's data, "
    "then run `python -m vidarium.project.datamap lock` and commit the file."
)


def version_in(file: Path) -> int:
    """The version that the file gives to the map, 0 where there is no file."""
    return int(json.loads(file.read_text())["version"]) if file.exists() else 0


def write(file: Path, register: Register) -> None:
    """Bring the file up to the register: the next version where it told something else."""
    same = file.exists() and json.loads(file.read_text())["digest"] == register.digest
    file.write_text(text(Register(register.kept, version_in(file) + (not same))))


def drifted(file: Path, register: Register) -> bool:
    """Whether the file tells anything else than the register."""
    return not file.exists() or file.read_text() != text(Register(register.kept, version_in(file)))


def text(register: Register) -> str:
    """The file as it must stand."""
    return lock.text_of({"version": register.version, "digest": register.digest, "kept": register.data()})
