"""`vidarium worker`: it works, leaves when told, and what it leaves behind is taken up at once."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from procrastinate.contrib.django import app

from vidarium.cli import worker
from vidarium.foundation import postgres
from vidarium.foundation.environment import WORKER_ROLE

pytestmark = pytest.mark.usefixtures("live")

SLEEPER = """
import time, django
django.setup()
from procrastinate.contrib.django import app
from vidarium.cli import main

@app.task(name="sleep", queue="encode")
def sleep(seconds):
    time.sleep(seconds)

raise SystemExit(main(["worker"]))
"""
Owner = psycopg.Connection[tuple[Any, ...]]


@pytest.fixture
def working(owner: Owner) -> Iterator[subprocess.Popen[str]]:
    """A worker that also knows how to sleep, once it has taken up its work."""
    # It is set up before the command could say who it is.
    env = {**os.environ, "VIDARIUM_LOGIN": WORKER_ROLE}
    process = subprocess.Popen([sys.executable, "-c", SLEEPER], stderr=subprocess.PIPE, text=True, env=env)
    assert soon(lambda: ask(owner, "SELECT count(*) FROM procrastinate_workers") == len(worker.LANES))
    yield process
    process.kill()
    process.communicate()


def ask(owner: Owner, question: str) -> Any:
    row = owner.execute(question).fetchone()
    return row[0] if row else None


def soon(condition: Callable[[], bool], *, seconds: float = 60) -> bool:
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        time.sleep(0.05)
    return condition()


def sleep(seconds: float) -> None:
    """Enqueue a job that takes this long."""
    app.configure_task("sleep", queue="encode", allow_unknown=True).defer(seconds=seconds)


def test_a_job_is_done_and_leaves_no_row(working: subprocess.Popen[str], owner: Owner) -> None:
    sleep(0)
    assert soon(lambda: ask(owner, "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'sleep'") == 0)


def test_an_idle_worker_leaves_at_once_and_signs_off(working: subprocess.Popen[str], owner: Owner) -> None:
    working.terminate()
    assert working.wait(worker.GRACE_SECONDS + 5) == 0
    assert ask(owner, "SELECT count(*) FROM procrastinate_workers") == 0


def test_a_job_that_goes_on_is_cut_off_and_counts_as_stalled_at_once(working: subprocess.Popen[str], owner: Owner) -> None:
    sleep(300)
    assert soon(lambda: ask(owner, "SELECT status FROM procrastinate_jobs WHERE task_name = 'sleep'") == "doing")
    working.terminate()
    assert working.wait(worker.GRACE_SECONDS + 10) == 0
    assert owner.execute("SELECT status, worker_id FROM procrastinate_jobs WHERE task_name = 'sleep'").fetchone() == ("doing", None)


def test_when_the_database_hangs_up_it_ends_with_a_sentence(working: subprocess.Popen[str], cluster: postgres.Cluster) -> None:
    with cluster.connect() as database:
        database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'vidarium_worker'")
    _, told = working.communicate(timeout=worker.GRACE_SECONDS + 30)
    assert (working.returncode, told.splitlines()[-1]) == (1, f"vidarium: {worker.LaneEnded.sentence()}")
