"""Grids as they are stored: one row for each rendition, no row for a cell."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from vidarium.accounts.labels import KEY, MOMENT, OF_COMPANY
from vidarium.accounts.models import Company
from vidarium.foundation import clock, ids
from vidarium.foundation.datamap import NotPersonal, Row, labelled
from vidarium.library.models import Asset
from vidarium.production.ranges import RunsField

MEASURED = NotPersonal("a fact of the file's form (size, rate, codec), not of what it shows")
PLANNED = NotPersonal("how a film is cut and encoded")


class Poster(models.TextChoices):
    """Whether the still that stands for the film is there yet."""

    PENDING = "pending"
    MADE = "made"
    NONE = "none"


class Grid(Row):
    """An asset's grid as planned. The plan is immutable: planning anew makes a new grid."""

    id = labelled(models.UUIDField(primary_key=True, default=ids.sortable, editable=False), KEY)
    company = labelled(models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+"), OF_COMPANY)
    asset = labelled(models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="grids"), PLANNED)
    source = labelled(models.JSONField(), MEASURED)
    clock_numerator = labelled(models.IntegerField(), PLANNED)
    clock_denominator = labelled(models.IntegerField(), PLANNED)
    boundaries = labelled(ArrayField(models.IntegerField()), PLANNED)
    pieces = labelled(ArrayField(models.IntegerField()), PLANNED)
    poster = labelled(models.CharField(max_length=10, choices=Poster.choices, default=Poster.PENDING), PLANNED)
    created_at = labelled(models.DateTimeField(default=clock.now, editable=False), MOMENT)

    def __str__(self) -> str:
        return f"grid of {self.asset_id}"

    @property
    def columns(self) -> int:
        return len(self.boundaries) - 1


class Rendition(Row):
    """A row of a grid: what is made of it, and what can't be."""

    id = labelled(models.UUIDField(primary_key=True, default=ids.sortable, editable=False), KEY)
    company = labelled(models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+"), OF_COMPANY)
    grid = labelled(models.ForeignKey(Grid, on_delete=models.CASCADE, related_name="renditions"), PLANNED)
    name = labelled(models.CharField(max_length=20), PLANNED)
    place = labelled(models.SmallIntegerField(), PLANNED)
    spec = labelled(models.JSONField(), PLANNED)
    filled = labelled(RunsField(default=list), PLANNED)
    set_aside = labelled(RunsField(default=list), PLANNED)
    sizes = labelled(ArrayField(models.IntegerField(), default=list), MEASURED)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["grid", "name"], name="one_row_of_a_name")]
        ordering: ClassVar = ["place"]

    def __str__(self) -> str:
        return f"{self.name} of {self.grid_id}"


class Chunk(Row):
    """Work in hand: some columns of some rows, who holds it until when, and how often it was tried.

    `fence` grows with every claim; a worker that was given up can't publish with an old one.
    """

    id = labelled(models.UUIDField(primary_key=True, default=ids.sortable, editable=False), KEY)
    company = labelled(models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+"), OF_COMPANY)
    grid = labelled(models.ForeignKey(Grid, on_delete=models.CASCADE, related_name="chunks"), PLANNED)
    rows = labelled(ArrayField(models.CharField(max_length=20)), PLANNED)
    first = labelled(models.IntegerField(), PLANNED)
    last = labelled(models.IntegerField(), PLANNED)
    asked = labelled(models.BooleanField(default=False), NotPersonal("that somebody waits for it, not who"))
    fence = labelled(models.BigIntegerField(default=0), PLANNED)
    holder = labelled(models.CharField(max_length=80, blank=True), NotPersonal("a worker process"))
    held_until = labelled(models.DateTimeField(null=True), MOMENT)
    strikes = labelled(models.SmallIntegerField(default=0), PLANNED)
    reason = labelled(models.CharField(max_length=1000, blank=True), NotPersonal("why the encoder could not"))
    created_at = labelled(models.DateTimeField(default=clock.now, editable=False), MOMENT)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["grid", "rows", "first", "last"], name="one_chunk_of_a_kind")]

    def __str__(self) -> str:
        return f"{','.join(self.rows)} [{self.first}, {self.last})"
