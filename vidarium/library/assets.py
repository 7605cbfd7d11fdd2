"""Assets: found by walking from who asks, renamed, retired and brought back, and in the end removed.

Every verb but `remove` and `purge` runs inside `tenancy.within(company)`, in its caller's transaction.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import timedelta
from types import EllipsisType

import structlog
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from vidarium.accounts import activity
from vidarium.accounts.activity import Act
from vidarium.accounts.bounds import Bounds
from vidarium.accounts.callers import Caller
from vidarium.foundation import clock, events, ids, storage, tenancy
from vidarium.foundation.errors import VidariumError
from vidarium.library import incoming, places, words
from vidarium.library.errors import (
    AssetDoesNotFit,
    AssetIsGone,
    AssetNotFound,
    CollectionNeeded,
    CollectionNotFound,
    ExternalIdTaken,
)
from vidarium.library.events import AssetRemoved, AssetRestored, AssetRetired
from vidarium.library.models import Asset, Collection, Removal, Retirement, Status, Upload

UNDO = timedelta(seconds=30)
"""How long a deletion can be taken back."""

log = structlog.get_logger("vidarium.library")


# -- finding -----------------------------------------------------------------------------------------------------------
def of(caller: Caller) -> QuerySet[Asset]:
    """The assets that somebody sees, newest first; those that were deleted are not among them."""
    return within_reach(caller).filter(retirement=None).order_by("-id")


def within_reach(caller: Caller) -> QuerySet[Asset]:
    """Every asset of the company, or of the collections that somebody is limited to: here alone, for whatever they ask."""
    return narrowed(everything(caller.company_id), caller.collections)


def narrowed(found: QuerySet[Asset], limit: Bounds) -> QuerySet[Asset]:
    """Those of them that lie within a limit."""
    return found if limit is None else found.filter(collection_id__in=limit)


def everything(company_id: uuid.UUID) -> QuerySet[Asset]:
    """The assets of a company with those that somebody deleted."""
    return Asset.objects.filter(company_id=company_id)


def by_public_id(caller: Caller, text: str) -> Asset:
    """The asset `ast_…`. Raises `AssetNotFound`, in the same words for a foreign one and for one that never was."""
    return _found(of(caller), text)


def retired_by_public_id(caller: Caller, text: str) -> Asset:
    """An asset that somebody deleted and that may still be brought back. Raises `AssetNotFound`."""
    return _found(within_reach(caller).filter(retirement__isnull=False), text)


def _found(among: QuerySet[Asset], text: str) -> Asset:
    asset_id = ids.read("ast", text)
    asset = among.filter(id=asset_id).first() if asset_id else None
    if asset is None:
        raise AssetNotFound
    return asset


# -- changing ----------------------------------------------------------------------------------------------------------
def add(
    caller: Caller, *, title: str, filename: str, external_id: str | None, size_bytes: int, collection: Collection | None = None
) -> Asset:
    """A new asset that waits for its bytes. Raises `AssetDoesNotFit`, `ExternalIdTaken`."""
    asset = Asset(company_id=caller.company_id, added_by_id=caller.person_id, size_bytes=size_bytes, collection=collection)
    asset.title, asset.filename, asset.external_id = words.shown(title), words.shown(filename), external_id
    _check({"external_id": words.misfit_of_external_id(external_id) if external_id is not None else None})
    _save(asset)
    activity.record(caller, Act.ASSET_ADDED, target=asset.public_id, words=asset.title)
    return asset


def rename(asset: Asset, title: str) -> Asset:
    """Give it another title. Raises `AssetDoesNotFit`."""
    return amend(asset, title=title)


def amend(
    asset: Asset,
    *,
    by: Caller | None = None,
    title: str | EllipsisType = ...,
    external_id: str | EllipsisType | None = ...,
    meta: Mapping[str, str] | EllipsisType = ...,
) -> Asset:
    """Change what is given, all of it or nothing. Raises `AssetDoesNotFit` with every field that is refused, `ExternalIdTaken`."""
    misfits: dict[str, str | None] = {}
    before = _own_words(asset)
    if not isinstance(title, EllipsisType):
        misfits["title"] = words.misfit_of_title(title)
        asset.title = words.shown(title)
    if not isinstance(external_id, EllipsisType):
        misfits["external_id"] = words.misfit_of_external_id(external_id) if external_id is not None else None
        asset.external_id = external_id
    if not isinstance(meta, EllipsisType):
        misfits["meta"] = words.misfit_of_meta(meta)
        asset.meta = dict(meta)
    _check(misfits)
    asset.updated_at = clock.now()
    _save(asset, "title", "external_id", "meta", "updated_at")
    _write_down(by, Act.ASSET_CHANGED, asset, before=before, after=_own_words(asset))
    return asset


def _own_words(asset: Asset) -> dict[str, object]:
    return {"title": asset.title, "external_id": asset.external_id, "meta": dict(asset.meta)}


def _write_down(by: Caller | None, act: Act, asset: Asset, *, before: Mapping[str, object], after: Mapping[str, object]) -> None:
    """In the company's activity log, where somebody of it did something; what stayed as it was is left out."""
    changed = [field for field in before if before[field] != after[field]]
    if by and (changed or not before):
        was, now = ({field: one[field] for field in changed} for one in (before, after))
        activity.record(by, act, target=asset.public_id, words=asset.title, before=was, after=now)


