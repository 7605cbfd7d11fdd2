"""Playbacks, by which viewers reach an asset, and revocations, by which they no longer do."""

from __future__ import annotations

from django.db import models

from vidarium.accounts.labels import KEY, MOMENT, OF_COMPANY
from vidarium.accounts.models import Company
from vidarium.foundation import clock, ids
from vidarium.foundation.datamap import NotPersonal, Row, labelled
from vidarium.library.models import Asset


class Playback(Row):
    """An asset's door for viewers. Public id `ply_…`, 128 random bits."""

    id = labelled(models.UUIDField(primary_key=True, default=ids.unguessable, editable=False), KEY)
    company = labelled(models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+"), OF_COMPANY)
    asset = labelled(models.OneToOneField(Asset, on_delete=models.CASCADE, related_name="playback"), NotPersonal("which video it opens"))
    created_at = labelled(models.DateTimeField(default=clock.now, editable=False), MOMENT)

    def __str__(self) -> str:
        return self.public_id

    @property
    def public_id(self) -> str:
        return ids.show("ply", self.id)


class Revocation(Row):
    """Links of this playback are refused from now on; outlives the asset until the last link has expired."""

    id = labelled(models.UUIDField(primary_key=True, default=ids.sortable, editable=False), KEY)
    company = labelled(models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+"), OF_COMPANY)
    playback_id = labelled(models.UUIDField(unique=True), NotPersonal("which door is shut"))
    at = labelled(models.DateTimeField(default=clock.now), MOMENT)
    expires_at = labelled(models.DateTimeField(), MOMENT)

    def __str__(self) -> str:
        return f"revocation of {self.playback_id}"
