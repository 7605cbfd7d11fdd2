"""What must go from time to time: whatever has outlived its term. The terms are those of the labels."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore
from django.db.models import Q

from vidarium.accounts.labels import SPENT
from vidarium.accounts.models import SignInLink
from vidarium.foundation import clock


def sweep() -> None:
    """Remove sign-in links that are over, a day after their end, and sessions that have ended."""
    due = clock.now() - SPENT.after
    SignInLink.objects.filter(Q(used_at__lte=due) | Q(expires_at__lte=due)).delete()
    SessionStore.clear_expired()
