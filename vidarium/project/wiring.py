"""Who hears what. The whole list is this page."""

from __future__ import annotations

from vidarium.delivery import playback
from vidarium.foundation.events import hear
from vidarium.library.events import AssetRemoved, AssetRestored, AssetRetired


def bind() -> None:
    """Tie each announced fact to those who listen; run once, when Django starts."""
    hear(AssetRetired, playback.shut_retired)
    hear(AssetRestored, playback.open_restored)
    hear(AssetRemoved, playback.shut_removed)
