"""Assets, the collections that they lie in, the uploads that bring them, and the retirements and removals that take them away."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Upper

from vidarium.accounts.labels import AUTHOR, KEY, MOMENT, OF_COMPANY
from vidarium.accounts.models import Company, Person
from vidarium.foundation import clock, ids
from vidarium.foundation.datamap import NotPersonal, Row, labelled
from vidarium.library.labels import FILE_NAME, PILE, WORDS


class Status(models.TextChoices):
    """Where an asset stands (design: API v1, Assets)."""

    UPLOADING = "uploading"
    PREPARING = "preparing"
    PLAYABLE = "playable"
    READY = "ready"
    FAILED = "failed"


class Collection(Row):
    """A pile of a company's videos, under a name. Public id `col_…`."""

    id = labelled(models.UUIDField(primary_key=True, default=ids.sortable, editable=False), KEY)
    company = labelled(models.ForeignKey(Company, on_delete=models.CASCADE, related_name="collections"), OF_COMPANY)
    name = labelled(models.CharField(max_length=120), PILE)
    added_by = labelled(models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+"), AUTHOR)
    created_at = labelled(models.DateTimeField(default=clock.now, editable=False), MOMENT)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("company", Upper("name"), name="one_collection_of_a_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def public_id(self) -> str:
        return ids.show("col", self.id)


class Asset(Row):
    """A video of a company's. Public id `ast_…`."""

    id = labelled(models.UUIDField(primary_key=True, default=ids.sortable, editable=False), KEY)
    company = labelled(models.ForeignKey(Company, on_delete=models.CASCADE, related_name="assets"), OF_COMPANY)
    collection = labelled(
        models.ForeignKey(Collection, null=True, on_delete=models.SET_NULL, related_name="assets"), NotPersonal("where a video lies")
    )
    title = labelled(models.CharField(max_length=500, blank=True), WORDS)
    filename = labelled(models.CharField(max_length=500, blank=True), FILE_NAME)
    external_id = labelled(models.CharField(max_length=200, null=True), WORDS)
    meta = labelled(models.JSONField(default=dict), WORDS)
    attribution = labelled(models.CharField(max_length=500, blank=True), WORDS)
    size_bytes = labelled(models.BigIntegerField(default=0), NotPersonal("how large a file is"))
    status = labelled(
        models.CharField(max_length=20, choices=Status.choices, default=Status.UPLOADING), NotPersonal("where production stands")
    )
    error_code = labelled(models.CharField(max_length=80, blank=True), NotPersonal("a code of ours"))
    error_detail = labelled(models.CharField(max_length=1000, blank=True), NotPersonal("a sentence of ours about a file"))
    added_by = labelled(models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+"), AUTHOR)
    created_at = labelled(models.DateTimeField(default=clock.now, editable=False), MOMENT)
    updated_at = labelled(models.DateTimeField(default=clock.now), MOMENT)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["company", "external_id"], name="external_id_once_a_company")]
        indexes: ClassVar = [models.Index(fields=["company", "-id"], name="asset_newest_first")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def public_id(self) -> str:
        return ids.show("ast", self.id)

    @property
    def collection_public_id(self) -> str | None:
        """Of the collection that it lies in; None where it lies in none."""
        return ids.show("col", self.collection_id) if self.collection_id else None


class Upload(Row):
    """Bytes on their way in (tus 1.0.0). Public id `upl_…`, 128 random bits."""

    id = labelled(models.UUIDField(primary_key=True, default=ids.unguessable, editable=False), KEY)
    company = labelled(models.ForeignKey(Company, on_delete=models.CASCADE, related_name="uploads"), OF_COMPANY)
    asset = labelled(models.OneToOneField(Asset, on_delete=models.CASCADE, related_name="upload"), NotPersonal("which video it brings"))
    length = labelled(models.BigIntegerField(), NotPersonal("declared size of a file in bytes"))
    offset = labelled(models.BigIntegerField(default=0), NotPersonal("bytes that are durable and acknowledged"))
    metadata = labelled(models.CharField(max_length=20_000, blank=True), FILE_NAME)
    created_at = labelled(models.DateTimeField(default=clock.now, editable=False), MOMENT)
    expires_at = labelled(models.DateTimeField(db_index=True), MOMENT)
    finished_at = labelled(models.DateTimeField(null=True), MOMENT)

    def __str__(self) -> str:
        return self.public_id

    @property
    def public_id(self) -> str:
        return ids.show("upl", self.id)


class Retirement(Row):
    """An asset that someone deleted: hidden at once, gone for good when it is due."""

    id = labelled(models.UUIDField(primary_key=True, default=ids.sortable, editable=False), KEY)
    company = labelled(models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+"), OF_COMPANY)
    asset = labelled(models.OneToOneField(Asset, on_delete=models.CASCADE, related_name="retirement"), NotPersonal("which video goes"))
    by = labelled(models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+"), AUTHOR)
    at = labelled(models.DateTimeField(default=clock.now), MOMENT)
    due_at = labelled(models.DateTimeField(db_index=True), MOMENT)
    begun_at = labelled(models.DateTimeField(null=True), MOMENT)
    """When its bytes began to go. From then on nothing brings it back."""

    def __str__(self) -> str:
        return f"retirement of {self.asset_id}"


class Removal(Row):
    """An asset whose rows are gone. Its objects are looked for once more, when no worker can still be writing any."""

    id = labelled(models.UUIDField(primary_key=True, default=ids.sortable, editable=False), KEY)
    company = labelled(models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+"), OF_COMPANY)
    asset_id = labelled(models.UUIDField(), NotPersonal("a number that no longer names anything"))
    at = labelled(models.DateTimeField(default=clock.now), MOMENT)

    def __str__(self) -> str:
        return f"removal of {self.asset_id}"
