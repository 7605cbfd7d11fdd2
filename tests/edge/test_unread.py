"""What the edge writes down of what it does not read: once a minute, beside its requests."""

from __future__ import annotations

import asyncio

import pytest
from django.db import OperationalError

from vidarium.accounts import undeclared
from vidarium.accounts.undeclared import Kind
from vidarium.edge import unread
from vidarium.foundation import clock


@pytest.fixture(autouse=True)
def counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two requests, and the minute is over."""
    tally = undeclared.Tally()
    tally.due = clock.now()
    tally.add_raw([(b"sec-gpc", b"1"), (b"range", b"bytes=0-"), (b"x-jane@example", b"")])
    tally.add_raw([(b"sec-gpc", b"1")])
    monkeypatch.setattr(undeclared, "TALLY", tally)


@pytest.mark.usefixtures("live")
def test_counts_are_written_down() -> None:
    asyncio.run(unread.write_down())
    asyncio.run(unread.write_down())
    assert list(undeclared.seen().values_list("kind", "name", "times")) == [(Kind.HEADER, "sec-gpc", 2), (Kind.HEADER, "other", 1)]


def test_a_database_that_is_away_costs_a_minutes_counts_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_: undeclared.Counts) -> None:
        raise OperationalError

    monkeypatch.setattr(undeclared, "write", away)
    asyncio.run(unread.write_down())
