"""Assets as outside programs see them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from vidarium.api.words import AssetAnswer, ErrorAnswer, PlaybackAnswer
from vidarium.delivery import playback
from vidarium.delivery.playback import Address
from vidarium.library.models import Asset, Status
from vidarium.production import facts, grids, standing
from vidarium.production.models import Grid


def asset(one: Asset) -> AssetAnswer:
    """One asset, whole."""
    return assets([one])[0]


def assets(many: Sequence[Asset]) -> list[AssetAnswer]:
    """Several assets; the number of queries does not grow with them."""
    laid = grids.of_each([one.id for one in many])
    addresses = playback.addresses({one: laid[one.id] for one in many if one.id in laid and standing.is_playable(one, laid[one.id])})
    return [_answer(one, laid.get(one.id), addresses.get(one.id)) for one in many]


def _answer(one: Asset, grid: Grid | None, address: Address | None) -> AssetAnswer:
    return AssetAnswer(
        id=one.public_id,
        title=one.title,
        external_id=one.external_id,
        meta=one.meta,
        collection=one.collection_public_id,
        status=one.status,
        progress=1.0 if one.status == Status.READY else facts.progress(one, grid),
        playback=PlaybackAnswer(**address) if address else None,
        error=ErrorAnswer(code=one.error_code, message=_(one.error_detail)) if one.status == Status.FAILED else None,
        created_at=one.created_at,
        updated_at=one.updated_at,
        **(_shape(grid) if grid else dict.fromkeys(("duration", "width", "height", "frame_rate"))),
    )


def _shape(grid: Grid) -> dict[str, Any]:
    picture = grids.source_of(grid).picture
    width, height = picture.display_size if picture else (None, None)
    rate = f"{grid.clock_numerator}/{grid.clock_denominator}" if picture else None
    return {"duration": float(grids.duration_of(grid)), "width": width, "height": height, "frame_rate": rate}
