"""Playbacks: an asset's door for viewers, its address, and how it is shut and opened again.

Whoever holds a link may play; whether somebody gets a link is decided where the asset is shown. A revocation is a row that
outlives the asset, until the last link that was ever signed for it has expired.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import TypedDict

from django.conf import settings
from django.db import connection

from vidarium.accounts.events import CompanyDisabled, CompanyRestored
from vidarium.delivery import links
from vidarium.delivery.links import Link, Ring
from vidarium.delivery.lookups import COMPANIES_WITH_SPENT_REVOCATIONS, REVOKED_PLAYBACKS
from vidarium.delivery.models import Playback, Revocation
from vidarium.foundation import clock, tenancy
from vidarium.library import assets
from vidarium.library.errors import AssetNotFound
from vidarium.library.events import AssetRemoved, AssetRestored, AssetRetired
from vidarium.library.models import Asset
from vidarium.production import grids
from vidarium.production.models import Grid
from vidarium.production.models import Poster as PosterState

REVOCATIONS = "vidarium_revocations"
"""The channel on which the edges hear that the list has changed; the payload is the playback's id as bare hex."""


class Address(TypedDict):
    """`playback` as the API shows it."""

    id: str
    hls: str
    poster: str | None
    """None where a film has no still, or none yet."""


def door(asset: Asset) -> Playback:
    """The asset's playback, made if it has none yet. Raises `AssetNotFound` where it was removed a moment ago."""
    found = Playback.objects.filter(asset=asset).first() or _make_door(asset)
    if found is None:
        raise AssetNotFound
    return found


def _make_door(asset: Asset) -> Playback | None:
    if not assets.keep(asset.company_id, asset.id):
        return None
    # Of two that make it at once, one does.
    Playback.objects.bulk_create([Playback(asset=asset, company_id=asset.company_id)], ignore_conflicts=True)
    return Playback.objects.get(asset=asset)


def addresses(laid: Mapping[Asset, Grid], *, until: datetime | None = None) -> dict[uuid.UUID, Address]:
    """The address of each of these assets that is still there, by its id; one query for all that have a door already.

    None of them is good after `until`.
    """
    doors = {playback.asset_id: playback for playback in Playback.objects.filter(asset__in=laid)}
    found = ((asset, grid, doors.get(asset.id) or _make_door(asset)) for asset, grid in laid.items())
    return {asset.id: _address(playback, asset, grid, until) for asset, grid, playback in found if playback}


def address(asset: Asset, grid: Grid) -> Address:
    """Complete addresses of this grid, good without further headers until they expire or are revoked."""
    return _address(door(asset), asset, grid)


def _address(playback: Playback, asset: Asset, grid: Grid, until: datetime | None = None) -> Address:
    expires = links.expiry(clock.now(), links.life(grids.duration_of(grid)))
    if until:
        expires = min(expires, int(until.timestamp()))
    link = Link(playback.id, asset.company_id, asset.id, grid.id, expires)
    below = settings.ENVIRONMENT.public_url + links.sign(link, settings.ENVIRONMENT.key(links.PURPOSE))
    still = f"{below}/poster.jpg" if grid.poster == PosterState.MADE else None
    return Address(id=playback.public_id, hls=f"{below}/master.m3u8", poster=still)


def ring() -> Ring:
    """The keys whose links open something. A second one joins here when the root secret is replaced."""
    key = settings.ENVIRONMENT.key(links.PURPOSE)
    return {key.kid: key}


def revoke(asset: Asset) -> None:
    """From now on no link of this asset opens anything; running streams end within seconds."""
    _shut(asset.company_id, door(asset).id)


def reopen(asset: Asset) -> None:
    """Links that were signed before work again."""
    playback = door(asset)
    Revocation.objects.filter(company_id=asset.company_id, playback_id=playback.id).delete()
    _tell(playback.id)


def shut_retired(retired: AssetRetired) -> None:
    """Hears that somebody deleted an asset: it is no longer played, though it can come back."""
    revoke(Asset.objects.get(company_id=retired.company_id, id=retired.asset_id))


def open_restored(restored: AssetRestored) -> None:
    """Hears that a deletion was undone: whoever was watching goes on."""
    reopen(Asset.objects.get(company_id=restored.company_id, id=restored.asset_id))


def shut_removed(removed: AssetRemoved) -> None:
    """Hears that an asset goes for good. One that nobody could ever play has no door to shut."""
    playback = Playback.objects.filter(company_id=removed.company_id, asset_id=removed.asset_id).first()
    if playback:
        _shut(removed.company_id, playback.id)


def shut_company(_disabled: CompanyDisabled | CompanyRestored) -> None:
    """Hears that nothing of a company works any more, or all of it again: the look-up knows which, the edges read it at once."""
    _tell(uuid.UUID(int=0))


def revoked() -> set[uuid.UUID]:
    """Every playback whose links are refused, of every company."""
    return {playback_id for (playback_id,) in REVOKED_PLAYBACKS.ask()}


def forget_spent_revocations() -> None:
    """Drop the revocations whose links have all expired."""
    for (company_id,) in COMPANIES_WITH_SPENT_REVOCATIONS.ask():
        with tenancy.within(company_id):
            Revocation.objects.filter(expires_at__lte=clock.now()).delete()


def _shut(company_id: uuid.UUID, playback_id: uuid.UUID) -> None:
    now = clock.now()
    written = {"company_id": company_id, "at": now, "expires_at": now + links.MAX_LIFE + links.ROUNDING}
    Revocation.objects.update_or_create(playback_id=playback_id, defaults=written)
    _tell(playback_id)


def _tell(playback_id: uuid.UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [REVOCATIONS, playback_id.hex])
