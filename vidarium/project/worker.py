"""The queue, as Django starts it."""

from __future__ import annotations

from procrastinate import App


def configure(app: App) -> None:
    """Nothing to add yet: tasks register themselves from each room's `tasks.py`."""
