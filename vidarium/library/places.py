"""Where an asset's objects lie in the store. Names are made here, from database keys alone."""

from __future__ import annotations

import uuid


def asset_prefix(company_id: uuid.UUID, asset_id: uuid.UUID) -> str:
    """Everything that is stored for an asset lies under this."""
    return f"c/{company_id.hex}/a/{asset_id.hex}"


def source_key(company_id: uuid.UUID, asset_id: uuid.UUID) -> str:
    """The original, as it arrived."""
    return f"{asset_prefix(company_id, asset_id)}/source"


def grid_prefix(company_id: uuid.UUID, asset_id: uuid.UUID, grid_id: uuid.UUID) -> str:
    """Everything that production made for one plan."""
    return f"{asset_prefix(company_id, asset_id)}/g/{grid_id.hex}"


def init_key(company_id: uuid.UUID, asset_id: uuid.UUID, grid_id: uuid.UUID, row: str) -> str:
    """A rendition's initialisation segment."""
    return f"{grid_prefix(company_id, asset_id, grid_id)}/{row}/init.mp4"


def cell_key(company_id: uuid.UUID, asset_id: uuid.UUID, grid_id: uuid.UUID, row: str, column: int) -> str:
    """One cell: a media segment."""
    return f"{grid_prefix(company_id, asset_id, grid_id)}/{row}/{column:06d}.m4s"


def poster_key(company_id: uuid.UUID, asset_id: uuid.UUID, grid_id: uuid.UUID) -> str:
    """The still that stands for the film."""
    return f"{grid_prefix(company_id, asset_id, grid_id)}/poster.jpg"
