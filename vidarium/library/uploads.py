"""Uploads: begun, acknowledged piece by piece, finished into the store, or given up.

Every verb but `expire` and `settle` runs inside `tenancy.within(company)`, in its caller's transaction.
"""

from __future__ import annotations

import uuid
from contextlib import suppress
from datetime import timedelta

from django.db import transaction
from django.db.models import Sum

from vidarium.accounts.callers import Caller
from vidarium.accounts.models import Company
from vidarium.foundation import clock, events, ids, storage, tenancy
from vidarium.library import assets, collections, incoming, places, tus, words
from vidarium.library.errors import (
    QuotaIsSpent,
    TooManyUploads,
    UploadIsBusy,
    UploadIsClosed,
    UploadIsExpired,
    UploadIsLost,
    UploadNotFound,
    UploadTooLarge,
)
from vidarium.library.events import AssetArrived
from vidarium.library.models import Asset, Status, Upload

LIFE = timedelta(days=7)
"""How long an upload waits for its next byte: over a weekend and a holiday."""
REMEMBERED = timedelta(days=1)
"""How long the library shows that an upload expired, before its asset goes too."""
MOST_OPEN = 10_000
"""Unfinished uploads of one company."""


def begin(caller: Caller, *, length: int, metadata: tus.Metadata, number: uuid.UUID | None = None) -> Upload:
    """An upload of `length` bytes, and the asset that it brings. One of no bytes is finished at once. `number`: its own, 128 random bits.

    Raises `UploadTooLarge`, `QuotaIsSpent`, `TooManyUploads`, `AssetDoesNotFit`, `ExternalIdTaken`, `CollectionNotFound`,
    `CollectionNeeded`.
    """
    # One at a time in a company: two that begin together must not both get the last of the room.
    company = Company.objects.select_for_update(no_key=True).get(id=caller.company_id)
    collection = collections.landing(caller, metadata.text("collection"))
    _check_room(company, length)
    filename = metadata.text("filename") or ""
    asset = assets.add(
        caller,
        title=words.shown(metadata.text("title") or "") or words.title_of(filename),
        filename=filename,
        external_id=metadata.text("external_id") or None,
        size_bytes=length,
        collection=collection,
    )
    upload = Upload.objects.create(
        id=number or ids.unguessable(), company=company, asset=asset, length=length, metadata=metadata.header(),
        expires_at=clock.now() + LIFE,
    )  # fmt: skip
    return finish(upload) if length == 0 else upload


def _check_room(company: Company, length: int) -> None:
    if length > company.max_upload_bytes:
        raise UploadTooLarge(f"This file has {length} bytes; your company may upload {company.max_upload_bytes} in one piece.")
    taken = Asset.objects.filter(company=company).aggregate(bytes=Sum("size_bytes"))["bytes"] or 0
    if taken + length > company.quota_bytes:
        raise QuotaIsSpent
    if Upload.objects.filter(company=company, finished_at=None).count() >= MOST_OPEN:
        raise TooManyUploads


def by_public_id(caller: Caller, text: str) -> Upload:
    """The upload `upl_…`. Raises `UploadNotFound`, in the same words for a foreign one and for one that never was."""
    upload_id = ids.read("upl", text)
    within = Upload.objects.filter(asset__in=assets.within_reach(caller))
    upload = within.filter(company_id=caller.company_id, id=upload_id).first() if upload_id else None
    if upload is None:
        raise UploadNotFound
    return upload


def status(caller: Caller, text: str) -> Upload:
    """As `by_public_id`, for one that may still go on or has ended well. Raises `UploadNotFound`, `UploadIsExpired`."""
    upload = by_public_id(caller, text)
    if is_expired(upload):
        raise UploadIsExpired
    return upload


def is_expired(upload: Upload) -> bool:
    return upload.finished_at is None and upload.expires_at <= clock.now()


