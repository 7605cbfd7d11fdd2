"""The probe."""

from __future__ import annotations

from pathlib import Path

from vidarium.production.source import Source


def source(media: Path) -> Source:
    """Written next."""
    raise RuntimeError("not written yet")
