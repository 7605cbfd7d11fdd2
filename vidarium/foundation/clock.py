"""What time it is: the one place that asks, so that a test can answer."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """This moment, aware, UTC."""
    return timezone.now()
