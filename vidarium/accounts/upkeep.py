"""What must go from time to time: whatever has outlived its term. The terms are those of the labels."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore
from django.db.models import Q

from vidarium.accounts import (
    accesses,
    activity,
    closing,
    invitations,
    limits,
    remembered,
    replays,
    sessions,
    staff,
    taking_back,
    undeclared,
)
from vidarium.accounts.labels import SPENT
from vidarium.accounts.models import Code, SignInLink
from vidarium.foundation import clock


def sweep() -> None:
    """Remove links and codes that are over, a day after their end, sessions that have ended, and what has outlived its term."""
    due = clock.now() - SPENT.after
    SignInLink.objects.filter(Q(used_at__lte=due) | Q(expires_at__lte=due)).delete()
    SessionStore.clear_expired()
    Code.objects.filter(expires_at__lte=due).delete()
    accesses.sweep()
    activity.forget_old()
    invitations.sweep()
    limits.sweep()
    remembered.sweep()
    replays.sweep()
    sessions.sweep()
    staff.sweep()
    taking_back.sweep()
    undeclared.sweep()
    closing.close_due()
