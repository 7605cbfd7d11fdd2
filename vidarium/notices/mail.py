"""E-mail: written down with what it tells of, sent when that has committed, and tried again for a day.

Without `EMAIL_URL` nothing is sent; a development start shows the letters on its mailbox page instead.
"""

from __future__ import annotations

import smtplib
import uuid
from datetime import timedelta

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q

from vidarium.foundation import clock
from vidarium.notices import queue
from vidarium.notices.errors import MailNotTaken
from vidarium.notices.models import Message

KEPT = timedelta(days=1)
"""After it was sent, and as long as it is tried."""
log = structlog.get_logger("vidarium.notices")


def post(to: str, *, subject: str, text: str) -> Message:
    """Write a message down and have it sent; both are rolled back with the caller's transaction."""
    message = Message.objects.create(to=to, subject=one_line(subject), text=text)
    queue.send(message.id)
    return message


def one_line(subject: str) -> str:
    """A subject that is one header: whatever people typed into it, no second one begins (RFC 5322 §2.2)."""
    return " ".join(subject.split())[:200]


def send(message_id: uuid.UUID) -> None:
    """Hand it to the mail server. Raises `MailNotTaken`, and is then called again. Sent twice at worst, lost never."""
    message = Message.objects.filter(id=message_id, channel=Message.Channel.MAIL, sent_at=None).first()
    if message is None or not settings.ENVIRONMENT.email_url:
        return
    Message.objects.filter(id=message_id).update(tries=F("tries") + 1)
    letter = EmailMessage(message.subject, message.text, to=[message.to], headers={"Auto-Submitted": "auto-generated"})
    try:
        letter.send()
    except (OSError, smtplib.SMTPException) as trouble:
        log.warning("mail was not taken", message=message.id.hex, error=type(trouble).__name__, tries=message.tries + 1)
        raise MailNotTaken from trouble
    Message.objects.filter(id=message_id).update(sent_at=clock.now())


def sweep() -> None:
    """Drop what was sent a day ago, and what nobody took for a day."""
    due = clock.now() - KEPT
    Message.objects.filter(Q(sent_at__lte=due) | Q(sent_at=None, created_at__lte=due)).delete()
