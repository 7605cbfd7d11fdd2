"""What production does for an asset, from arrival to the last cell; each is a job that may run twice."""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import Path

from django.db import transaction

from vidarium.accounts.models import Company
from vidarium.foundation import process, storage, tenancy
from vidarium.foundation.storage import DiskIsFull
from vidarium.library import places
from vidarium.library.errors import FilmQuotaIsSpent
from vidarium.library.events import AssetArrived
from vidarium.library.models import Asset
from vidarium.production import chunks, grids, losses, making, poster, probe, queue, schedule, standing, usage, workshop
from vidarium.production import plan as plans
from vidarium.production.errors import ProductionError
from vidarium.production.making import NOW, Wish
from vidarium.production.models import Grid, Poster, Rendition
from vidarium.production.plan import Plan
from vidarium.production.ranges import columns_of
from vidarium.production.schedule import Work
from vidarium.production.source import Source

AHEAD = 2
"""Columns made unasked behind one that a viewer asked for: they will be next."""
TRIES = 3


def begin(arrived: AssetArrived) -> None:
    """Hears that an asset's bytes are there; the job is enqueued in the same transaction."""
    queue.prepare(arrived.company_id, arrived.asset_id)


def prepare(company_id: uuid.UUID, asset_id: uuid.UUID, *, tries: int, stopped: Wish) -> timedelta | None:
    """Probe, plan, and set everything in motion. Run again it goes on where it was.

    How long to wait before it must be; None where it need not.
    """
    with making.alone(suspect=tries > 1) as free:
        return _prepare(company_id, asset_id, tries, stopped) if free else chunks.lease()


def _prepare(company_id: uuid.UUID, asset_id: uuid.UUID, tries: int, stopped: Wish) -> timedelta | None:
    with tenancy.within(company_id):
        asset = Asset.objects.filter(company_id=company_id, id=asset_id, status__in=standing.UNFINISHED).first()
        grid = asset and grids.of(asset)
    if asset and tries > TRIES:
        _give_up(asset)
    elif asset:
        try:
            grid = grid or _lay(asset, stopped)
        except process.Cancelled:
            return NOW
        except process.SandboxUnavailable:
            return chunks.lease()
        if grid:
            _make_playable(grid, stopped)
            _fill(grid)
    return None


def _give_up(asset: Asset) -> None:
    """The file has ended the worker, or the probe, three times: it is set aside, and the queue moves on."""
    with tenancy.within(asset.company_id):
        standing.fail(asset, ProductionError.code, ProductionError.sentence())


def _lay(asset: Asset, stopped: Wish) -> Grid | None:
    media = storage.store().path(places.source_key(asset.company_id, asset.id))
    try:
        making.give_back()
        source = probe.source(media, cancelled=stopped)
        plan = plans.of(source)
    except ProductionError as error:
        with tenancy.within(asset.company_id):
            standing.fail(asset, error.code, error.detail)
        return None
    with tenancy.within(asset.company_id):
        # Deleted meanwhile, there is nothing to lay it for.
        return (grids.of(asset) or _lay_within_quota(asset, source, plan)) if standing.hold(asset.company_id, asset.id) else None


def _lay_within_quota(asset: Asset, source: Source, plan: Plan) -> Grid | None:
    """How long a film is, is known here first: before anything of it is made. Two that arrive at once are weighed one after the other."""
    company = Company.objects.select_for_update(no_key=True).get(id=asset.company_id)
    if usage.is_spent(company, more_seconds=float(source.duration)):
        standing.fail(asset, FilmQuotaIsSpent.code, FilmQuotaIsSpent.sentence())
        return None
    return grids.lay(asset, source, plan)


def _make_playable(grid: Grid, stopped: Wish) -> None:
    """What a viewer needs to press play: the first cell is made here, the sound meanwhile by whoever is free.

    The rest waits until then: a long list of chunks, or two encoders at work, would hold these up.
    """
    with tenancy.within(grid.company_id):
        *others, last = reversed(schedule.first(grids.plan_of(grid)))
        for work in others:
            queue.ask(grid, work, band=queue.FIRST)
    if making.make(grid.company_id, grid.id, last, asked=True, stopped=stopped) is not None:
        with tenancy.within(grid.company_id):
            queue.ask(grid, last, band=queue.FIRST)


