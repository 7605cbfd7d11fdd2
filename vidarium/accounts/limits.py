"""How often something may be tried: the generic cell rate algorithm (ITU-T I.371), one statement and one row each.

It stands in the database: it holds across processes and machines, without a cache, and while requests are rolled back.
Who is tried for is kept as a keyed hash.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from django.conf import settings
from django.db import connection
from django.db.models import F, Max

from vidarium.accounts.errors import TooMany
from vidarium.accounts.models import Attempt
from vidarium.foundation import clock

TRY = """
INSERT INTO accounts_attempt AS a (digest, arrival) VALUES (%(digest)s, now() + make_interval(secs => %(each)s))
ON CONFLICT (digest) DO UPDATE SET arrival = greatest(a.arrival, now()) + make_interval(secs => %(each)s)
WHERE a.arrival <= now() + make_interval(secs => %(burst)s)
RETURNING extract(epoch FROM arrival - now())
"""
WAIT = "SELECT extract(epoch FROM arrival - now()) FROM accounts_attempt WHERE digest = %s"


@dataclass(frozen=True)
class Limit:
    """So many in a time, of one thing for one somebody; all of them may come at once, then one at a time."""

    name: str
    most: int
    within: timedelta

    @property
    def each(self) -> timedelta:
        return self.within / self.most


@dataclass(frozen=True)
class Standing:
    """How somebody stands to a limit: what `RateLimit` tells (IETF draft-ietf-httpapi-ratelimit-headers)."""

    limit: Limit
    remaining: int
    reset_seconds: int
    allowed: bool


def count(limit: Limit, whom: str) -> Standing:
    """Count one try, unless it is one too many. Call it outside the request's transaction: a roll-back would forget it."""
    digest = _digest(limit, whom)
    burst = limit.within - limit.each
    with connection.cursor() as cursor:
        cursor.execute(TRY, {"digest": digest, "each": limit.each.total_seconds(), "burst": burst.total_seconds()})
        counted = cursor.fetchone()
    if counted is None:
        return Standing(limit, 0, max(1, ceil(_wait(digest) - burst.total_seconds())), allowed=False)
    ahead = float(counted[0])
    # A thousandth of a try: 60 s less 0.2 s are 598 tenths of a second, and a little less in floating point.
    left = (limit.within.total_seconds() - ahead) / limit.each.total_seconds() + 0.001
    return Standing(limit, int(left), ceil(ahead), allowed=True)


def _digest(limit: Limit, whom: str) -> bytes:
    return bytes(settings.ENVIRONMENT.key("limits").mac(f"{limit.name}\0{whom}".encode()))


def _wait(digest: bytes) -> float:
    with connection.cursor() as cursor:
        cursor.execute(WAIT, [digest])
        return float((cursor.fetchone() or (0,))[0])


def check(limit: Limit, whom: str) -> Standing:
    """Count one try. Raises `TooMany` where it is one too many."""
    found = count(limit, whom)
    if not found.allowed:
        raise TooMany(seconds=found.reset_seconds)
    return found


def most_used(limit: Limit, whoms: Iterable[str]) -> int:
    """How many tries of whoever tried most count at this moment; nothing is counted. One query."""
    ahead = Attempt.objects.filter(digest__in=[_digest(limit, whom) for whom in whoms]).aggregate(last=Max("arrival"))["last"]
    return max(0, ceil((ahead - clock.now()) / limit.each - 0.001)) if ahead else 0


def forget(limit: Limit, whom: str) -> None:
    """It went well: what was tried before no longer counts."""
    Attempt.objects.filter(digest=_digest(limit, whom)).delete()


def give_back(limit: Limit, whom: str) -> None:
    """The last try went well and does not count. Those before it still do: nobody clears a count by one success of their own."""
    Attempt.objects.filter(digest=_digest(limit, whom)).update(arrival=F("arrival") - limit.each)


def source(address: str | None) -> str:
    """Where somebody comes from, as it is counted: an IPv4 address, or an IPv6 network of 64 bits, of which one client has all."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        found = found.ipv4_mapped or found
    return str(found) if found.version == 4 else str(ipaddress.ip_network((found, 64), strict=False).network_address)


def sweep() -> None:
    """Drop those who are far from their limit again."""
    Attempt.objects.filter(arrival__lt=clock.now() - timedelta(days=1)).delete()
