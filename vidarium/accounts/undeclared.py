"""What clients send and we keep nothing of: headers that no line of ours reads, counted by name and never by value.

An officer sees by it what reaches us unasked (clauses I.A.2.1). A name is written down only where it can tell nothing: short, of letters
and hyphens, and among the first so many; all others are one.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import QuerySet

from vidarium.accounts.models import UndeclaredHeader
from vidarium.foundation import clock

READ = frozenset({
    "accept", "accept-encoding", "accept-language", "authorization", "cache-control", "connection", "content-length", "content-type",
    "cookie", "host", "idempotency-key", "if-modified-since", "if-none-match", "if-range", "origin", "range", "referer", "sec-fetch-dest",
    "sec-fetch-mode", "transfer-encoding", "user-agent", "x-csrftoken", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto",
    "x-request-id",
})  # fmt: skip
"""What our code, Django's or the servers' reads. None of it is kept but what the data map names."""
SAFE = re.compile(r"[a-z]+(-[a-z]+){0,4}")
LONGEST, MOST = 32, 100
OTHER = "other"
EVERY = timedelta(minutes=1)
KEPT = timedelta(days=90)
WRITE = """
INSERT INTO accounts_undeclaredheader AS u (name, times, seen_on)
SELECT name, times, %s FROM unnest(%s::text[], %s::bigint[]) AS new (name, times)
ON CONFLICT (name) DO UPDATE SET times = u.times + excluded.times, seen_on = excluded.seen_on
"""


class Tally:
    """The counts of one process, written down once a minute by the request that finds it over; a killed process loses that minute."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()
        self.due: datetime = clock.now() + EVERY

    def add(self, names: Iterable[str]) -> None:
        """Count the names of one request's headers."""
        unread = [coarse(name) for name in names if name.lower() not in READ]
        with self._lock:
            self._counts.update(one if one in self._counts or len(self._counts) < MOST else OTHER for one in unread)

    def take(self) -> Counter[str]:
        """What was counted since the last time, once it is due."""
        with self._lock:
            if clock.now() < self.due:
                return Counter()
            self.due, taken, self._counts = clock.now() + EVERY, self._counts, Counter()
            return taken


TALLY = Tally()


def coarse(name: str) -> str:
    """The name where it can tell nothing of anybody, else the one that all others have."""
    lowered = name.lower()
    return lowered if len(lowered) <= LONGEST and SAFE.fullmatch(lowered) else OTHER


def write(counts: Counter[str]) -> None:
    """Add these to what stands in the database, where there are so many names and no more."""
    known = set(UndeclaredHeader.objects.values_list("name", flat=True))
    room = MOST - len(known)
    fresh = sorted(set(counts) - known)[: max(0, room)]
    kept: Counter[str] = Counter()
    for name, times in counts.items():
        kept[name if name in known or name in fresh else OTHER] += times
    if kept:
        with connection.cursor() as cursor:
            cursor.execute(WRITE, [clock.now().date(), list(kept), list(kept.values())])


def seen() -> QuerySet[UndeclaredHeader]:
    """All of it, the most frequent first."""
    return UndeclaredHeader.objects.order_by("-times", "name")


def sweep() -> None:
    """Drop what nobody has sent for ninety days."""
    UndeclaredHeader.objects.filter(seen_on__lt=(clock.now() - KEPT).date()).delete()
