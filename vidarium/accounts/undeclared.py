"""What clients send and we keep nothing of: headers, parameters and keys of bodies that no line of ours reads, counted by name alone.

An officer sees by it what reaches us unasked (clauses I.A.2.1). A name is written down only where it can tell nothing: short, of letters
and hyphens, and among the first so many of its kind; all others are one.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import islice

from django.db import connection
from django.db.models import QuerySet

from vidarium.accounts.declared import HEADERS, READ
from vidarium.accounts.models import Undeclared
from vidarium.foundation import clock

Kind = Undeclared.Kind
Counts = Counter[tuple[str, str]]
"""By kind and name."""
RAW_HEADERS = frozenset(name.encode() for name in HEADERS)
SAFE = {
    Kind.HEADER: re.compile(r"[a-z]+(-[a-z]+){0,4}"),
    Kind.PARAMETER: re.compile(r"[a-z]+([_-][a-z]+){0,4}"),
    Kind.KEY: re.compile(r"[a-z]+([_-][a-z]+){0,4}"),
}
LONGEST, MOST = 32, 100
"""Letters of a name; names of a kind."""
OF_ONE = 100
"""Names of one request that are looked at; what is beyond is one of others."""
OTHER = "other"
EVERY = timedelta(minutes=1)
KEPT = timedelta(days=90)
WRITE = """
INSERT INTO accounts_undeclared AS u (kind, name, times, seen_on)
SELECT kind, name, times, %s FROM unnest(%s::text[], %s::text[], %s::bigint[]) AS new (kind, name, times)
ON CONFLICT (kind, name) DO UPDATE SET times = u.times + excluded.times, seen_on = excluded.seen_on
"""


class Tally:
    """The counts of one process, written down once a minute; a killed process loses that minute."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counts = Counter()
        self._names: Counter[str] = Counter()
        self.due: datetime = clock.now() + EVERY

    def add(self, kind: Kind, names: Iterable[str]) -> None:
        """Count the names of one request that are not declared."""
        self.add_unread(kind, [name for name in names if name.lower() not in READ[kind]])

    def add_raw(self, headers: Iterable[tuple[bytes, bytes]]) -> None:
        """As `add`, for headers as ASGI has them, in lower case: where thousands of requests come, each costs a look into one set."""
        unread = [name for name, _ in headers if name not in RAW_HEADERS]
        if unread:
            self.add_unread(Kind.HEADER, [name.decode("latin-1") for name in unread])

    def add_unread(self, kind: Kind, names: Sequence[str]) -> None:
        """Count names of which somebody else has found that they are not declared."""
        with self._lock:
            for name in islice(names, OF_ONE):
                self._counts[kind, self._admitted(kind, coarse(kind, name))] += 1
            if len(names) > OF_ONE:
                self._counts[kind, OTHER] += len(names) - OF_ONE

    def _admitted(self, kind: Kind, name: str) -> str:
        if (kind, name) in self._counts:
            return name
        if self._names[kind] >= MOST:
            return OTHER
        self._names[kind] += 1
        return name

    def take(self) -> Counts:
        """What was counted since the last time, once it is due."""
        with self._lock:
            if clock.now() < self.due:
                return Counter()
            self.due, taken, self._counts, self._names = clock.now() + EVERY, self._counts, Counter(), Counter()
            return taken


TALLY = Tally()


def coarse(kind: Kind, name: str) -> str:
    """The name where it can tell nothing of anybody, else the one that all others have."""
    lowered = name.lower()
    return lowered if len(lowered) <= LONGEST and SAFE[kind].fullmatch(lowered) else OTHER


def write(counts: Counts) -> None:
    """Add these to what stands in the database, where there are so many names of each kind and no more."""
    known = set(Undeclared.objects.values_list("kind", "name"))
    room = Counter({kind: MOST - sum(one == kind for one, _ in known) for kind in Kind.values})
    kept: Counts = Counter()
    # In one order, whoever writes: two processes that do it at once wait for each other, and never both.
    for (kind, name), times in sorted(counts.items()):
        fits = (kind, name) in known or room[kind] > 0
        room[kind] -= (kind, name) not in known and fits
        kept[kind, name if fits else OTHER] += times
    if kept:
        kinds, names = zip(*sorted(kept), strict=True)
        with connection.cursor() as cursor:
            cursor.execute(WRITE, [clock.now().date(), list(kinds), list(names), [kept[one] for one in sorted(kept)]])


def seen() -> QuerySet[Undeclared]:
    """All of it, kind by kind, the most frequent first."""
    return Undeclared.objects.order_by("kind", "-times", "name")


def sweep() -> None:
    """Drop what nobody has sent for ninety days."""
    Undeclared.objects.filter(seen_on__lt=(clock.now() - KEPT).date()).delete()