def move(asset: Asset, *, to: Collection | None, by: Caller) -> Asset:
    """Put it into another collection that somebody sees, or into none. Raises `CollectionNeeded`, `CollectionNotFound`, `AssetNotFound`."""
    if to is None and by.collections is not None:
        raise CollectionNeeded
    # Neither the collection nor the asset may go out of reach meanwhile.
    if to and not Collection.objects.select_for_update(no_key=True).filter(company_id=by.company_id, id=to.id).exists():
        raise CollectionNotFound
    before, asset.collection, asset.updated_at = asset.collection, to, clock.now()
    if not within_reach(by).filter(id=asset.id).update(collection=to, updated_at=asset.updated_at):
        raise AssetNotFound
    named = [{"collection": one.name if one else None} for one in (before, to)]
    _write_down(by, Act.ASSET_MOVED, asset, before=named[0], after=named[1])
    return asset


def credit(asset: Asset, attribution: str) -> None:
    """Say whose work it is, where its licence asks for that."""
    asset.attribution = words.shown(attribution)
    asset.save(update_fields=["attribution"])


def mark(asset_id: uuid.UUID, status: Status, *, error: VidariumError | None = None) -> None:
    """Write down where it stands; an error says why it went no further."""
    Asset.objects.filter(id=asset_id).update(
        status=status,
        error_code=error.code if error else "",
        error_detail=error.detail[:1000] if error else "",
        updated_at=clock.now(),
    )


def _check(misfits: Mapping[str, str | None]) -> None:
    refused = {field: why for field, why in misfits.items() if why is not None}
    if refused:
        raise AssetDoesNotFit(refused)


def _save(asset: Asset, *fields: str) -> None:
    try:
        with transaction.atomic():
            asset.save(update_fields=fields or None)
    except IntegrityError as clash:
        if "external_id_once_a_company" in str(clash):
            raise ExternalIdTaken from clash
        raise


def keep(company_id: uuid.UUID, asset_id: uuid.UUID) -> bool:
    """Whether it is there; if so, nobody erases it until the transaction ends. Whoever adds a row beneath an asset asks first.

    Otherwise the row may come between an erasure's look at what hangs on the asset and its end, and stop it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM library_asset WHERE company_id = %s AND id = %s FOR KEY SHARE", [company_id, asset_id])
        return cursor.fetchone() is not None


# -- taking away -------------------------------------------------------------------------------------------------------
def retire(asset: Asset, *, by: Caller | None) -> Retirement:
    """Hide it and stop its playback at once; it goes for good when `UNDO` is over. A second time changes nothing."""
    retirement, made = Retirement.objects.get_or_create(
        asset=asset, defaults={"company_id": asset.company_id, "by_id": by.person_id if by else None, "due_at": clock.now() + UNDO}
    )
    if made:
        _write_down(by, Act.ASSET_DELETED, asset, before={}, after={})
        events.announce(AssetRetired(asset.company_id, asset.id))
    return retirement


def restore(asset: Asset, *, by: Caller | None = None) -> None:
    """Undo a retirement. Raises `AssetIsGone` where its time is over."""
    retirement = Retirement.objects.select_for_update().filter(asset=asset).first()
    if retirement is None:
        return
    if retirement.begun_at or retirement.due_at <= clock.now():
        raise AssetIsGone
    retirement.delete()
    _write_down(by, Act.ASSET_RESTORED, asset, before={}, after={})
    events.announce(AssetRestored(asset.company_id, asset.id))


def remove(asset: Asset, *, by: Caller | None = None) -> None:
    """Take it away now and for good, with every object and row. Called outside a transaction: it needs two of its own.

    The first makes it known that the asset goes; killed anywhere after that, the sweeper's `purge` completes it.
    """
    with transaction.atomic(durable=True), tenancy.within(asset.company_id):
        retire(asset, by=by)
        Retirement.objects.filter(asset=asset).update(due_at=clock.now(), begun_at=clock.now())
    _remove(asset.company_id, asset.id)


def purge(company_id: uuid.UUID, asset_id: uuid.UUID) -> None:
    """Remove an asset whose retirement is due; one that was brought back meanwhile stays. Called outside a transaction."""
    with transaction.atomic(durable=True), tenancy.within(company_id):
        due = Retirement.objects.filter(asset_id=asset_id, due_at__lte=clock.now()).update(begun_at=clock.now())
    if due:
        _remove(company_id, asset_id)


def _remove(company_id: uuid.UUID, asset_id: uuid.UUID) -> None:
    """Objects first, rows last: as long as a row is there, somebody knows that there is more to do."""
    with tenancy.within(company_id):
        upload_ids = list(Upload.objects.filter(asset_id=asset_id).values_list("id", flat=True))
    for upload_id in upload_ids:
        incoming.drop(company_id, upload_id)
    count = storage.store().delete_prefix(places.asset_prefix(company_id, asset_id))
    with transaction.atomic(durable=True), tenancy.within(company_id):
        erase(company_id, asset_id)
    log.info("asset removed", company=company_id.hex, asset=asset_id.hex, objects=count)


def erase(company_id: uuid.UUID, asset_id: uuid.UUID) -> None:
    """Delete the rows of an asset whose objects are gone, and remember to look for late ones. Nothing where there is none."""
    for asset in Asset.objects.select_for_update().filter(id=asset_id):
        events.announce(AssetRemoved(company_id, asset_id))
        Removal.objects.create(company_id=company_id, asset_id=asset_id)
        asset.delete()


def settle_removal(company_id: uuid.UUID, asset_id: uuid.UUID) -> None:
    """Delete what a worker put after the removal had begun, and forget the removal."""
    storage.store().delete_prefix(places.asset_prefix(company_id, asset_id))
    with tenancy.within(company_id):
        Removal.objects.filter(asset_id=asset_id).delete()
