"""In what order a grid is filled."""

from __future__ import annotations

from tests.production.grid_fixtures import plan
from vidarium.production import schedule
from vidarium.production.schedule import Work


def test_chunks_cover_every_column_once_and_last_about_eight_seconds() -> None:
    runs = schedule.chunks(plan(seconds=50))
    assert [column for first, last in runs for column in range(first, last)] == list(range(50))
    assert all(last - first <= 9 for first, last in runs)
    assert sum(last - first >= 8 for first, last in runs) >= len(runs) - 1


def test_every_cell_is_scheduled_once() -> None:
    cells = [
        (row, column) for work in schedule.background(plan(seconds=40)) for row in work.rows for column in range(work.first, work.last)
    ]
    assert len(cells) == len(set(cells)) == 3 * 40


def test_sound_runs_ahead_of_the_picture() -> None:
    works = schedule.background(plan(seconds=40))
    second_sound = next(place for place, work in enumerate(works) if work.rows == ("a0",) and work.first == 8)
    second_picture = next(place for place, work in enumerate(works) if "v720" in work.rows and work.first > 0)
    assert second_sound < second_picture


def test_the_piece_of_a_column_is_found() -> None:
    assert schedule.piece_with(plan(seconds=40), 11) == (8, 16)


def test_a_plan_without_picture_is_only_sound() -> None:
    assert {work.rows for work in schedule.background(plan(seconds=16, rows=()))} == {("a0",)}


def test_work_is_the_same_work_when_it_says_the_same() -> None:
    assert Work(("a0",), 0, 8) == Work(("a0",), 0, 8)


def test_what_makes_it_playable_is_one_cell_and_one_piece_of_sound() -> None:
    assert schedule.first(plan(seconds=40)) == [Work(("v360",), 0, 1), Work(("a0",), 0, 8)]
