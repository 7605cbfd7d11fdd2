"""Work whose worker died, and assets that nobody works on: both go on by themselves.

procrastinate neither retries the jobs of a dead worker nor fences one that was given up: the retry is here, the fence in
`chunks`. Every worker keeps watch; no job does, for it could itself be lost, or stand behind others.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from itertools import count

import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job
from procrastinate.jobs import Status as JobStatus

from vidarium.production import jobs, making
from vidarium.production.lookups import UNFINISHED_ASSETS

MISSED_BEATS, RESUMING_BEATS = 3, 6
"""A worker is given up when it has missed so many heartbeats; how often the forgotten are looked for."""
log = structlog.get_logger("vidarium.production")


async def watch() -> None:
    """Look after all of it, with every heartbeat, until cancelled. A database that is away is asked again."""
    for turn in count(1):
        await asyncio.sleep(settings.ENVIRONMENT.heartbeat_seconds)
        with suppress(ConnectorException):
            await stalled()
        if turn % RESUMING_BEATS == 0:
            with suppress(DatabaseError, InterfaceError):
                await asyncio.to_thread(forgotten)


async def stalled() -> None:
    """Put the jobs of workers that have missed too many heartbeats back into the queue."""
    limit = MISSED_BEATS * settings.ENVIRONMENT.heartbeat_seconds
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=limit):
        log.warning("job of a dead worker", job=job.id, task=job.task_name)
        # Another rescuer was quicker, or its worker lives after all and has just ended it. The next job must not suffer.
        with suppress(ConnectorException):
            await _bring_back(job)


async def _bring_back(job: Job) -> None:
    try:
        await app.job_manager.retry_job(job)
    except UniqueViolation:
        # Meanwhile the same was asked for again, and that job waits already.
        await app.job_manager.finish_job(job, status=JobStatus.ABORTED, delete_job=True)


def forgotten() -> None:
    """Begin again with every unfinished asset for which no job waits or runs."""
    try:
        for company_id, asset_id in UNFINISHED_ASSETS.ask():
            log.warning("unfinished asset without a job", asset=asset_id.hex)
            jobs.resume(company_id, asset_id)
    finally:
        making.give_back()
