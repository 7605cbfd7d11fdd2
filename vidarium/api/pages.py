"""Lists, a page at a time: newest first, and where the next one begins."""

from __future__ import annotations

from typing import Annotated

from django.db.models import Model, QuerySet
from pydantic import Field

from vidarium.api.errors import RequestInvalid
from vidarium.foundation import ids

Limit = Annotated[int, Field(ge=1, le=100)]
LONGEST_ID = 200


def pattern_of(prefix: str) -> dict[str, str]:
    """What the description tells of a public id, or of a cursor, which is one."""
    return {"pattern": f"^{prefix}_[0-7][0-9a-hjkmnp-tv-z]{{25}}$"}


def page[Row: Model](found: QuerySet[Row], *, prefix: str, limit: int, cursor: str | None) -> tuple[list[Row], str | None]:
    """So many rows behind the cursor, and the next cursor. Raises `RequestInvalid`."""
    if cursor is not None:
        place = ids.read(prefix, cursor)
        if place is None:
            raise RequestInvalid("This cursor is none of ours; begin again without one.")
        found = found.filter(pk__lt=place)
    rows = list(found.order_by("-pk")[: limit + 1])
    return rows[:limit], ids.show(prefix, rows[limit - 1].pk) if len(rows) > limit else None
