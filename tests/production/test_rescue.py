"""Jobs of workers that are no more."""

from __future__ import annotations

import asyncio
from typing import Any

import psycopg
import pytest

from vidarium.production import rescue

Owner = psycopg.Connection[tuple[Any, ...]]
DEAD = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 day') RETURNING id"
JOB = """
INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, status, worker_id)
VALUES ('asked', 'production.ask', %s, %s, %s) RETURNING id
"""


@pytest.fixture
def dead(owner: Owner, live: None) -> int:
    """A worker that has not been heard of for a day."""
    return value(owner, DEAD)


def value(owner: Owner, statement: str, *arguments: object) -> int:
    (found,) = owner.execute(statement, arguments).fetchone() or (0,)
    return int(found)


def states(owner: Owner) -> dict[int, str]:
    return dict(owner.execute("SELECT id, status::text FROM procrastinate_jobs").fetchall())


def test_the_job_of_a_dead_worker_waits_again(owner: Owner, dead: int) -> None:
    job = value(owner, JOB, None, "doing", dead)
    asyncio.run(rescue.stalled())
    assert states(owner) == {job: "todo"}


def test_the_job_of_a_living_worker_is_left_to_it(owner: Owner, live: None) -> None:
    alive = value(owner, "INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
    job = value(owner, JOB, None, "doing", alive)
    asyncio.run(rescue.stalled())
    assert states(owner) == {job: "doing"}


def test_a_job_whose_like_waits_already_holds_up_nobody(owner: Owner, dead: int) -> None:
    value(owner, JOB, "ask 7", "doing", dead)
    like, other = value(owner, JOB, "ask 7", "todo", None), value(owner, JOB, None, "doing", dead)
    asyncio.run(rescue.stalled())
    assert states(owner) == {like: "todo", other: "todo"}
