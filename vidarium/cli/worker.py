"""Make films playable: take jobs from the queue until told to stop.

Three lanes in one process, so that what somebody waits for never stands behind what nobody does; beside them a watch over
workers that died. Jobs run in threads; the work itself is done by sandboxed programs.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Never

import structlog
from django.conf import settings
from django.db import connections
from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.worker import Worker

from vidarium.cli import reach
from vidarium.foundation import process
from vidarium.foundation.errors import VidariumError
from vidarium.production import rescue

LANES = {"asked": 3, "house": 1, "encode": os.cpu_count() or 1}
"""Each lane's queue and how many of its jobs run at once."""
GRACE_SECONDS, ENDING_SECONDS = 5.0, 4.0
"""How long a running job may go on after we were told to stop, and how long it may take then to hand back what it holds.

What is cut off after that is taken up again by the next worker.
"""
POLL_SECONDS = 1.0
"""A retried job sends no NOTIFY, so it waits for the next look."""
MISSED_BEATS = 6
log = structlog.get_logger("vidarium.worker")


class LaneEnded(VidariumError):
    """A part of the worker ended by itself, for instance because the database went away; the log says why."""

    code, status = "worker.lane_ended", 503


def arguments(_parser: argparse.ArgumentParser) -> None:
    """None: the environment says everything."""


def run(_options: argparse.Namespace) -> None:
    """Work. Raises `SandboxUnavailable` before the first job where films could not be boxed in."""
    reach.database()
    process.self_test()
    if not asyncio.run(_work()):
        raise LaneEnded


async def _work() -> bool:
    """Whether we ended because somebody asked; otherwise the database went away, or something broke."""
    threads = sum(LANES.values()) + 1
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(threads, thread_name_prefix="job"))
    # A lane listens on a connection of its own; the others serve fetching, heartbeats and endings.
    connector = PsycopgConnector(kwargs=connector_params("default"), min_size=len(LANES) + 1, max_size=len(LANES) + threads)
    with app.replace_connector(connector) as queue:
        async with queue.open_async():
            return await _until_told(lanes(queue))


def lanes(queue: App) -> list[Worker]:
    """The workers of this process, one for each lane."""
    beat = settings.ENVIRONMENT.heartbeat_seconds
    return [
        Worker(
            queue,
            queues=[name],
            name=name,
            concurrency=size,
            install_signal_handlers=False,
            fetch_job_polling_interval=POLL_SECONDS,
            shutdown_graceful_timeout=GRACE_SECONDS,
            update_heartbeat_interval=beat,
            stalled_worker_timeout=MISSED_BEATS * beat,
            delete_jobs="successful",
            task_middleware=[giving_back],
        )
        for name, size in LANES.items()
    ]


def giving_back(call_next: Callable[[], Any], _context: JobContext, _worker: Worker) -> Any:  # `Any`: whatever the task answers
    """A job's thread lets go of its database connection: a machine of many cores has more threads than the pool connections."""
    try:
        return call_next()
    finally:
        connections.close_all()


async def _until_told(workers: list[Worker]) -> bool:
    told = asyncio.Event()
    for wish in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(wish, told.set)
    running = [asyncio.create_task(worker.run(), name=worker.worker_name) for worker in workers]
    waiting, watch = asyncio.create_task(told.wait()), asyncio.create_task(rescue.watch(), name="rescue")
    await asyncio.wait([*running, waiting, watch], return_when=asyncio.FIRST_COMPLETED)
    watch.cancel()
    for worker in workers:
        worker.stop()
    await _wind_up(workers, [*running, watch])
    return told.is_set()


async def _wind_up(workers: list[Worker], running: list[asyncio.Task[None]]) -> None:
    ended, late = await asyncio.wait(running, timeout=GRACE_SECONDS + ENDING_SECONDS)
    for task in ended:
        if not task.cancelled() and task.exception():
            log.error("lane ended", lane=task.get_name(), error=repr(task.exception()))
    if late:
        await _cut_off(worker for worker in workers if worker.worker_id is not None)


async def _cut_off(workers: Iterable[Worker]) -> Never:
    """Leave although jobs run on. Without their worker they count as stalled at once: the next need not miss heartbeats first."""
    for worker in workers:
        log.info("jobs cut off", lane=worker.worker_name)
        # Where the database is away too, missed heartbeats will tell.
        with suppress(ConnectorException):
            await worker.app.job_manager.unregister_worker(worker.worker_id or 0)
    # Every other way out waits for the jobs' threads. Their sandboxes die with us.
    os._exit(0)
