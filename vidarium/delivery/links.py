"""Signed links: they expire, they can be revoked, and what they open is decided by the ids inside the signature.

    /p/{ply_id}/{token}/master.m3u8     and everything else below `/p/{ply_id}/{token}/`, relative to it

The token is 120 characters of base64url around 90 bytes: kid (1) · expiry in Unix seconds (5) · playback, company, asset
and grid (16 each) · HMAC-SHA-256 over all before, cut to 20. Ninety is a multiple of three, so that no character has idle
bits: every token has exactly one spelling, and any change of it is a change of what was signed.
"""

from __future__ import annotations

import base64
import hmac
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from vidarium.delivery.errors import LinkExpired, LinkRefused
from vidarium.foundation import ids
from vidarium.foundation.keys import Key

PURPOSE = "links"
PREFIX = "ply"
BEGINNING = "/p/"

LEAST_LIFE, AFTER_THE_END, MAX_LIFE = timedelta(hours=12), timedelta(hours=6), timedelta(days=7)
ROUNDING = timedelta(minutes=10)
"""Links signed within this long of one another are the same text, so that a browser's cache knows them again."""

Ring = Mapping[int, Key]
"""The keys that are alive, by kid: one, or two while one root secret takes over from another."""

KID, EXPIRY, ID, MAC = 1, 5, 16, 20
SIGNED = KID + EXPIRY + 4 * ID
TOKEN = re.compile(rf"[A-Za-z0-9_-]{{{(SIGNED + MAC) * 4 // 3}}}")


@dataclass(frozen=True)
class Link:
    """What a link opens, and until when."""

    playback: uuid.UUID
    company: uuid.UUID
    asset: uuid.UUID
    grid: uuid.UUID
    expires: int
    """Unix seconds; from this second on the link is refused."""


@dataclass(frozen=True)
class Refused:
    """A link that opens nothing, and why."""

    error: type[LinkRefused]


def life(film: Fraction | None) -> timedelta:
    """How long a link to a film of this many seconds lives: a playlist is loaded once, so the film and six hours, twelve at least."""
    wanted = timedelta(seconds=float(film or 0)) + AFTER_THE_END
    return min(max(wanted, LEAST_LIFE), MAX_LIFE)


def expiry(now: datetime, lasting: timedelta) -> int:
    """The second at which a link signed now expires: never sooner than asked, at most `ROUNDING` later."""
    step = int(ROUNDING.total_seconds())
    return -int(-(now + lasting).timestamp() // step) * step


def sign(link: Link, key: Key) -> str:
    """The path below which everything of this link lies, without a slash at its end."""
    signed = bytes([key.kid]) + link.expires.to_bytes(EXPIRY) + b"".join(part.bytes for part in _ids(link))
    token = base64.urlsafe_b64encode(signed + key.mac(signed, size=MAC)).decode()
    return f"{BEGINNING}{ids.show(PREFIX, link.playback)}/{token}"


def read(playback: str, token: str, *, ring: Ring, at: datetime) -> Link | Refused:
    """What a link opens at this moment. Both arguments are path parts as they came, untouched."""
    if not TOKEN.fullmatch(token):
        return Refused(LinkRefused)
    raw = base64.urlsafe_b64decode(token)
    key = ring.get(raw[0])
    if key is None or not hmac.compare_digest(key.mac(raw[:SIGNED], size=MAC), raw[SIGNED:]):
        return Refused(LinkRefused)
    link = _link(raw)
    return _in_force(link, at) if ids.show(PREFIX, link.playback) == playback else Refused(LinkRefused)


def _in_force(link: Link, at: datetime) -> Link | Refused:
    """A life longer than we ever give is refused here too: what was once signed by mistake does not hold for years."""
    left = link.expires - at.timestamp()
    if left <= 0:
        return Refused(LinkExpired)
    return link if left <= (MAX_LIFE + ROUNDING).total_seconds() else Refused(LinkRefused)


def _ids(link: Link) -> tuple[uuid.UUID, ...]:
    return link.playback, link.company, link.asset, link.grid


def _link(raw: bytes) -> Link:
    places = range(KID + EXPIRY, SIGNED, ID)
    playback, company, asset, grid = (uuid.UUID(bytes=raw[place : place + ID]) for place in places)
    return Link(playback, company, asset, grid, expires=int.from_bytes(raw[KID : KID + EXPIRY]))
