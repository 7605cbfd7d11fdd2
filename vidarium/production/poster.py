"""The still that stands for the film."""

from __future__ import annotations

from pathlib import Path

from vidarium.production.source import Source


def make(source: Source, media: Path, into: Path) -> Path | None:
    """Written next."""
    return None
