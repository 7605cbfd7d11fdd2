"""One chunk from claim to publication, where something is in its way."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db.models.functions import Now

from tests import films
from tests.cast import Cast
from tests.production.grid_fixtures import cells_for, laid
from vidarium.foundation import process, storage, tenancy
from vidarium.foundation.errors import VidariumError
from vidarium.foundation.storage import DiskIsFull
from vidarium.library import places
from vidarium.library.models import Asset, Status
from vidarium.production import chunks, grids, making, probe
from vidarium.production import plan as plans
from vidarium.production.errors import PictureBroken, WorkerBroughtDown
from vidarium.production.models import Chunk, Grid, Poster, Rendition
from vidarium.production.schedule import Work

WORK = Work(("v720", "v360"), 4, 6)


@pytest.fixture
def grid(company: Cast) -> Grid:
    tenancy.enter(company.id)
    return laid(company)


@pytest.fixture
def filmed(company: Cast, live: None, tmp_path: Path) -> Grid:
    """The grid of a real film."""
    file = films.make("silent", tmp_path)
    source = probe.source(file)
    with tenancy.within(company.id):
        asset = Asset.objects.create(company=company.company, status=Status.PREPARING)
        storage.store().put(places.source_key(company.id, asset.id), file)
        return grids.lay(asset, source, plans.of(source))


def strikes(grid: Grid) -> int:
    with tenancy.within(grid.company_id):
        return Chunk.objects.get(grid=grid).strikes


def everything(grid: Grid) -> Work:
    with tenancy.within(grid.company_id):
        return Work(tuple(grid.renditions.values_list("name", flat=True)), 0, grid.columns)


def make(grid: Grid, work: Work, *, stopped: bool = False) -> timedelta | None:
    return making.make(grid.company_id, grid.id, work, asked=False, stopped=lambda: stopped)


def test_a_chunk_is_made_and_nothing_more_is_due(filmed: Grid) -> None:
    assert make(filmed, everything(filmed)) is None
    with tenancy.within(filmed.company_id):
        assert [row.filled for row in Rendition.objects.filter(grid=filmed)] == [[(0, filmed.columns)]]


def test_a_worker_that_is_told_to_stop_hands_its_chunk_back_untried(filmed: Grid) -> None:
    assert make(filmed, everything(filmed), stopped=True) == timedelta(0)
    assert strikes(filmed) == 0
    with tenancy.within(filmed.company_id):
        assert not chunks.is_held(filmed, everything(filmed))


def test_a_chunk_that_another_worker_holds_comes_again_after_a_lease(filmed: Grid) -> None:
    work = everything(filmed)
    with tenancy.within(filmed.company_id):
        chunks.claim(filmed, work, holder="another", asked=False)
    assert make(filmed, work) == chunks.lease()


def test_a_full_disk_is_no_strike_against_the_film(filmed: Grid, monkeypatch: pytest.MonkeyPatch) -> None:
    # The disk itself is not ours to fill: `tests/faults/test_disk.py` fills one.
    monkeypatch.setattr(storage, "FULLEST", 0.0)
    monkeypatch.setattr(process, "run", broken)
    assert make(filmed, everything(filmed)) == chunks.lease()
    assert strikes(filmed) == 0


def broken(*_: object, **__: object) -> None:
    raise process.OverLimit


@pytest.mark.parametrize("error", [DiskIsFull(), process.SandboxUnavailable()])
def test_what_the_machine_can_not_do_is_its_own_fault(error: VidariumError) -> None:
    assert making.is_the_machines(error)


def test_a_broken_picture_is_the_films_fault() -> None:
    assert not making.is_the_machines(PictureBroken())


def test_suspects_are_made_one_at_a_time(filmed: Grid) -> None:
    work = everything(filmed)
    with tenancy.within(filmed.company_id):
        chunks.claim(filmed, work, holder="dead", asked=False)
        Chunk.objects.filter(grid=filmed).update(held_until=Now() - timedelta(seconds=1))
    with making.SUSPECTS:
        assert make(filmed, work) == chunks.lease()
    assert make(filmed, work) is None


def test_a_holder_that_was_slow_but_lives_takes_its_strike_back(grid: Grid) -> None:
    slow = chunks.claim(grid, WORK, holder="slow", asked=False)
    Chunk.objects.filter(grid=grid).update(held_until=Now() - timedelta(seconds=1))
    chunks.claim(grid, WORK, holder="quick", asked=False)
    assert slow
    chunks.forgive(slow)
    assert strikes(grid) == 1


def test_a_chunk_that_nobody_survived_is_set_aside_with_a_sentence(grid: Grid, tmp_path: Path) -> None:
    Grid.objects.filter(id=grid.id).update(poster=Poster.NONE)
    for first, last in ((0, 4), (6, 16)):
        other = chunks.claim(grid, Work(("v720", "v360", "a0"), first, last), holder="first", asked=False)
        assert other
        chunks.publish(other, cells_for(other, tmp_path))
    for _ in range(4):
        chunks.claim(grid, Work(("v720", "v360", "a0"), 4, 6), holder="dead", asked=False)
        Chunk.objects.filter(grid=grid).update(held_until=Now() - timedelta(seconds=1))
    asset = Asset.objects.get(id=grid.asset_id)
    assert asset.status == Status.FAILED
    assert WorkerBroughtDown.sentence() in asset.error_detail
