"""Receipts of what people agreed to, after ISO/IEC TS 27560 as far as it is needed here."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from vidarium.accounts.labels import KEY
from vidarium.accounts.models import Person
from vidarium.foundation import clock, ids
from vidarium.foundation.datamap import Row, labelled
from vidarium.privacy.labels import RECEIPT, SUBJECT


class Subject(Row):
    """The number that stands for a person on their receipts. When the person goes it goes, and the receipts name nobody."""

    id = labelled(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False), SUBJECT)
    person = labelled(models.OneToOneField(Person, on_delete=models.CASCADE, related_name="subject"), SUBJECT)

    def __str__(self) -> str:
        return self.id.hex


class Receipt(Row):
    """That somebody acted beneath a version of the notice. Public id `rcp_…`. The application's login can write and read it, no more."""

    class Mode(models.TextChoices):
        EXPRESS = "express"
        """By an act of their own: a button was pressed."""

    id = labelled(models.UUIDField(primary_key=True, default=ids.sortable, editable=False), KEY)
    subject_id = labelled(models.UUIDField(), SUBJECT)
    """No foreign key: the receipt outlives the number."""
    about = labelled(models.CharField(max_length=40), RECEIPT)
    """The public id of what was opened by it."""
    notice_version = labelled(models.IntegerField(), RECEIPT)
    notice_digest = labelled(models.CharField(max_length=64), RECEIPT)
    """SHA-256 of what the notice said, in hex."""
    language = labelled(models.CharField(max_length=10), RECEIPT)
    """In which it was read."""
    at = labelled(models.DateTimeField(default=clock.now, editable=False), RECEIPT)
    mode = labelled(models.CharField(max_length=10, choices=Mode.choices), RECEIPT)
    choices = labelled(models.JSONField(default=dict), RECEIPT)
    """What was left open to them, and how they decided."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject_id", "-id"], name="receipt_of_subject")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def public_id(self) -> str:
        return ids.show("rcp", self.id)
