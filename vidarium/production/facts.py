"""A grid as people look at it: which cells are there, being made, failed or asked for, and how long the rest will take."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

from django.db.models.functions import Now

from vidarium.foundation import clock
from vidarium.library.models import Asset, Status
from vidarium.production import grids
from vidarium.production.models import Chunk, Grid, Rendition
from vidarium.production.ranges import Run, columns_of, runs_of

Held = dict[uuid.UUID, list[Chunk]]


def held_of_each(grid_ids: list[uuid.UUID]) -> Held:
    """The chunks in hand of each of these grids, in one query."""
    found: Held = defaultdict(list)
    for chunk in Chunk.objects.filter(grid_id__in=grid_ids, held_until__gte=Now()):
        found[chunk.grid_id].append(chunk)
    return found


def of(asset: Asset, grid: Grid | None, held: Held) -> dict[str, Any]:
    """What the grid elements draw (web/README.md). Runs are half-open ranges of columns; sizes are bytes, 0 where unmade."""
    in_hand = held.get(grid.id, []) if grid else []
    return {
        "id": asset.public_id,
        "status": asset.status,
        "progress": progress(asset, grid),
        "seconds_left": seconds_left(asset, grid) if grid else None,
        "clock": f"{grid.clock_numerator}/{grid.clock_denominator}" if grid else "25/1",
        "boundaries": grid.boundaries if grid else [],
        "duration": float(grids.duration_of(grid)) if grid else 0,
        "workers": len(in_hand),
        "rows": [_row(row, in_hand) for row in grid.renditions.all()] if grid else [],
        "asked": runs_of(columns_of((chunk.first, chunk.last) for chunk in in_hand if chunk.asked)),
    }


def gathered(facts: dict[str, Any], columns: int) -> dict[str, Any]:
    """The same facts in at most so many columns: one is made where all that it stands for are, and being made or failed where any is."""
    count = len(facts["boundaries"]) - 1
    if count <= columns:
        return facts
    edges = [place * count // columns for place in range(columns + 1)]
    groups = [range(first, last) for first, last in pairwise(edges)]
    return {
        **facts,
        "boundaries": [facts["boundaries"][edge] for edge in edges],
        "rows": [{**row, **_gathered_row(row, groups)} for row in facts["rows"]],
        "asked": runs_of(_where(any, facts["asked"], groups)),
    }


def _gathered_row(row: dict[str, Any], groups: list[range]) -> dict[str, Any]:
    return {
        "filled": runs_of(_where(all, row["filled"], groups)),
        "making": runs_of(_where(any, row["making"], groups)),
        "failed": runs_of(_where(any, row["failed"], groups)),
        "sizes": [sum(row["sizes"][group.start : group.stop]) for group in groups],
    }


def _where(rule: Callable[[Iterable[bool]], bool], runs: list[Run], groups: list[range]) -> list[int]:
    held = columns_of(runs)
    return [place for place, group in enumerate(groups) if rule(column in held for column in group)]


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
