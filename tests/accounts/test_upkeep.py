"""What has outlived its term is gone, and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from tests.cast import Cast
from vidarium.accounts import upkeep
from vidarium.accounts.models import SignInLink
from vidarium.foundation import clock

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def link(company: Cast, *, expires_at: datetime, used_at: datetime | None = None) -> SignInLink:
    digest = bytes(str(SignInLink.objects.count()).rjust(32), "ascii")
    return SignInLink.objects.create(person=company.owner, digest=digest, expires_at=expires_at, used_at=used_at)


@pytest.mark.promise("I.A.1.1-g")
def test_sign_in_links_go_a_day_after_their_end(company: Cast) -> None:
    now = clock.now()
    kept = [
        link(company, expires_at=now + MINUTE),
        link(company, expires_at=now - DAY + MINUTE),
        link(company, expires_at=now + MINUTE, used_at=now - DAY + MINUTE),
    ]
    link(company, expires_at=now - DAY - MINUTE)
    link(company, expires_at=now + MINUTE, used_at=now - DAY - MINUTE)
    upkeep.sweep()
    assert set(SignInLink.objects.all()) == set(kept)


@pytest.mark.promise("I.A.2.3-a")
def test_sessions_go_when_they_end(company: Cast) -> None:
    over, alive = SessionStore(), SessionStore()
    over.set_expiry(-60)
    over.create()
    alive.create()
    upkeep.sweep()
    assert [session.session_key for session in Session.objects.all()] == [alive.session_key]
