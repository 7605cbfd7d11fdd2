"""A cell that is not made yet is asked for, waited for, and sent when it is there (design: grid, Work)."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from tests.cast import Cast
from tests.delivery import films
from tests.edge.served import Server
from vidarium.foundation import tenancy
from vidarium.production import notify, queue
from vidarium.production.models import Rendition

pytestmark = pytest.mark.usefixtures("live")
SEGMENT = films.SEGMENT


def test_a_missing_cell_is_asked_for_and_sent_when_it_is_there(edge: Server, film: films.Film, company: Cast) -> None:
    def worker() -> None:
        time.sleep(0.7)
        film.fill("v720", 3, b"late " + SEGMENT)
        with tenancy.within(company.id):
            notify.cells(film.grid.id, "v720", 3, 4)

    with ThreadPoolExecutor() as pool:
        began = time.monotonic()
        done = pool.submit(in_thread, worker)
        answer = edge.ask(f"{film.path}/v720/000003.m4s")
        took = time.monotonic() - began
        done.result()
    assert (answer.status, answer.body) == (200, b"late " + SEGMENT)
    assert 0.7 <= took < 3
    assert asked_jobs() == ["ask v720 3 4"]


def in_thread(work: Callable[[], None]) -> None:
    try:
        work()
    finally:
        connections.close_all()


def asked_jobs() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args->'rows'->>0, args->>'first', args->>'last' FROM procrastinate_jobs WHERE priority > %s ORDER BY id",
            [queue.ASKED - queue.BAND],
        )
        return [f"ask {row} {first} {last}" for row, first, last in cursor.fetchall()]


def test_however_many_ask_a_cell_is_enqueued_once(edge: Server, film: films.Film) -> None:
    path = f"{film.path}/v720/000002.m4s"
    with ThreadPoolExecutor(20) as pool:
        answers = [pool.submit(edge.ask, path) for _ in range(20)]
        time.sleep(1)
        film.fill("v720", 2, SEGMENT)
        assert {one.result().status for one in answers} == {200}
    assert asked_jobs() == ["ask v720 2 3"]


def test_a_cell_that_is_late_is_answered_with_when_to_ask_again(edge: Server, film: films.Film) -> None:
    began = time.monotonic()
    answer = edge.ask(f"{film.path}/v720/000004.m4s")
    assert (answer.status, answer.headers["retry-after"]) == (503, "1")
    assert b"playback.part_late" in answer.body
    assert 7 < time.monotonic() - began < 12


def test_a_cell_that_was_set_aside_is_told_so_at_once(edge: Server, film: films.Film, company: Cast) -> None:
    with tenancy.within(company.id):
        Rendition.objects.filter(grid=film.grid, name="v720").update(set_aside=[(3, 5)])
    answer = edge.ask(f"{film.path}/v720/000004.m4s")
    assert (answer.status, b"playback.part_set_aside" in answer.body) == (404, True)


def test_who_waits_for_a_cell_that_is_then_set_aside_is_told(edge: Server, film: films.Film, company: Cast) -> None:
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(edge.ask, f"{film.path}/v720/000004.m4s")
        time.sleep(0.8)
        with tenancy.within(company.id):
            Rendition.objects.filter(grid=film.grid, name="v720").update(set_aside=[(4, 5)])
            notify.cells(film.grid.id, "v720", 4, 5)
        assert b"playback.part_set_aside" in waiting.result().body


def test_an_initialisation_segment_comes_with_the_first_cell(edge: Server, company: Cast) -> None:
    bare = films.planned(company)
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(edge.ask, f"{bare.path}/v360/init.mp4")
        time.sleep(0.6)
        bare.fill_init("v360", b"init")
        assert waiting.result().body == b"init"
    assert asked_jobs() == ["ask v360 0 1"]


def test_a_poster_that_is_not_there_is_not_waited_for(edge: Server, company: Cast) -> None:
    assert edge.ask(f"{films.planned(company).path}/poster.jpg").status == 404


def test_a_segment_that_is_there_waits_for_nobody(edge: Server, film: films.Film) -> None:
    missing = [(row, column) for row in ("v720", "v360") for column in (1, 2, 3, 4)]
    with ThreadPoolExecutor(len(missing)) as pool:
        waiting = [pool.submit(edge.ask, f"{film.path}/{row}/{column:06d}.m4s") for row, column in missing]
        time.sleep(0.5)
        began = time.monotonic()
        assert edge.ask(f"{film.path}/v720/000000.m4s").status == 200
        assert time.monotonic() - began < 1
        for row, column in missing:
            film.fill(row, column, SEGMENT)
        assert {one.result().status for one in waiting} == {200}


def test_a_viewer_who_leaves_while_waiting_breaks_nothing(edge: Server, film: films.Film) -> None:
    link = http.client.HTTPConnection("127.0.0.1", edge.port, timeout=5)
    link.request("GET", f"{film.path}/v720/000003.m4s")
    time.sleep(0.3)
    link.close()
    assert edge.ask(f"{film.path}/v720/000000.m4s").status == 200
