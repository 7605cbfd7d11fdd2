"""Programs that act for a company."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from vidarium.accounts.labels import ANSWERED, KEY, MAKER, MOMENT, OF_COMPANY
from vidarium.accounts.models.companies import Company, Membership
from vidarium.foundation import clock, ids
from vidarium.foundation.datamap import NotPersonal, Row, labelled


class Token(Row):
    """An API key of a company, or of one of its people. Public id `key_…`; shown once, kept as a keyed hash."""

    id = labelled(models.UUIDField(primary_key=True, default=ids.sortable, editable=False), KEY)
    company = labelled(models.ForeignKey(Company, on_delete=models.CASCADE, related_name="tokens"), OF_COMPANY)
    membership = labelled(models.ForeignKey(Membership, null=True, on_delete=models.CASCADE, related_name="tokens"), MAKER)
    """Whose it is: it can do no more than they may, and ends with their place. None for one of the company's own."""
    name = labelled(models.CharField(max_length=80, blank=True), NotPersonal("what the program is for, in the company's words"))
    hint = labelled(models.CharField(max_length=8, blank=True), NotPersonal("the last letters of a program's credential"))
    digest = labelled(models.BinaryField(max_length=32, unique=True), NotPersonal("a program's credential, in one-way form"))
    scopes = labelled(ArrayField(models.CharField(max_length=40)), NotPersonal("what the program may do"))
    collections = labelled(ArrayField(models.UUIDField(), default=list), NotPersonal("the collections that the program is limited to"))
    """As a member's."""
    created_at = labelled(models.DateTimeField(default=clock.now, editable=False), MOMENT)
    expires_at = labelled(models.DateTimeField(null=True), MOMENT)
    used_at = labelled(models.DateTimeField(null=True), NotPersonal("the day on which a program last called"))
    revoked_at = labelled(models.DateTimeField(null=True), MOMENT)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["company", "-id"], name="token_newest_first")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def public_id(self) -> str:
        return ids.show("key", self.id)


class IdempotentAnswer(Row):
    """What a program was told when it asked for something to be done, so that it is told the same again and nothing is done twice."""

    id = labelled(models.UUIDField(primary_key=True, default=ids.sortable, editable=False), KEY)
    company = labelled(models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+"), OF_COMPANY)
    digest = labelled(models.BinaryField(max_length=32), NotPersonal("a request's own key and its caller, in one-way form"))
    request = labelled(models.BinaryField(max_length=32), NotPersonal("what was asked for, in one-way form"))
    status = labelled(models.SmallIntegerField(default=0), NotPersonal("the HTTP status of an answer"))
    body = labelled(models.TextField(blank=True), ANSWERED)
    created_at = labelled(models.DateTimeField(default=clock.now, editable=False), MOMENT)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["company", "digest"], name="one_answer_each")]

    def __str__(self) -> str:
        return str(self.status)
