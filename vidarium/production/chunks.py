"""Chunks: claimed for a while, renewed while the worker lives, published once, or set aside after three strikes.

The fence makes it safe: each claim raises it, and a publication counts only with the fence of the claim in force. A worker
that stood still, was given up and wakes again finds its fence outrun; what it made is thrown away.

A claim is a strike until it ends well: a chunk that takes its worker down can't say so afterwards. A holder that lives
gives the strike back where the chunk was not to blame.

Whoever changes a grid locks its asset first, so that two can't wait for each other, and the second sees what the first did.
A claim changes none and locks its chunk alone: workers must not queue up behind one that stands still.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from django.conf import settings
from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from vidarium.foundation import storage, tenancy
from vidarium.library import assets, places
from vidarium.library.models import Retirement
from vidarium.production import notify, standing
from vidarium.production.cell import Cell
from vidarium.production.errors import InitDiffers, OutrunByAnother, WorkerBroughtDown
from vidarium.production.models import Chunk, Grid, Rendition
from vidarium.production.ranges import Run, columns_of, literal, runs_of
from vidarium.production.schedule import Work

STRIKES = 3


@dataclass(frozen=True)
class Claim:
    """The right to publish some columns of some rows, until it expires unrenewed or another claim outruns it."""

    company_id: uuid.UUID
    asset_id: uuid.UUID
    grid_id: uuid.UUID
    chunk_id: uuid.UUID
    fence: int
    work: Work
    """What is still missing of it."""


def lease() -> timedelta:
    """How long a claim holds without being renewed: three heartbeats. Measured on the database's clock."""
    return timedelta(seconds=3 * settings.ENVIRONMENT.heartbeat_seconds)


def claim(grid: Grid, work: Work, *, holder: str, asked: bool) -> Claim | None:
    """The claim on what is missing; None where nothing is, or another worker holds it. Runs in the caller's transaction."""
    missing = what_is_missing(grid, work)
    if missing is None or not assets.keep(grid.company_id, grid.asset_id):
        return None
    wanted = {"grid": grid, "rows": list(work.rows), "first": work.first, "last": work.last}
    # Of two that come for it at once, one makes it.
    Chunk.objects.bulk_create([Chunk(**wanted, company_id=grid.company_id, asked=asked)], ignore_conflicts=True)
    chunk = _of(grid, work).first()
    if chunk is None:
        return None
    if chunk.strikes >= STRIKES:
        standing.hold(grid.company_id, grid.asset_id)
    free = Q(held_until=None) | Q(held_until__lt=Now())
    taken = Chunk.objects.filter(free, id=chunk.id).update(
        holder=holder, held_until=Now() + lease(), fence=F("fence") + 1, strikes=F("strikes") + 1
    )
    if not taken:
        return None
    chunk.refresh_from_db()
    if chunk.strikes > STRIKES:
        Chunk.objects.filter(id=chunk.id, reason="").update(reason=WorkerBroughtDown.sentence())
        _set_aside(chunk, missing)
        return None
    return Claim(grid.company_id, grid.asset_id, grid.id, chunk.id, chunk.fence, missing)


def what_is_missing(grid: Grid, work: Work) -> Work | None:
    """The smallest work that holds every missing cell of this one; None where none is."""
    open_rows: dict[str, set[int]] = {}
    for row in Rendition.objects.filter(grid=grid, name__in=work.rows):
        left = set(range(work.first, work.last)) - columns_of(row.filled) - columns_of(row.set_aside)
        if left:
            open_rows[row.name] = left
    if not open_rows:
        return None
    columns = set().union(*open_rows.values())
    return Work(tuple(name for name in work.rows if name in open_rows), min(columns), max(columns) + 1)


def is_held(grid: Grid, work: Work) -> bool:
    """Whether another worker is at it."""
    return _of(grid, work).filter(held_until__gte=Now()).exists()


def is_suspect(grid: Grid, work: Work) -> bool:
    """Whether its last holder fell silent: it may have died of this chunk."""
    return _of(grid, work).filter(held_until__lt=Now()).exists()


def _of(grid: Grid, work: Work) -> QuerySet[Chunk]:
    return Chunk.objects.filter(grid=grid, rows=list(work.rows), first=work.first, last=work.last)


