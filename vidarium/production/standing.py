"""Where an asset stands, from its grid: playable, ready or failed."""

from __future__ import annotations

import uuid
from fractions import Fraction

from django.utils.translation import gettext as _

from vidarium.library.models import Asset, Status
from vidarium.production import grids, notify
from vidarium.production.errors import SourceTruncated, WorkerBroughtDown
from vidarium.production.models import Chunk, Grid, Poster
from vidarium.production.ranges import columns_of

UNFINISHED = (Status.PREPARING, Status.PLAYABLE)
INCOMPLETE = "production.incomplete"


def hold(company_id: uuid.UUID, asset_id: uuid.UUID) -> Asset | None:
    """The asset, changed by nobody else until the transaction ends; None where it is gone."""
    return Asset.objects.select_for_update(no_key=True).filter(company_id=company_id, id=asset_id).first()


def settle(grid_id: uuid.UUID) -> None:
    """Write down where the asset stands now, in the transaction that changed its grid, and tell whoever watches."""
    grid = Grid.objects.get(id=grid_id)
    asset = hold(grid.company_id, grid.asset_id)
    if asset and asset.status in UNFINISHED:
        # Read only now: of two that fill the last cells at once, the second must see both.
        _advance(asset, Grid.objects.prefetch_related("renditions").get(id=grid_id))
    notify.asset(grid.company_id, grid.asset_id)


def reopen(asset: Asset) -> None:
    """Cells that it had are missing again: it is being made until they are back. Holds the asset."""
    asset.status, asset.error_code, asset.error_detail = Status.PLAYABLE, "", ""
    asset.save(update_fields=["status", "error_code", "error_detail", "updated_at"])
    notify.asset(asset.company_id, asset.id)


def _advance(asset: Asset, grid: Grid) -> None:
    cells = grids.count(grid)
    if cells.open == 0 and grid.poster != Poster.PENDING:
        _finish(asset, grid)
    elif asset.status == Status.PREPARING and plays(grid):
        asset.status = Status.PLAYABLE
        asset.save(update_fields=["status", "updated_at"])


def _finish(asset: Asset, grid: Grid) -> None:
    source = grids.source_of(grid)
    if grids.count(grid).set_aside:
        _fail(asset, INCOMPLETE, _("Some parts of this video could not be made: %(reason)s") % {"reason": _reason(grid)})
    elif grids.broke_off(source):
        _fail(asset, SourceTruncated.code, broken_off(source.duration, source.claimed))
    else:
        asset.status = Status.READY
        asset.save(update_fields=["status", "updated_at"])


def plays(grid: Grid) -> bool:
    """Whether a viewer can press play: the first column of the lowest picture and the first piece of sound are there."""
    rows = list(grid.renditions.all())
    pictures = [row for row in rows if row.spec["kind"] == "picture"]
    sounds = [row for row in rows if row.spec["kind"] == "sound"]
    shown = not pictures or 0 in columns_of(pictures[-1].filled)
    heard = not sounds or set(range(*grid.pieces[:2])) <= columns_of(sounds[0].filled)
    return shown and heard


def is_playable(asset: Asset, grid: Grid) -> bool:
    """Whether viewers may be given its address; a film that broke off plays as far as it goes."""
    return asset.status in {Status.PLAYABLE, Status.READY} or (asset.status == Status.FAILED and plays(grid))


def fail(broken: Asset, code: str, detail: str) -> None:
    """Production can't go on with this asset; the reason is a sentence for people."""
    asset = hold(broken.company_id, broken.id)
    if asset and asset.status in UNFINISHED:
        _fail(asset, code, detail)
        notify.asset(asset.company_id, asset.id)


def _fail(asset: Asset, code: str, detail: str) -> None:
    asset.status, asset.error_code, asset.error_detail = Status.FAILED, code, detail[:1000]
    asset.save(update_fields=["status", "error_code", "error_detail", "updated_at"])


def _reason(grid: Grid) -> str:
    chunk = Chunk.objects.filter(grid=grid).exclude(reason="").order_by("first").first()
    return chunk.reason if chunk else WorkerBroughtDown.sentence()


def broken_off(ends: Fraction, promised: Fraction) -> str:
    """“The file ends at 3:12 of 14:40.”"""
    return _("The file ends at %(ends)s of %(promised)s. Upload it again.") % {"ends": clock_face(ends), "promised": clock_face(promised)}


def clock_face(seconds: Fraction) -> str:
    """192 seconds are 3:12, 3,700 are 1:01:40."""
    hours, rest = divmod(round(seconds), 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"
