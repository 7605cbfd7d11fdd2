"""Putting production's jobs into the queue, in the caller's transaction: rolled back with it.

`asked` holds what somebody waits for, `encode` what nobody does, `house` what keeps the house in order.

Fair by start tags (start-time fair queueing): a company's next job of a kind is tagged after its own last one, but never
before the one that is now next in line. A company with a thousand of them waiting delays another's first by one.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from procrastinate import exceptions
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Job, JobDeferrer
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from vidarium.production.models import Grid
from vidarium.production.schedule import Work

ASKED_QUEUE, ENCODE_QUEUE, HOUSE_QUEUE = "asked", "encode", "house"
PREPARE, POSTER, ASK = "production.prepare", "production.poster", "production.ask"
CHUNK, REST = "production.chunk", "production.rest"
"""The tasks' names; `tasks.py` holds the doors behind them."""

BAND = 1_000_000
ASKED, FIRST, ARRIVED, AHEAD, STILL = (place * BAND for place in (5, 4, 3, 2, 1))
"""Bands of the `asked` queue's priorities, higher first; the tag is taken off. Who watches goes before who has just uploaded."""
BACKGROUND, UNBOUNDED = 0, 1 << 30
"""The one band of the `encode` queue: all that is negative."""
SLICE = 64
"""So many jobs of a film are in the queue at a time: eight minutes of it."""

manager = JobManager(DjangoConnector(alias="default"))
"""Always Django's own connection, and so the running transaction; inside a worker the app has another connector."""

FAILURES = """
SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s AND status = 'failed' AND args->>'asset_id' = %s
"""
TAGS = """
SELECT coalesce(max(%(band)s - priority) FILTER (WHERE args->>'company_id' = %(company)s), 0), coalesce(min(%(band)s - priority), 0)
FROM procrastinate_jobs
WHERE queue_name = %(queue)s AND status = 'todo' AND priority <= %(band)s AND priority > %(band)s - %(width)s
"""


def prepare(company_id: uuid.UUID, asset_id: uuid.UUID) -> None:
    """Have an asset probed and set in motion."""
    _once(PREPARE, f"prepare {asset_id.hex}", ARRIVED, company_id=company_id.hex, asset_id=asset_id.hex)


def failures(name: str, asset_id: uuid.UUID) -> int:
    """How many jobs of this task that served this asset have ended in an error."""
    with connection.cursor() as cursor:
        cursor.execute(FAILURES, [name, asset_id.hex])
        found = cursor.fetchone()
    return int(found[0]) if found else 0


def poster(grid: Grid) -> None:
    """Have the still made."""
    _once(POSTER, f"poster {grid.id.hex}", STILL, **_ids(grid))


def ask(grid: Grid, work: Work, *, band: int) -> None:
    """Have this made before anything that nobody waits for; once, however many ask."""
    lock = f"ask {grid.id.hex} {','.join(work.rows)} {work.first} {work.last}"
    _once(ASK, lock, band, **_arguments(grid, work))


def fill(grid: Grid, works: Sequence[Work], *, start: int = 0) -> None:
    """Have all of this made in the background, in this order, from its `start` on: some at once, and behind them a job that goes on.

    A long film is so no more work at its beginning than a short one; each job in the queue wakes every worker.
    """
    tag = _tag(ENCODE_QUEUE, BACKGROUND, grid.company_id.hex, width=UNBOUNDED)
    end = start + SLICE
    jobs = [
        _task(CHUNK, queue=ENCODE_QUEUE, priority=BACKGROUND - (tag + place)).make_new_job(**_arguments(grid, work))
        for place, work in enumerate(works[start:end])
    ]
    if end < len(works):
        rest = _task(REST, queue=ENCODE_QUEUE, priority=BACKGROUND - (tag + SLICE))
        jobs.append(rest.make_new_job(**_ids(grid), start=end))
    manager.batch_defer_jobs(jobs)


def again(job: Job, *, after: timedelta) -> None:
    """The same job once more, a little later; once, however many say so."""
    lock = " ".join(["again", job.task_name, *map(str, job.task_kwargs.values())])
    when: dict[str, Any] = {"schedule_in": {"seconds": after.total_seconds()}} if after else {}
    _unless_it_waits(_task(job.task_name, queue=job.queue, queueing_lock=lock, priority=job.priority, **when), **job.task_kwargs)


def _ids(grid: Grid) -> dict[str, str]:
    return {"company_id": grid.company_id.hex, "asset_id": grid.asset_id.hex, "grid_id": grid.id.hex}


def _arguments(grid: Grid, work: Work) -> dict[str, Any]:
    return {**_ids(grid), "rows": list(work.rows), "first": work.first, "last": work.last}


def _once(name: str, lock: str, band: int, *, company_id: str, **arguments: Any) -> None:
    priority = band - min(_tag(ASKED_QUEUE, band, company_id, width=BAND), BAND - 1)
    _unless_it_waits(_task(name, queue=ASKED_QUEUE, queueing_lock=lock, priority=priority), company_id=company_id, **arguments)


def _tag(queue: str, band: int, company: str, *, width: int) -> int:
    """The start tag of a company's next job in a band, 1 at least: after its own last one, not before the next in line."""
    with connection.cursor() as cursor:
        cursor.execute(TAGS, {"queue": queue, "band": band, "company": company, "width": width})
        own, current = cursor.fetchone() or (0, 0)
    return max(int(own) + 1, int(current), 1)


def _unless_it_waits(task: JobDeferrer, **arguments: Any) -> None:
    """A second call while the first waits is nothing. The savepoint keeps the caller's transaction whole."""
    try:
        with transaction.atomic():
            task.defer(**arguments)
    except exceptions.AlreadyEnqueued:
        return


def _task(name: str, **options: Any) -> JobDeferrer:
    return configure_task(name=name, job_manager=manager, **options)
