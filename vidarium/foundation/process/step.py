"""What is run, what it may use and what is left of it: data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Step:
    """A program to run: data, decided elsewhere, done here."""

    program: str
    """`ffmpeg`, or `probe`: CPython with PyAV, given `-c` and a script, or `-m` and a package that is one of the inputs."""
    arguments: tuple[str, ...]
    """Each one its own word; files by their names inside: `/in/<name>` and `/out/<name>`."""
    inputs: Mapping[str, Path] = field(default_factory=dict)
    """Name under `/in` to the file on this machine. Nothing else is readable."""
    output: Path | None = None
    """The folder on this machine that is writable as `/out`."""


@dataclass(frozen=True)
class Limits:
    """What a run may use before it is killed."""

    cpu_seconds: int
    wall_seconds: float
    memory_bytes: int = 4 << 30
    file_bytes: int = 2 << 30
    processes: int = 256


@dataclass(frozen=True)
class Finished:
    """A run that ended with exit code 0. That proves nothing about its output: verify it."""

    output: bytes
    log: str
