"""Assets as the library's rows show them: everything that a page of them needs, in a handful of queries."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from vidarium.console.templatetags.console import time_left
from vidarium.delivery import playback
from vidarium.delivery.playback import Address
from vidarium.library import authors
from vidarium.library.models import Asset, Status
from vidarium.production import facts, grids, standing
from vidarium.production.models import Grid

BAND_COLUMNS = 48


@dataclass(frozen=True)
class Entry:
    """One asset with what is known of its grid."""

    asset: Asset
    grid: Grid | None
    facts: dict[str, Any]
    playback: Address | None
    made_bytes: int
    author: str
    """Who added it; empty where a program did."""

    @property
    def title(self) -> str:
        """What it is called where it has no title."""
        return self.asset.title or self.asset.filename or self.asset.public_id

    @property
    def failure(self) -> str:
        """The sentence that says why it failed."""
        return _(self.asset.error_detail)

    @property
    def standing(self) -> str:
        """Where it stands, in one line."""
        return standing_words(self)

    @property
    def plays(self) -> bool:
        return self.playback is not None

    @property
    def duration(self) -> float | None:
        return float(grids.duration_of(self.grid)) if self.grid else None

    @property
    def busy(self) -> bool:
        return self.asset.status in {Status.PREPARING, Status.PLAYABLE}

    @property
    def ending(self) -> str:
        """What stands in place of a poster: the file name's ending."""
        return self.asset.filename.rpartition(".")[2][:4].lower() if "." in self.asset.filename else ""


def standing_words(entry: Entry) -> str:
    """“Plays now, 67 % made, 4 min left”"""
    part = {"part": int(entry.facts["progress"] * 100)}
    match entry.asset.status:
        case Status.UPLOADING:
            return _("Uploading")
        case Status.READY:
            return _("Ready")
        case Status.FAILED:
            return _("Failed")
        case Status.PLAYABLE:
            left = time_left(entry.facts["seconds_left"])
            return _("Plays now, %(part)d %% made") % part + (f", {left}" if left else "")
    return _("Begun, %(part)d %% made") % part if entry.facts["rows"] else _("Looking at the file")


def entries(assets: Sequence[Asset], *, columns: int | None = BAND_COLUMNS, until: datetime | None = None) -> list[Entry]:
    """One entry for each asset; longer films are gathered to `columns` (None: as they are). What it takes to play them ends at `until`."""
    laid = grids.of_each([asset.id for asset in assets])
    held = facts.held_of_each([grid.id for grid in laid.values()])
    addresses = playback.addresses({asset: laid[asset.id] for asset in assets if _plays(asset, laid)}, until=until)
    added = authors.names(assets[0].company_id, assets) if assets else {}
    return [
        _entry(asset, laid.get(asset.id), held, address=addresses.get(asset.id), author=added.get(asset.id, ""), columns=columns)
        for asset in assets
    ]


def _plays(asset: Asset, laid: dict[uuid.UUID, Grid]) -> bool:
    grid = laid.get(asset.id)
    return grid is not None and standing.is_playable(asset, grid)


def _entry(asset: Asset, grid: Grid | None, held: facts.Held, *, address: Address | None, author: str, columns: int | None) -> Entry:
    seen = facts.of(asset, grid, held)
    return Entry(
        asset=asset,
        grid=grid,
        facts=facts.gathered(seen, columns) if columns else seen,
        playback=address,
        made_bytes=sum(sum(row["sizes"]) for row in seen["rows"]),
        author=author,
    )
