"""What can be asked for below a link: parsed by strict patterns, and its object named from the signed ids alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from vidarium.delivery.links import Link
from vidarium.library import places

PATTERN = re.compile(
    r"(?P<master>master\.m3u8)"
    r"|(?P<poster>poster\.jpg)"
    r"|(?P<row>[av][0-9]{1,5})/(?:(?P<list>index\.m3u8)|(?P<init>init\.mp4)|(?P<column>[0-9]{6})\.m4s)",
    re.ASCII,
)


@dataclass(frozen=True)
class Master:
    """The playlist that names the renditions."""


@dataclass(frozen=True)
class Media:
    """The playlist of one row."""

    row: str


@dataclass(frozen=True)
class Poster:
    """The still that stands for the film."""


@dataclass(frozen=True)
class Init:
    """A row's initialisation segment."""

    row: str


@dataclass(frozen=True)
class Segment:
    """One cell: a column of a row."""

    row: str
    column: int


Part = Master | Media | Poster | Init | Segment
Stored = Poster | Init | Segment
"""The parts that are objects of the store; playlists are written from the plan."""


def read(tail: str) -> Part | None:
    """The part that this end of a path names, None where it names none to the letter."""
    found = PATTERN.fullmatch(tail)
    if found is None:
        return None
    row = found["row"]
    if row is None:
        return Master() if found["master"] else Poster()
    if found["column"]:
        return Segment(row, int(found["column"]))
    return Media(row) if found["list"] else Init(row)


def key_of(link: Link, part: Stored) -> str:
    """The object's key in the store."""
    owner = (link.company, link.asset, link.grid)
    match part:
        case Poster():
            return places.poster_key(*owner)
        case Init(row):
            return places.init_key(*owner, row)
        case Segment(row, column):
            return places.cell_key(*owner, row, column)