def of(asset: Asset) -> Upload | None:
    """The upload that brings, or brought, this asset."""
    return Upload.objects.filter(asset=asset).first()


def acknowledge(upload: Upload, *, offset: int) -> Upload:
    """Write down that the bytes before `offset` are durable. Raises `UploadNotFound`, `UploadIsExpired`, `UploadIsClosed`."""
    now = clock.now()
    standing = Upload.objects.filter(id=upload.id, finished_at=None, expires_at__gt=now, offset__lte=offset, length__gte=offset)
    if not standing.update(offset=offset, expires_at=now + LIFE):
        _explain(upload.id)
    upload.offset, upload.expires_at = offset, now + LIFE
    return upload


def _explain(upload_id: uuid.UUID) -> None:
    upload = Upload.objects.filter(id=upload_id).first()
    if upload is None:
        raise UploadNotFound
    raise UploadIsExpired if is_expired(upload) else UploadIsClosed


def finish(upload: Upload) -> Upload:
    """Move the file into the store by renaming it, and announce that the asset has arrived. A second time changes nothing.

    Killed between the rename and the commit, it finds the file in the store the next time. Raises `UploadIsLost`,
    `UploadNotFound`.
    """
    locked = Upload.objects.select_for_update().filter(id=upload.id).first()
    if locked is None:
        raise UploadNotFound
    if locked.finished_at is None:
        _shelve(locked)
        locked.finished_at = clock.now()
        locked.save(update_fields=["finished_at"])
        assets.mark(locked.asset_id, Status.PREPARING)
        events.announce(AssetArrived(locked.company_id, locked.asset_id))
    return locked


def _shelve(upload: Upload) -> None:
    part = incoming.path_of(upload.company_id, upload.id)
    store, key = storage.store(), places.source_key(upload.company_id, upload.asset_id)
    if upload.offset == upload.length == 0:
        store.put_bytes(key, b"")
    elif part.is_file() and part.stat().st_size == upload.offset == upload.length:
        store.put(key, part)
    elif not (store.exists(key) and store.size(key) == upload.length):
        raise UploadIsLost


def terminate(upload: Upload) -> None:
    """Forget an upload, its bytes and its asset. Raises `UploadIsClosed` once it is finished, `UploadNotFound`."""
    locked = Upload.objects.select_for_update().filter(id=upload.id).first()
    if locked is None:
        raise UploadNotFound
    if locked.finished_at:
        raise UploadIsClosed
    assets.erase(locked.company_id, locked.asset_id)
    transaction.on_commit(lambda: incoming.drop(locked.company_id, locked.id))


def expire(company_id: uuid.UUID, upload_id: uuid.UUID) -> None:
    """Give up an upload that nobody goes on with: its bytes go, its asset says why."""
    with tenancy.within(company_id):
        upload = Upload.objects.select_for_update().filter(id=upload_id).first()
        if upload and is_expired(upload):
            # Bytes before rows: on a full disk the database may not be able to write before there is room again.
            incoming.drop(company_id, upload_id)
            Asset.objects.filter(id=upload.asset_id).update(size_bytes=0)
            assets.mark(upload.asset_id, Status.FAILED, error=UploadIsExpired())


def settle(company_id: uuid.UUID, upload_id: uuid.UUID) -> None:
    """Finish an upload whose last byte was acknowledged by a process that died before it could."""
    with suppress(UploadIsBusy), incoming.held(company_id, upload_id), tenancy.within(company_id):
        upload = Upload.objects.filter(id=upload_id, finished_at=None).first()
        if upload and upload.offset == upload.length:
            _finish_or_fail(upload)
        if upload is None or upload.offset == upload.length:
            incoming.drop(company_id, upload_id)


def _finish_or_fail(upload: Upload) -> None:
    try:
        with transaction.atomic():
            finish(upload)
    except UploadIsLost as lost:
        assets.mark(upload.asset_id, Status.FAILED, error=lost)
