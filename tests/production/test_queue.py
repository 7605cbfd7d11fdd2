"""Jobs: enqueued with the row they serve, fair between companies, rescued when their worker dies."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection, transaction

from tests.cast import Cast
from tests.production.grid_fixtures import laid, plan
from vidarium.foundation import ids, tenancy
from vidarium.library.models import Asset, Status
from vidarium.production import chunks, jobs, making, queue, rescue, schedule
from vidarium.production.models import Grid
from vidarium.production.schedule import Work


def waiting(name: str = "encode") -> list[dict[str, Any]]:
    """The jobs of a queue in the order in which a worker would take them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args, priority FROM procrastinate_jobs WHERE queue_name = %s AND status = 'todo' ORDER BY priority DESC, id", [name]
        )
        return [{**json.loads(args), "priority": priority} for args, priority in cursor.fetchall()]


def fill(company: Cast, *, seconds: int) -> Grid:
    with tenancy.within(company.id):
        grid = laid(company, seconds=seconds)
        queue.fill(grid, schedule.background(plan(seconds=seconds)))
    return grid


def test_a_second_companys_first_chunk_waits_for_one_chunk_at_most(company: Cast, stranger: Cast) -> None:
    fill(company, seconds=400)
    fill(stranger, seconds=16)
    order = [job["company_id"] for job in waiting()]
    assert order.index(stranger.id.hex) <= 1


def test_companies_take_turns(company: Cast, stranger: Cast) -> None:
    fill(company, seconds=100)
    fill(stranger, seconds=100)
    order = [job["company_id"] for job in waiting()]
    head = order[: len(order) // 2]
    assert abs(head.count(company.id.hex) - head.count(stranger.id.hex)) <= 1


def test_a_companys_second_film_comes_after_its_first(company: Cast) -> None:
    first, second = fill(company, seconds=40), fill(company, seconds=40)
    order = [job["grid_id"] for job in waiting()]
    assert order == sorted(order, key=[first.id.hex, second.id.hex].index)


def test_a_long_film_is_no_more_work_at_its_beginning_than_a_short_one(company: Cast) -> None:
    fill(company, seconds=7200)
    *chunks, rest = waiting()
    assert len(chunks) == queue.SLICE
    assert rest["start"] == queue.SLICE


def test_behind_what_is_in_the_queue_the_rest_comes_until_all_of_it_was_there(company: Cast) -> None:
    grid = fill(company, seconds=1200)
    seen = [(job["rows"], job["first"]) for job in waiting() if "rows" in job]
    while rests := [job["start"] for job in waiting() if "start" in job]:
        empty()
        jobs.fill_on(company.id, grid.id, rests[-1])
        seen += [(job["rows"], job["first"]) for job in waiting() if "rows" in job]
    assert seen == [(list(work.rows), work.first) for work in schedule.background(plan(seconds=1200))]


def empty() -> None:
    """The workers have done all of it."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def test_a_company_that_drops_a_thousand_films_delays_anothers_first_by_one(company: Cast, stranger: Cast) -> None:
    for _ in range(50):
        queue.prepare(company.id, ids.sortable())
    queue.prepare(stranger.id, ids.sortable())
    order = [job["company_id"] for job in waiting("asked")]
    assert order.index(stranger.id.hex) <= 1


def test_who_watches_goes_before_who_has_just_uploaded(company: Cast, stranger: Cast) -> None:
    for _ in range(3):
        queue.prepare(company.id, ids.sortable())
    with tenancy.within(stranger.id):
        grid = laid(stranger)
    jobs.ask(stranger.id, grid.id, "v360", 5)
    assert waiting("asked")[0]["first"] == 5


def test_a_cell_is_asked_for_once_however_many_wait(company: Cast) -> None:
    with tenancy.within(company.id):
        grid = laid(company)
    for _ in range(5):
        assert jobs.ask(company.id, grid.id, "v360", 5)
    asked = [job for job in waiting("asked") if job["first"] == 5]
    assert [(job["rows"], job["last"]) for job in asked] == [(["v360"], 6)]


def test_the_next_columns_are_asked_for_behind_it(company: Cast) -> None:
    with tenancy.within(company.id):
        grid = laid(company)
    jobs.ask(company.id, grid.id, "v360", 5)
    assert [(job["first"], job["last"]) for job in waiting("asked")] == [(5, 6), (6, 8)]


def test_sound_is_asked_for_by_the_piece(company: Cast) -> None:
    with tenancy.within(company.id):
        grid = laid(company)
    jobs.ask(company.id, grid.id, "a0", 11)
    assert [(job["first"], job["last"]) for job in waiting("asked")] == [(8, 16)]


@pytest.mark.parametrize(("row", "column"), [("v360", 16), ("v360", -1), ("v999", 0)])
def test_a_cell_that_is_not_planned_can_not_be_asked_for(company: Cast, row: str, column: int) -> None:
    with tenancy.within(company.id):
        grid = laid(company)
    assert not jobs.ask(company.id, grid.id, row, column)
    assert waiting("asked") == []


def test_another_companys_cell_can_not_be_asked_for(company: Cast, stranger: Cast) -> None:
    with tenancy.within(company.id):
        grid = laid(company)
    assert not jobs.ask(stranger.id, grid.id, "v360", 0)


def test_a_job_is_rolled_back_with_its_row(company: Cast) -> None:
    with transaction.atomic():
        fill(company, seconds=40)
        transaction.set_rollback(True)
    assert waiting() == []


def test_an_unfinished_asset_that_no_job_serves_is_taken_up_again(company: Cast) -> None:
    with tenancy.within(company.id):
        asset = Asset.objects.create(company=company.company, status=Status.PREPARING)
        Asset.objects.create(company=company.company, status=Status.READY)
    rescue.forgotten()
    rescue.forgotten()
    assert [job["asset_id"] for job in waiting("asked")] == [asset.id.hex]


def test_work_that_is_done_needs_no_worker(company: Cast) -> None:
    with tenancy.within(company.id):
        grid = laid(company)
    assert jobs.make(company.id, grid.id, Work(("v999",), 0, 1), asked=False, stopped=lambda: False) is None


def test_an_asset_whose_preparation_fails_three_times_is_set_aside_with_a_sentence(company: Cast) -> None:
    with tenancy.within(company.id):
        asset = Asset.objects.create(company=company.company, status=Status.PREPARING)
    for _ in range(3):
        queue.prepare(company.id, asset.id)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE status = 'todo'")
    jobs.prepare(company.id, asset.id, tries=queue.failures(queue.PREPARE, asset.id) + 1, stopped=lambda: False)
    with tenancy.within(company.id):
        asset.refresh_from_db()
    assert (asset.status, asset.error_code) == (Status.FAILED, "production")
    assert asset.error_detail


def test_a_preparation_that_may_have_killed_waits_while_another_suspect_is_at_work(company: Cast) -> None:
    with tenancy.within(company.id):
        asset = Asset.objects.create(company=company.company, status=Status.PREPARING)
    with making.SUSPECTS:
        assert jobs.prepare(company.id, asset.id, tries=2, stopped=lambda: False) == chunks.lease()
