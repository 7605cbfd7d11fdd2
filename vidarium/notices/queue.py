"""Putting this room's jobs into the queue, in the caller's transaction: rolled back with it."""

from __future__ import annotations

import uuid

from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

SEND, HOUSE_QUEUE = "notices.send", "house"
manager = JobManager(DjangoConnector(alias="default"))


def send(message_id: uuid.UUID) -> None:
    """Have a message sent."""
    configure_task(name=SEND, job_manager=manager, queue=HOUSE_QUEUE, priority=10).defer(message_id=message_id.hex)
