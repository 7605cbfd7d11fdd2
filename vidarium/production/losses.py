"""Cells that are recorded as filled and whose objects are gone from the store: a disk was lost, a hand slipped.

Whoever asks for one finds it out. The record is taken back for every lost cell of the grid at once, since one is seldom
alone, and the film is prepared again: what is there stays, what is missing is made from the source.
"""

from __future__ import annotations

import structlog
from django.db import connection

from vidarium.foundation import storage
from vidarium.library import places
from vidarium.production import queue, standing
from vidarium.production.models import Grid, Rendition
from vidarium.production.ranges import columns_of, literal, runs_of

log = structlog.get_logger("vidarium.production")


def is_lost(grid: Grid, row: Rendition, column: int) -> bool:
    """Whether a cell that was filled is no longer there, or can't be read for want of its row's initialization segment."""
    where, store = (grid.company_id, grid.asset_id, grid.id, row.name), storage.store()
    return not store.exists(places.init_key(*where)) or not store.exists(places.cell_key(*where, column))


def mend(grid: Grid) -> None:
    """Take back the record of every cell that is lost, and have them made again. Runs in the caller's transaction."""
    asset = standing.hold(grid.company_id, grid.asset_id)
    rows = Rendition.objects.select_for_update().filter(grid=grid)
    lost = {row: gone for row in rows if (gone := _gone(grid, row))}
    if asset is None or not lost:
        return
    log.error("cells are gone from the store", grid=grid.id.hex, cells=sum(map(len, lost.values())))
    for row, gone in lost.items():
        _take_back(row, gone)
    standing.reopen(asset)
    queue.prepare(grid.company_id, grid.asset_id)


def _gone(grid: Grid, row: Rendition) -> list[int]:
    """The filled columns of a row that can't be read any more: all of them where its initialization segment is gone."""
    where, store = (grid.company_id, grid.asset_id, grid.id, row.name), storage.store()
    filled = sorted(columns_of(row.filled))
    if not store.exists(places.init_key(*where)):
        return filled
    return [column for column in filled if not store.exists(places.cell_key(*where, column))]


def _take_back(row: Rendition, gone: list[int]) -> None:
    for column in gone:
        row.sizes[column] = 0
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE production_rendition SET filled = filled - %s::int4multirange, sizes = %s WHERE id = %s",
            [literal(runs_of(gone)), row.sizes, row.id],
        )
