"""Text messages: written down with what they tell of, carried when that has committed, and tried again while their code is good."""

from __future__ import annotations

import uuid
from datetime import timedelta

import structlog
from django.conf import settings
from django.db.models import F

from vidarium.foundation import clock
from vidarium.notices import carriers, queue
from vidarium.notices.models import Message

GOOD = timedelta(minutes=10)
"""Afterwards a code opens nothing: it is not worth sending."""
log = structlog.get_logger("vidarium.notices")


def post(to: str, *, text: str) -> Message:
    """Write a message to a phone down and have it carried; both are rolled back with the caller's transaction."""
    message = Message.objects.create(channel=Message.Channel.SMS, to=to, subject="", text=text)
    queue.send(message.id)
    return message


def send(message_id: uuid.UUID) -> None:
    """Hand it to the carrier. Raises `SmsNotTaken`, and is then called again; a number that is refused for good is not."""
    carrier = carriers.of(settings.ENVIRONMENT.sms_url)
    due = clock.now() - GOOD
    message = Message.objects.filter(id=message_id, channel=Message.Channel.SMS, sent_at=None, created_at__gt=due).first()
    if message is None or carrier is None:
        return
    Message.objects.filter(id=message_id).update(tries=F("tries") + 1)
    if not carrier.carry(message.to, message.text):
        log.warning("a text message was refused for good", message=message.id.hex)
        Message.objects.filter(id=message_id).delete()
        return
    Message.objects.filter(id=message_id).update(sent_at=clock.now())
