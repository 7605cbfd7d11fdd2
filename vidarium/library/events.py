"""Facts about assets. Who hears them stands in `project/wiring.py`; a listener runs inside the announcer's transaction."""

from __future__ import annotations

import uuid
from dataclasses import dataclass


@dataclass(frozen=True)
class AssetArrived:
    """Every byte of its source is durable in the store: production may begin."""

    company_id: uuid.UUID
    asset_id: uuid.UUID


@dataclass(frozen=True)
class AssetRetired:
    """Somebody deleted it: it is hidden and no longer played, and can still be brought back."""

    company_id: uuid.UUID
    asset_id: uuid.UUID


@dataclass(frozen=True)
class AssetRestored:
    """The deletion was undone in time."""

    company_id: uuid.UUID
    asset_id: uuid.UUID


@dataclass(frozen=True)
class AssetRemoved:
    """It is going for good. Announced while its rows are still there, in the transaction that deletes them."""

    company_id: uuid.UUID
    asset_id: uuid.UUID
