"""A grid as people look at it: which cells are there, being made, failed or asked for, and how long the rest will take."""

from __future__ import annotations

from typing import Any

from django.db.models.functions import Now

from vidarium.foundation import clock
from vidarium.library.models import Asset, Status
from vidarium.production import grids
from vidarium.production.models import Chunk, Grid, Rendition
from vidarium.production.ranges import Run, columns_of, runs_of


def of(asset: Asset, grid: Grid | None) -> dict[str, Any]:
    """What the grid elements draw (web/README.md). Runs are half-open ranges of columns; sizes are bytes, 0 where unmade."""
    if grid is None:
        return {"id": asset.public_id, "status": asset.status, "progress": 0, "seconds_left": None, "rows": [], "asked": [], "workers": 0}
    held = list(Chunk.objects.filter(grid=grid, held_until__gte=Now()))
    return {
        "id": asset.public_id,
        "status": asset.status,
        "progress": progress(asset, grid),
        "seconds_left": seconds_left(asset, grid),
        "clock": f"{grid.clock_numerator}/{grid.clock_denominator}",
        "boundaries": grid.boundaries,
        "duration": float(grids.duration_of(grid)),
        "workers": len(held),
        "rows": [_row(row, held) for row in grid.renditions.all()],
        "asked": runs_of(columns_of((chunk.first, chunk.last) for chunk in held if chunk.asked)),
    }


def progress(asset: Asset, grid: Grid | None) -> float:
    """Filled cells over planned cells: 0 while uploading, 1 when ready."""
    return grids.count(grid).progress if grid else 0.0


def seconds_left(asset: Asset, grid: Grid) -> float | None:
    """At the pace so far; None where nothing is left, or nothing is known yet."""
    cells = grids.count(grid)
    if asset.status not in {Status.PREPARING, Status.PLAYABLE} or not cells.filled:
        return None
    return (clock.now() - grid.created_at).total_seconds() / cells.filled * cells.open


def _row(row: Rendition, held: list[Chunk]) -> dict[str, Any]:
    made = columns_of(row.filled)
    making = columns_of((chunk.first, chunk.last) for chunk in held if row.name in chunk.rows) - made
    return {
        "name": row.name,
        "label": label(row),
        **{key: row.spec[key] for key in ("kind", "width", "height", "codecs", "cap_bits")},
        "filled": _pairs(row.filled),
        "making": runs_of(making),
        "failed": runs_of(columns_of(row.set_aside) - made),
        "sizes": row.sizes,
    }


def label(row: Rendition) -> str:
    """`720p` for a picture; sound has its words from the page."""
    return f"{row.name[1:]}p" if row.spec["kind"] == "picture" else ""


def _pairs(runs: list[Run]) -> list[Run]:
    return sorted(runs)