def _fill(grid: Grid) -> None:
    with tenancy.within(grid.company_id):
        plan = grids.plan_of(grid)
        if grid.poster == Poster.PENDING:
            queue.poster(grid)
        queue.fill(grid, schedule.background(plan))
        standing.settle(grid.id)


def fill_on(company_id: uuid.UUID, grid_id: uuid.UUID, start: int) -> None:
    """The first so many works of a grid are made, or being made: the next ones."""
    with tenancy.within(company_id):
        grid = Grid.objects.prefetch_related("renditions").filter(id=grid_id).first()
        if grid:
            queue.fill(grid, schedule.background(grids.plan_of(grid)), start=start)


def make(company_id: uuid.UUID, grid_id: uuid.UUID, work: Work, *, asked: bool, stopped: Wish) -> timedelta | None:
    """Make what is missing of some columns. How long to wait before another try is due; None where none is."""
    return making.make(company_id, grid_id, work, asked=asked, stopped=stopped)


def make_poster(company_id: uuid.UUID, grid_id: uuid.UUID, *, tries: int, stopped: Wish) -> timedelta | None:
    """The still that stands for the film. A film without one is no failure. As `make`, how long to wait before another try."""
    with tenancy.within(company_id):
        grid = Grid.objects.filter(id=grid_id, poster=Poster.PENDING).first()
    if grid is None:
        return None
    with making.alone(suspect=tries > 1) as free:
        return _make_poster(grid, tries, stopped) if free else chunks.lease()


def _make_poster(grid: Grid, tries: int, stopped: Wish) -> timedelta | None:
    if tries > TRIES:
        _hang(grid, None)
        return None
    try:
        with workshop.bench() as folder, storage.naming_trouble():
            making.give_back()
            _hang(grid, _still(grid, folder, stopped))
    except process.Cancelled:
        return NOW
    except (DiskIsFull, process.SandboxUnavailable):
        return chunks.lease()
    return None


def _still(grid: Grid, folder: Path, stopped: Wish) -> Path | None:
    """None where the film has none. Raises `DiskIsFull` where that may have been the reason."""
    media = storage.store().path(places.source_key(grid.company_id, grid.asset_id))
    made = poster.make(grids.source_of(grid), media, folder, cancelled=stopped)
    if made is None:
        storage.check_room(folder)
    return made


def _hang(grid: Grid, still: Path | None) -> None:
    with tenancy.within(grid.company_id):
        asset = standing.hold(grid.company_id, grid.asset_id)
        if asset and still:
            storage.store().put(places.poster_key(grid.company_id, grid.asset_id, grid.id), still)
        if asset:
            Grid.objects.filter(id=grid.id).update(poster=Poster.MADE if still else Poster.NONE)
            standing.settle(grid.id)


def ask(company_id: uuid.UUID, grid_id: uuid.UUID, row: str, column: int) -> bool:
    """Somebody waits for this cell: have it made first, and the next ones after it. False where it will never come."""
    with tenancy.within(company_id):
        grid = Grid.objects.filter(id=grid_id).first()
        rendition = grid and Rendition.objects.filter(grid=grid, name=row).first()
        if not grid or not rendition or not 0 <= column < grid.columns:
            return False
        if column in columns_of(rendition.set_aside) - columns_of(rendition.filled):
            return False
        if column in columns_of(rendition.filled):
            if not losses.is_lost(grid, rendition, column):
                return True
            losses.mend(grid)
        _ask(grid, rendition, column)
    return True


def _ask(grid: Grid, rendition: Rendition, column: int) -> None:
    if rendition.spec["kind"] == "sound":
        queue.ask(grid, Work((rendition.name,), *schedule.piece_with(grids.plan_of(grid), column)), band=queue.ASKED)
    else:
        queue.ask(grid, Work((rendition.name,), column, column + 1), band=queue.ASKED)
        ahead = min(column + 1 + AHEAD, grid.columns)
        if column + 1 < ahead:
            queue.ask(grid, Work((rendition.name,), column + 1, ahead), band=queue.AHEAD)


def resume(company_id: uuid.UUID, asset_id: uuid.UUID) -> None:
    """An unfinished asset that no job serves: whatever was lost, it goes on from what is there."""
    with transaction.atomic():
        queue.prepare(company_id, asset_id)
