"""The queue's doors into notices."""

from __future__ import annotations

import uuid

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from vidarium.notices import mail, queue, sms

PATIENCE = RetryStrategy(max_attempts=30, exponential_wait=2)
"""Two seconds, four, eight …: a mail server that is away for hours still gets it."""


@app.task(name=queue.SEND, queue=queue.HOUSE_QUEUE, retry=PATIENCE)
def send(message_id: str) -> None:
    for channel in (mail, sms):
        channel.send(uuid.UUID(message_id))


@app.periodic(cron="11 * * * *")
@app.task(name="notices.sweep", queue=queue.HOUSE_QUEUE, queueing_lock="notices.sweep")
def sweep(timestamp: int) -> None:
    mail.sweep()
