"""The queue's doors into production: each takes ids and calls the room."""

from __future__ import annotations

import uuid

from procrastinate import JobContext
from procrastinate.contrib.django import app

from vidarium.production import chunks, jobs, queue, rescue
from vidarium.production.schedule import Work


@app.task(name=queue.PREPARE, queue=queue.ASKED_QUEUE, pass_context=True)
def prepare(context: JobContext, company_id: str, asset_id: str) -> None:
    jobs.prepare(uuid.UUID(company_id), uuid.UUID(asset_id), tries=context.job.attempts + queue.failures(uuid.UUID(asset_id)) + 1)


@app.task(name=queue.POSTER, queue=queue.ASKED_QUEUE)
def poster(company_id: str, asset_id: str, grid_id: str) -> None:
    jobs.make_poster(uuid.UUID(company_id), uuid.UUID(grid_id))


@app.task(name=queue.ASK, queue=queue.ASKED_QUEUE, pass_context=True)
def ask(context: JobContext, company_id: str, asset_id: str, grid_id: str, rows: list[str], first: int, last: int) -> None:
    _make(context, company_id, grid_id, Work(tuple(rows), first, last), asked=True)


@app.task(name=queue.CHUNK, queue=queue.ENCODE_QUEUE, pass_context=True)
def chunk(context: JobContext, company_id: str, asset_id: str, grid_id: str, rows: list[str], first: int, last: int) -> None:
    _make(context, company_id, grid_id, Work(tuple(rows), first, last), asked=False)


@app.periodic(cron="* * * * * */5")
@app.task(name="production.rescue", queue=queue.HOUSE_QUEUE, queueing_lock="production.rescue")
async def rescue_stalled(timestamp: int) -> None:
    await rescue.stalled()


@app.periodic(cron="* * * * * */30")
@app.task(name="production.resume", queue=queue.HOUSE_QUEUE, queueing_lock="production.resume")
def resume(timestamp: int) -> None:
    rescue.forgotten()


def _make(context: JobContext, company_id: str, grid_id: str, work: Work, *, asked: bool) -> None:
    """A job whose chunk failed, or is held by another worker, comes again: after a lease, when the holder has moved or is given up."""
    if jobs.make(uuid.UUID(company_id), uuid.UUID(grid_id), work, asked=asked):
        queue.again(context.job.task_name, after=chunks.lease(), priority=context.job.priority, **context.job.task_kwargs)
