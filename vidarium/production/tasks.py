"""The queue's doors into production: each takes ids and calls the room."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from vidarium.accounts import closing
from vidarium.foundation import clock, tenancy
from vidarium.production import chunks, jobs, queue, workshop
from vidarium.production.schedule import Work


class AfterALease(BaseRetryStrategy):
    """What broke off in a way that nobody foresaw comes again when its claim has lapsed; so often and no more."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if job.attempts >= jobs.TRIES:
            return None
        return RetryDecision(retry_at=clock.now() + chunks.lease())


def unless_disabled[**P](door: Callable[P, None]) -> Callable[P, None]:
    """Nothing is made for a company that is disabled; when it is restored, its unfinished films are found and go on."""

    @wraps(door)
    def opened(*positional: P.args, **named: P.kwargs) -> None:
        company_id = uuid.UUID(str(named["company_id"]))
        with tenancy.within(company_id):
            disabled = closing.is_disabled(company_id)
        if not disabled:
            door(*positional, **named)

    return opened


@app.task(name=queue.PREPARE, queue=queue.ASKED_QUEUE, pass_context=True, retry=AfterALease())
@unless_disabled
def prepare(context: JobContext, company_id: str, asset_id: str) -> None:
    tries = _tries(context, asset_id)
    _again(context, jobs.prepare(uuid.UUID(company_id), uuid.UUID(asset_id), tries=tries, stopped=context.should_abort))


@app.task(name=queue.POSTER, queue=queue.ASKED_QUEUE, pass_context=True, retry=AfterALease())
@unless_disabled
def poster(context: JobContext, company_id: str, asset_id: str, grid_id: str) -> None:
    tries = _tries(context, asset_id)
    _again(context, jobs.make_poster(uuid.UUID(company_id), uuid.UUID(grid_id), tries=tries, stopped=context.should_abort))


@app.task(name=queue.ASK, queue=queue.ASKED_QUEUE, pass_context=True, retry=AfterALease())
@unless_disabled
def ask(context: JobContext, company_id: str, asset_id: str, grid_id: str, rows: list[str], first: int, last: int) -> None:
    work = Work(tuple(rows), first, last)
    _again(context, jobs.make(uuid.UUID(company_id), uuid.UUID(grid_id), work, asked=True, stopped=context.should_abort))


@app.task(name=queue.CHUNK, queue=queue.ENCODE_QUEUE, pass_context=True, retry=AfterALease())
@unless_disabled
def chunk(context: JobContext, company_id: str, asset_id: str, grid_id: str, rows: list[str], first: int, last: int) -> None:
    work = Work(tuple(rows), first, last)
    _again(context, jobs.make(uuid.UUID(company_id), uuid.UUID(grid_id), work, asked=False, stopped=context.should_abort))


@app.task(name=queue.REST, queue=queue.ENCODE_QUEUE, retry=AfterALease())
@unless_disabled
def rest(company_id: str, asset_id: str, grid_id: str, start: int) -> None:
    jobs.fill_on(uuid.UUID(company_id), uuid.UUID(grid_id), start)


@app.periodic(cron="* * * * *")
@app.task(name="production.tidy", queue=queue.HOUSE_QUEUE, queueing_lock="production.tidy")
def tidy(timestamp: int) -> None:
    workshop.tidy()


def _tries(context: JobContext, asset_id: str) -> int:
    """The how-manieth this one is: jobs of dead workers are retried, those that broke off failed."""
    return context.job.attempts + queue.failures(context.job.task_name, uuid.UUID(asset_id)) + 1


def _again(context: JobContext, wait: timedelta | None) -> None:
    """A job that could not do its work comes once more: its chunk failed or is held, or the worker is told to stop."""
    if wait is not None:
        queue.again(context.job, after=wait)
