"""What is told of assets on live pages, and to whom: each page hears of what its person sees, and of nothing else."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from vidarium.accounts.bounds import Bounds
from vidarium.foundation import clock, ids, tenancy
from vidarium.library import assets
from vidarium.library.models import Status
from vidarium.production import facts, grids

MISSED = timedelta(minutes=2)
DELETED = "deleted"
"""The status of what is no longer shown."""

type Places = frozenset[uuid.UUID]
"""Collections."""


@dataclass(frozen=True)
class News:
    """What is told of one asset."""

    told: bytes
    gone: bytes
    """What whoever saw it before, and does so no longer, is told instead."""
    at: uuid.UUID | None
    """The collection that it lies in."""
    before: Places
    """Those that it lay in a moment ago."""

    def to(self, limit: Bounds) -> bytes | None:
        """What somebody hears who is so limited; None where it is nothing of theirs."""
        if limit is None or self.at in limit:
            return self.told
        return self.gone if self.before & limit else None


def read(company_id: uuid.UUID, changed: Mapping[uuid.UUID, Places], *, lately: bool) -> list[News]:
    """The news of each asset that has changed; with `lately` also of those that are being made or have just changed."""
    with tenancy.within(company_id):
        wanted = Q(id__in=changed)
        if lately:
            wanted |= Q(updated_at__gte=clock.now() - MISSED) | Q(status__in=(Status.PREPARING, Status.PLAYABLE))
        shown = list(assets.everything(company_id).filter(wanted, retirement=None))
        planned = grids.of_each([asset.id for asset in shown])
        told = {asset.id: _event(asset.public_id, asset.status, facts.progress(asset, planned.get(asset.id))) for asset in shown}
        lie = {asset.id: asset.collection_id for asset in shown}
        # What is hidden lies somewhere still; what is gone for good lies nowhere.
        lie.update(assets.everything(company_id).filter(id__in=changed.keys() - lie.keys()).values_list("id", "collection_id"))
    return [_news(asset_id, told.get(asset_id), lie.get(asset_id), changed.get(asset_id)) for asset_id in told.keys() | changed.keys()]


def _news(asset_id: uuid.UUID, told: bytes | None, at: uuid.UUID | None, before: Places | None) -> News:
    gone = _event(ids.show("ast", asset_id), DELETED, 0)
    return News(told or gone, gone, at, before or frozenset())


def _event(public_id: str, status: str, progress: float) -> bytes:
    data = json.dumps({"id": public_id, "status": status, "progress": round(progress, 4)})
    return f"event: asset\ndata: {data}\n\n".encode()
