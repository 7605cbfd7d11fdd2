"""Cells whose objects were lost are made again as soon as somebody asks for one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import films
from tests.cast import Cast
from vidarium.foundation import storage, tenancy
from vidarium.library import places
from vidarium.library.models import Asset, Status
from vidarium.production import grids, jobs, probe, schedule
from vidarium.production import plan as plans
from vidarium.production.making import make
from vidarium.production.models import Grid, Poster
from vidarium.production.schedule import Work


@pytest.fixture
def ready(company: Cast, live: None, tmp_path: Path) -> Grid:
    """The grid of a real film, every cell of it made."""
    file = films.make("silent", tmp_path)
    source = probe.source(file)
    with tenancy.within(company.id):
        asset = Asset.objects.create(company=company.company, status=Status.PREPARING)
        storage.store().put(places.source_key(company.id, asset.id), file)
        grid = grids.lay(asset, source, plans.of(source))
        Grid.objects.filter(id=grid.id).update(poster=Poster.NONE)
    produce(grid)
    return grid


def produce(grid: Grid) -> None:
    """As the queue would have it."""
    with tenancy.within(grid.company_id):
        works = schedule.background(grids.plan_of(grid))
    for work in works:
        make(grid.company_id, grid.id, work, asked=False, stopped=lambda: False)


def status(grid: Grid) -> str:
    with tenancy.within(grid.company_id):
        return Asset.objects.get(id=grid.asset_id).status


def filled(grid: Grid, row: str) -> list[tuple[int, int]]:
    with tenancy.within(grid.company_id):
        return list(grid.renditions.get(name=row).filled)


def lowest(grid: Grid) -> str:
    with tenancy.within(grid.company_id):
        (work, *_) = schedule.first(grids.plan_of(grid))
    return work.rows[0]


def lose(grid: Grid, key: str) -> bytes:
    """What was there."""
    path = storage.store().path(key)
    content = path.read_bytes()
    path.unlink()
    return content


def test_a_lost_cell_is_made_again_and_the_film_is_ready_again(ready: Grid) -> None:
    assert status(ready) == Status.READY
    row = lowest(ready)
    key = places.cell_key(ready.company_id, ready.asset_id, ready.id, row, 1)
    lose(ready, key)
    assert jobs.ask(ready.company_id, ready.id, row, 1)
    assert status(ready) == Status.PLAYABLE
    assert filled(ready, row) == [(0, 1), *([(2, ready.columns)] if ready.columns > 2 else [])]
    make(ready.company_id, ready.id, Work((row,), 1, 2), asked=True, stopped=lambda: False)
    assert storage.store().size(key) > 0
    assert status(ready) == Status.READY


def test_a_row_that_lost_its_beginning_is_made_again_whole(ready: Grid) -> None:
    row = lowest(ready)
    before = lose(ready, places.init_key(ready.company_id, ready.asset_id, ready.id, row))
    assert jobs.ask(ready.company_id, ready.id, row, 0)
    assert filled(ready, row) == []
    produce(ready)
    assert storage.store().path(places.init_key(ready.company_id, ready.asset_id, ready.id, row)).read_bytes() == before
    assert status(ready) == Status.READY


def test_asking_for_one_takes_back_every_cell_that_is_lost(ready: Grid) -> None:
    with tenancy.within(ready.company_id):
        rows = list(ready.renditions.values_list("name", flat=True))
    for row in rows:
        lose(ready, places.cell_key(ready.company_id, ready.asset_id, ready.id, row, 1))
    assert jobs.ask(ready.company_id, ready.id, rows[0], 1)
    assert all(1 not in range(first, last) for row in rows for first, last in filled(ready, row))


def test_a_cell_that_is_there_is_left_alone(ready: Grid) -> None:
    assert jobs.ask(ready.company_id, ready.id, lowest(ready), 1)
    assert status(ready) == Status.READY
