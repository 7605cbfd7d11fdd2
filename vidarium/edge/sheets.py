"""What the edge knows of a grid: its rows, its columns, and its playlists, written once and kept in memory."""

from __future__ import annotations

import gzip
import hashlib
import time
import uuid
from collections import OrderedDict
from dataclasses import dataclass, field

from vidarium.delivery import playlists
from vidarium.delivery.errors import NothingThere
from vidarium.delivery.links import Link
from vidarium.delivery.parts import Master, Media
from vidarium.edge import database
from vidarium.edge.single import Single
from vidarium.foundation import tenancy
from vidarium.production import grids
from vidarium.production.plan import Plan, Row

KEPT_BYTES = 64 << 20
COLUMN_BYTES = 400
"""What a column costs in memory, its line in every playlist included: roughly, and rather too much."""
MASTER_HOLDS_SECONDS = 10.0
"""A master playlist tells more once all sizes are known; until then it is read again now and then."""


@dataclass(frozen=True)
class Form:
    """One form of a playlist: its bytes, their entity tag, and the headers that tell the form."""

    body: bytes
    etag: str
    headers: tuple[tuple[bytes, bytes], ...]

    @classmethod
    def of(cls, body: bytes, *headers: tuple[bytes, bytes]) -> Form:
        return cls(body, f'"{hashlib.sha256(body).hexdigest()[:24]}"', headers)


@dataclass(frozen=True)
class Text:
    """A playlist, plain and squeezed: that of a long film is a tenth then."""

    plain: Form
    squeezed: Form

    @classmethod
    def of(cls, text: str) -> Text:
        plain = text.encode()
        squeezed = gzip.compress(plain, compresslevel=6, mtime=0)
        return cls(Form.of(plain), Form.of(squeezed, (b"content-encoding", b"gzip")))

    def accepted_by(self, accept_encoding: str) -> Form:
        """The form for a client that says this; anything but the plain word `gzip` gets the plain one."""
        return self.squeezed if "gzip" in accept_encoding.replace(" ", "").split(",") else self.plain


@dataclass
class Sheet:
    """One grid. The plan never changes; the master playlist does, until the film is whole."""

    plan: Plan
    master: Text
    good_until: float
    rows: dict[str, Row] = field(init=False)
    lists: dict[str, Text] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rows = {row.name: row for row in self.plan.rows}

    def has(self, row: str, column: int) -> bool:
        """Whether the grid has this cell, made or not."""
        return row in self.rows and 0 <= column < self.plan.columns

    def text(self, part: Master | Media) -> Text:
        """The playlist. Raises `NothingThere` for a row that the grid has not."""
        if isinstance(part, Master):
            return self.master
        if part.row not in self.rows:
            raise NothingThere
        if part.row not in self.lists:
            self.lists[part.row] = Text.of(playlists.media(self.plan, self.rows[part.row]))
        return self.lists[part.row]

    @property
    def cost_bytes(self) -> int:
        return self.plan.columns * COLUMN_BYTES


class Sheets:
    """The grids that were asked for last."""

    def __init__(self) -> None:
        self._kept: OrderedDict[uuid.UUID, Sheet] = OrderedDict()
        self._loading: Single[Sheet] = Single()

    async def of(self, link: Link) -> Sheet:
        """The grid that the link opens, for what never changes of it. Raises `NothingThere` where it is gone."""
        sheet = self._kept.get(link.grid)
        if sheet is None:
            return await self._loading.ask(link.grid, lambda: self._load(link))
        self._kept.move_to_end(link.grid)
        return sheet

    async def fresh(self, link: Link) -> Sheet:
        """The same, with a master playlist of now; of a moment ago while the database is away."""
        sheet = self._kept.get(link.grid)
        if sheet is not None and time.monotonic() < sheet.good_until:
            return sheet
        try:
            return await self._loading.ask(link.grid, lambda: self._load(link))
        except database.Unreachable:
            if sheet is None:
                raise
            return sheet

    async def _load(self, link: Link) -> Sheet:
        sheet = await database.ask(lambda: read(link))
        known = self._kept.pop(link.grid, None)
        if known:
            sheet.lists = known.lists
        self._kept[link.grid] = sheet
        while len(self._kept) > 1 and sum(one.cost_bytes for one in self._kept.values()) > KEPT_BYTES:
            self._kept.popitem(last=False)
        return sheet


def read(link: Link) -> Sheet:
    """The grid from the database. Raises `NothingThere`."""
    with tenancy.within(link.company):
        grid = grids.of_link(link.company, link.asset, link.grid)
        if grid is None:
            raise NothingThere
        plan = grids.plan_of(grid)
        sizes = {row.name: row.sizes for row in grid.renditions.all()}
    whole = all(all(known) for known in sizes.values())
    return Sheet(plan, Text.of(playlists.master(plan, sizes=sizes)), float("inf") if whole else time.monotonic() + MASTER_HOLDS_SECONDS)
