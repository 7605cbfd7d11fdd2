"""Tell the other processes, through the database, when this transaction commits.

Channels: `vidarium_cells` carries `grid row first last`, `vidarium_assets` carries `company asset`; ids as bare hex.
"""

from __future__ import annotations

import uuid

from django.db import connection

from vidarium.library.live import ASSETS

CELLS = "vidarium_cells"


def cells(grid_id: uuid.UUID, row: str, first: int, last: int) -> None:
    """Columns [first, last) of a row are there now, or are known never to come."""
    _send(CELLS, f"{grid_id.hex} {row} {first} {last}")


def asset(company_id: uuid.UUID, asset_id: uuid.UUID) -> None:
    """Something about this asset's grid has changed; of its own row the database tells by itself."""
    _send(ASSETS, f"{company_id.hex} {asset_id.hex}")


def _send(channel: str, payload: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [channel, payload])
