"""Work whose worker died, and assets that nobody works on: both go on by themselves.

procrastinate neither retries the jobs of a dead worker nor fences one that was given up: the retry is here, the fence in
`chunks`.
"""

from __future__ import annotations

from contextlib import suppress

import structlog
from django.conf import settings
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job
from procrastinate.jobs import Status as JobStatus

from vidarium.production import jobs
from vidarium.production.lookups import UNFINISHED_ASSETS

log = structlog.get_logger("vidarium.production")


async def stalled() -> None:
    """Put the jobs of workers that have missed three heartbeats back into the queue."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=3 * settings.ENVIRONMENT.heartbeat_seconds):
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
    for company_id, asset_id in UNFINISHED_ASSETS.ask():
        log.warning("unfinished asset without a job", asset=asset_id.hex)
        jobs.resume(company_id, asset_id)