def renew(claim: Claim) -> bool:
    """Hold it for another lease; False where it was lost."""
    with tenancy.within(claim.company_id):
        return bool(Chunk.objects.filter(id=claim.chunk_id, fence=claim.fence).update(held_until=Now() + lease()))


def release(claim: Claim) -> None:
    """Give it back untried: the worker stops, or the machine can't, and the chunk is not to blame."""
    with tenancy.within(claim.company_id):
        Chunk.objects.filter(id=claim.chunk_id, fence=claim.fence).update(held_until=None, strikes=F("strikes") - 1)


def forgive(claim: Claim) -> None:
    """Take back the strike of a claim that was lost though its holder lives: it was slow, and the chunk is not to blame."""
    with tenancy.within(claim.company_id):
        Chunk.objects.filter(id=claim.chunk_id, fence__gt=claim.fence, strikes__gt=0).update(strikes=F("strikes") - 1)


def strike(claim: Claim, reason: str) -> bool:
    """This try failed, and why. True where another try is due; after the third the cells are set aside."""
    with tenancy.within(claim.company_id):
        standing.hold(claim.company_id, claim.asset_id)
        chunk = Chunk.objects.select_for_update().filter(id=claim.chunk_id, fence=claim.fence).first()
        if chunk is None:
            return False
        chunk.held_until, chunk.reason = None, reason[:1000]
        chunk.save(update_fields=["held_until", "reason"])
        if chunk.strikes >= STRIKES:
            _set_aside(chunk, claim.work)
            return False
    return True


def publish(claim: Claim, cells: Sequence[Cell]) -> None:
    """Move verified cells into the store and record them, under the fence. Raises `OutrunByAnother`."""
    with tenancy.within(claim.company_id):
        standing.hold(claim.company_id, claim.asset_id)
        if not Chunk.objects.select_for_update().filter(id=claim.chunk_id, fence=claim.fence).exists():
            raise OutrunByAnother
        if Retirement.objects.filter(company_id=claim.company_id, asset_id=claim.asset_id, due_at__lte=Now()).exists():
            raise OutrunByAnother
        rows = {row.name: row for row in Rendition.objects.select_for_update().filter(grid_id=claim.grid_id, name__in=claim.work.rows)}
        for name, of_row in groupby(sorted(cells, key=lambda cell: (cell.row, cell.column)), key=lambda cell: cell.row):
            _record(claim, rows[name], list(of_row))
        Chunk.objects.filter(id=claim.chunk_id).delete()
        standing.settle(claim.grid_id)


def _record(claim: Claim, row: Rendition, cells: list[Cell]) -> None:
    """Cells that another run published meanwhile stay as they are: a viewer may have read them."""
    there = columns_of(row.filled)
    fresh = [cell for cell in cells if cell.column not in there]
    where = (claim.company_id, claim.asset_id, claim.grid_id)
    store = storage.store()
    for cell in fresh:
        store.put(places.cell_key(*where, row.name, cell.column), cell.path)
        row.sizes[cell.column] = cell.size_bytes
    if fresh:
        _same_init(places.init_key(*where, row.name), cells[0].init.read_bytes())
        _fill(row, runs_of(cell.column for cell in fresh))


def _same_init(key: str, found: bytes) -> None:
    """One configuration per row: every run must come to the same initialization segment, or a mixed row decodes wrongly."""
    store = storage.store()
    if not store.exists(key):
        store.put_bytes(key, found)
    elif store.path(key).read_bytes() != found:
        raise InitDiffers


def _fill(row: Rendition, runs: list[Run]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE production_rendition SET filled = filled + %s::int4multirange, sizes = %s WHERE id = %s",
            [literal(runs), row.sizes, row.id],
        )
    for first, last in runs:
        notify.cells(row.grid_id, row.name, first, last)


def _set_aside(chunk: Chunk, work: Work) -> None:
    """These cells can't be made; whoever waits for them is told."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE production_rendition SET set_aside = set_aside + (%s::int4multirange - filled) WHERE grid_id = %s AND name = ANY(%s)",
            [literal([(work.first, work.last)]), chunk.grid_id, list(work.rows)],
        )
    Chunk.objects.filter(id=chunk.id).update(held_until=None)
    for name in work.rows:
        notify.cells(chunk.grid_id, name, work.first, work.last)
    standing.settle(chunk.grid_id)
