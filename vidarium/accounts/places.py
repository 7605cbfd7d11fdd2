"""Countries, regions and time zones, by the names that a reader knows (CLDR, through Babel)."""

from __future__ import annotations

import unicodedata
import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from babel import Locale
from babel.core import get_global

from vidarium.accounts.errors import PlaceIsUnknown
from vidarium.foundation import clock

NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"})
"""Codes of CLDR that ISO 3166 gives to no country or region: unions, placeholders, parts."""


@dataclass(frozen=True)
class Place:
    """One line of a list: what is sent, and what is read."""

    value: str
    words: str


@cache
def countries(language: str) -> tuple[Place, ...]:
    """Every country and region, in the reader's order."""
    names = _locale(language).territories
    return _in_order(language, (Place(code, names[code]) for code in _codes()))


def zones(language: str) -> tuple[Place, ...]:
    """Every time zone by its city and what it is ahead of UTC today."""
    return _zones(language, clock.now().replace(minute=0, second=0, microsecond=0))


def country(text: str) -> str:
    """A country's two letters. Raises `PlaceIsUnknown`."""
    if text.upper() not in _codes():
        raise PlaceIsUnknown
    return text.upper()


def zone(text: str) -> str:
    """A time zone's IANA name. Raises `PlaceIsUnknown`."""
    if text not in zoneinfo.available_timezones():
        raise PlaceIsUnknown
    return text


@cache
def _codes() -> frozenset[str]:
    names = map(str, Locale("en").territories)
    return frozenset(code for code in names if len(code) == 2 and code.isalpha()) - NO_COUNTRIES


@cache
def _zones(language: str, now: datetime) -> tuple[Place, ...]:
    known = zoneinfo.available_timezones() & get_global("zone_territories").keys()
    return _in_order(language, (Place(name, f"{city(name, language)}, {ahead(name, now)}") for name in known))


def city(name: str, language: str) -> str:
    """`Asia/Hong_Kong` is Hong Kong, or 香港."""
    told = _locale(language).time_zones.get(name, {}).get("city")
    return str(told or name.rpartition("/")[2].replace("_", " "))


def ahead(name: str, now: datetime) -> str:
    """`UTC+5:30`."""
    offset = now.astimezone(zoneinfo.ZoneInfo(name)).utcoffset() or timedelta()
    minutes = round(abs(offset).total_seconds() / 60)
    return f"UTC{'-' if offset < timedelta() else '+'}{minutes // 60}" + (f":{minutes % 60:02}" if minutes % 60 else "")


def _in_order(language: str, places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(sorted(places, key=lambda place: _collation(language, place.words)))


def _collation(language: str, words: str) -> bytes:
    """Latin names without their marks; Chinese ones by sound, which is the order of the old national encoding."""
    if language.startswith("zh"):
        return words.encode("gb18030")
    return unicodedata.normalize("NFKD", words).encode("ascii", "ignore").lower()


@cache
def _locale(language: str) -> Locale:
    return Locale.parse("zh_Hans" if language.startswith("zh") else "en")
