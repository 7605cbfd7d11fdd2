"""Who hears what. The whole list is this page."""

from __future__ import annotations


def bind() -> None:
    """Tie each announced fact to those who listen; run once, when Django starts."""
