"""Messages on their way."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from vidarium.accounts.labels import KEY, MOMENT
from vidarium.foundation import clock, ids
from vidarium.foundation.datamap import NotPersonal, Row, labelled
from vidarium.notices.labels import MAIL


class Message(Row):
    """One message, written; sent when `sent_at` is set. It goes a day later: a code or a link must not lie about."""

    class Channel(models.TextChoices):
        MAIL = "mail"
        SMS = "sms"

    id = labelled(models.UUIDField(primary_key=True, default=ids.sortable, editable=False), KEY)
    channel = labelled(models.CharField(max_length=5, choices=Channel.choices, default=Channel.MAIL), NotPersonal("how a message goes out"))
    to = labelled(models.EmailField(max_length=254), MAIL)
    """An e-mail address, or a phone number in E.164."""
    subject = labelled(models.CharField(max_length=200), MAIL)
    text = labelled(models.TextField(), MAIL)
    """Plain text (RFC 3676 reads the same); no HTML: nothing of it is fetched, counted or hidden."""
    created_at = labelled(models.DateTimeField(default=clock.now, editable=False), MOMENT)
    sent_at = labelled(models.DateTimeField(null=True), MOMENT)
    tries = labelled(models.SmallIntegerField(default=0), NotPersonal("how often the mail server was asked"))

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-id"], name="message_newest_first")]

    def __str__(self) -> str:
        return str(self.id)
