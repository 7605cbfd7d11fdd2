"""Claims, fences, strikes: who may publish a cell, and what happens when nobody can."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connections
from django.db.models.functions import Now

from tests.cast import Cast
from tests.production.grid_fixtures import cells_for, laid
from vidarium.foundation import clock, storage, tenancy
from vidarium.library import assets, places
from vidarium.library.models import Asset, Retirement, Status
from vidarium.production import chunks, standing
from vidarium.production.chunks import Claim
from vidarium.production.errors import InitDiffers, OutrunByAnother
from vidarium.production.models import Chunk, Grid, Poster, Rendition
from vidarium.production.schedule import Work

PICTURES = ("v720", "v360")
ALL = ("v720", "v360", "a0")


def claimed(grid: Grid, work: Work, holder: str = "first") -> Claim:
    found = chunks.claim(grid, work, holder=holder, asked=False)
    assert found
    return found


def let_lapse(claim: Claim) -> None:
    """The holder has not been heard of for longer than its lease."""
    Chunk.objects.filter(id=claim.chunk_id).update(held_until=Now() - timedelta(seconds=1))


@pytest.fixture
def grid(company: Cast) -> Grid:
    tenancy.enter(company.id)
    return laid(company)


def filled(grid: Grid, row: str) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = Rendition.objects.get(grid=grid, name=row).filled
    return runs


def test_published_cells_are_recorded_and_lie_in_the_store(grid: Grid, tmp_path: Path) -> None:
    claim = claimed(grid, Work(PICTURES, 0, 3))
    chunks.publish(claim, cells_for(claim, tmp_path))
    assert filled(grid, "v720") == filled(grid, "v360") == [(0, 3)]
    key = places.cell_key(grid.company_id, grid.asset_id, grid.id, "v360", 2)
    assert storage.store().path(key).read_bytes() == b"v360 2 by 1"
    assert Rendition.objects.get(grid=grid, name="v360").sizes[:4] == [11, 11, 11, 0]


def test_a_claim_that_is_held_is_given_to_nobody_else(grid: Grid) -> None:
    claimed(grid, Work(PICTURES, 0, 3))
    assert chunks.claim(grid, Work(PICTURES, 0, 3), holder="second", asked=False) is None
    assert chunks.is_held(grid, Work(PICTURES, 0, 3))


def test_a_worker_that_was_given_up_can_not_publish(grid: Grid, tmp_path: Path) -> None:
    slow = claimed(grid, Work(PICTURES, 0, 3))
    let_lapse(slow)
    quick = claimed(grid, Work(PICTURES, 0, 3), holder="second")
    with pytest.raises(OutrunByAnother):
        chunks.publish(slow, cells_for(slow, tmp_path))
    assert filled(grid, "v720") == []
    chunks.publish(quick, cells_for(quick, tmp_path))
    assert filled(grid, "v720") == [(0, 3)]


def test_a_lost_claim_can_not_be_renewed(grid: Grid) -> None:
    slow = claimed(grid, Work(PICTURES, 0, 3))
    let_lapse(slow)
    quick = claimed(grid, Work(PICTURES, 0, 3), holder="second")
    assert not chunks.renew(slow)
    assert chunks.renew(quick)


def test_a_cell_that_is_there_is_never_written_again(grid: Grid, tmp_path: Path) -> None:
    asked = claimed(grid, Work(("v360",), 1, 2))
    background = claimed(grid, Work(PICTURES, 0, 3))
    chunks.publish(asked, cells_for(asked, tmp_path))
    chunks.publish(background, cells_for(background, tmp_path))
    key = places.cell_key(grid.company_id, grid.asset_id, grid.id, "v360", 1)
    assert storage.store().path(key).read_bytes() == b"v360 1 by 1"
    assert filled(grid, "v360") == [(0, 3)]


def test_only_what_is_missing_is_claimed(grid: Grid, tmp_path: Path) -> None:
    first = claimed(grid, Work(("v360",), 0, 2))
    chunks.publish(first, cells_for(first, tmp_path))
    assert claimed(grid, Work(("v360",), 0, 4)).work == Work(("v360",), 2, 4)
    assert chunks.claim(grid, Work(("v360",), 0, 2), holder="second", asked=True) is None


@pytest.mark.promise("P-e")
def test_three_strikes_set_the_cells_aside_with_the_reason(grid: Grid) -> None:
    work = Work(PICTURES, 4, 6)
    outcomes = [chunks.strike(claimed(grid, work), "The encoder broke.") for _ in range(3)]
    assert outcomes == [True, True, False]
    assert Rendition.objects.get(grid=grid, name="v720").set_aside == [(4, 6)]
    assert chunks.claim(grid, work, holder="fourth", asked=False) is None


def test_a_chunk_that_kills_its_worker_three_times_is_set_aside(grid: Grid) -> None:
    work = Work(PICTURES, 4, 6)
    for _ in range(3):
        let_lapse(claimed(grid, work))
    assert chunks.claim(grid, work, holder="fourth", asked=False) is None
    assert Rendition.objects.get(grid=grid, name="v360").set_aside == [(4, 6)]


def test_a_worker_that_was_told_to_stop_takes_no_strike(grid: Grid) -> None:
    work = Work(PICTURES, 4, 6)
    for _ in range(5):
        chunks.release(claimed(grid, work))
    assert claimed(grid, work).work == work


def test_two_configurations_of_one_row_are_refused(grid: Grid, tmp_path: Path) -> None:
    first = claimed(grid, Work(("v360",), 0, 1))
    chunks.publish(first, cells_for(first, tmp_path))
    second = claimed(grid, Work(("v360",), 1, 2))
    other = cells_for(second, tmp_path)
    other[0].init.write_bytes(b"another init")
    with pytest.raises(InitDiffers):
        chunks.publish(second, other)


def test_nothing_is_published_for_an_asset_that_is_being_removed(grid: Grid, tmp_path: Path) -> None:
    claim = claimed(grid, Work(PICTURES, 0, 1))
    Retirement.objects.create(company_id=grid.company_id, asset_id=grid.asset_id, due_at=clock.now() - timedelta(seconds=1))
    with pytest.raises(OutrunByAnother):
        chunks.publish(claim, cells_for(claim, tmp_path))


def status(grid: Grid) -> str:
    return Asset.objects.get(id=grid.asset_id).status


def publish(grid: Grid, work: Work, folder: Path) -> None:
    claim = claimed(grid, work)
    chunks.publish(claim, cells_for(claim, folder))


def test_it_is_playable_once_the_lowest_first_cell_and_the_first_piece_of_sound_are_there(grid: Grid, tmp_path: Path) -> None:
    publish(grid, Work(("v360",), 0, 1), tmp_path)
    assert status(grid) == Status.PREPARING
    publish(grid, Work(("a0",), 0, 8), tmp_path)
    assert status(grid) == Status.PLAYABLE


def test_it_is_ready_once_every_cell_is_there(grid: Grid, tmp_path: Path) -> None:
    Grid.objects.filter(id=grid.id).update(poster=Poster.MADE)
    publish(grid, Work(ALL, 0, 15), tmp_path)
    assert status(grid) == Status.PLAYABLE
    publish(grid, Work(ALL, 15, 16), tmp_path)
    assert status(grid) == Status.READY


def test_it_waits_for_its_poster(grid: Grid, tmp_path: Path) -> None:
    publish(grid, Work(ALL, 0, 16), tmp_path)
    assert status(grid) == Status.PLAYABLE


@pytest.mark.promise("P-e")
def test_cells_set_aside_end_it_failed_with_the_reason_and_it_still_plays(grid: Grid, tmp_path: Path) -> None:
    Grid.objects.filter(id=grid.id).update(poster=Poster.NONE)
    publish(grid, Work(ALL, 0, 15), tmp_path)
    for _ in range(3):
        chunks.strike(claimed(grid, Work(ALL, 15, 16)), "The encoder broke.")
    asset = Asset.objects.get(id=grid.asset_id)
    assert (asset.status, asset.error_code) == (Status.FAILED, "production.incomplete")
    assert "The encoder broke." in asset.error_detail
    assert standing.is_playable(asset, Grid.objects.get(id=grid.id))


def test_a_file_that_breaks_off_ends_failed_and_says_where(company: Cast, tmp_path: Path) -> None:
    tenancy.enter(company.id)
    grid = laid(company, seconds=8, claimed=200)
    Grid.objects.filter(id=grid.id).update(poster=Poster.NONE)
    publish(grid, Work(ALL, 0, 8), tmp_path)
    asset = Asset.objects.get(id=grid.asset_id)
    assert (asset.status, asset.error_code) == (Status.FAILED, "source.truncated")
    assert "0:08 of 3:20" in asset.error_detail


def test_a_claim_and_a_removal_at_the_same_moment_do_not_trip_over_each_other(company: Cast, live: None) -> None:
    with tenancy.within(company.id):
        grid = laid(company)
    with ThreadPoolExecutor(1) as other, tenancy.within(company.id):
        assert chunks.claim(grid, Work(PICTURES, 4, 6), holder="worker", asked=False)
        removal = other.submit(removed, company.id, grid.asset_id)
        with pytest.raises(FutureTimeout):
            removal.result(0.5)
    removal.result(10)
    with tenancy.within(company.id):
        assert chunks.claim(grid, Work(PICTURES, 4, 6), holder="worker", asked=False) is None


def removed(company_id: uuid.UUID, asset_id: uuid.UUID) -> None:
    """The last step of a removal, in a thread of its own."""
    with tenancy.within(company_id):
        assets.erase(company_id, asset_id)
    connections.close_all()
