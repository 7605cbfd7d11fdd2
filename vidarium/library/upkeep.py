"""What must be seen to in every company from time to time: whatever was begun is carried to its end."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path

import structlog
from django.db import DatabaseError

from vidarium.accounts.models import Company
from vidarium.foundation import clock, storage, tenancy
from vidarium.foundation.errors import VidariumError
from vidarium.library import assets, incoming, uploads
from vidarium.library.lookups import ASSETS_EXPIRED, REMOVALS_SETTLED, RETIREMENTS_DUE, UPLOADS_COMPLETE, UPLOADS_OVERDUE
from vidarium.library.models import Upload

LATE = timedelta(minutes=1)
"""After this no worker is still putting an object of an asset whose rows are gone: it has found out."""
ORPHANED = timedelta(hours=1)
HALF_WRITTEN = timedelta(days=1)

log = structlog.get_logger("vidarium.library")


def sweep() -> None:
    """Carry on with everything that is due. Safe to run at any time, and twice at once."""
    now = clock.now()
    _each(UPLOADS_COMPLETE.ask(), uploads.settle)
    _each(UPLOADS_OVERDUE.ask(now), uploads.expire)
    _each(RETIREMENTS_DUE.ask(now), assets.purge)
    _each(ASSETS_EXPIRED.ask(now - uploads.REMEMBERED), _forget)
    _each(REMOVALS_SETTLED.ask(now - LATE), assets.settle_removal)


def tidy() -> None:
    """Drop files that belong to nothing: parts without an upload, objects that were never whole."""
    storage.store().tidy(older_than_seconds=HALF_WRITTEN.total_seconds(), now=time.time())
    root = incoming.root()
    for folder in sorted(root.iterdir()) if root.is_dir() else ():
        company_id = _id_of(folder)
        if company_id:
            _drop_orphans(company_id, [path for path in folder.iterdir() if _is_old(path)])


def _each(found: Iterable[tuple[uuid.UUID, uuid.UUID]], verb: Callable[[uuid.UUID, uuid.UUID], None]) -> None:
    """One that can't be seen to now does not hold up the others; it comes again with the next sweep."""
    for company_id, its_id in found:
        try:
            verb(company_id, its_id)
        except (VidariumError, OSError, DatabaseError) as trouble:
            log.warning("sweep failed", verb=verb.__name__, company=company_id.hex, id=its_id.hex, error=type(trouble).__name__)


def _forget(company_id: uuid.UUID, asset_id: uuid.UUID) -> None:
    """The library has shown for long enough that this upload expired."""
    with tenancy.within(company_id):
        asset = assets.everything(company_id).filter(id=asset_id).first()
    if asset:
        assets.remove(asset)


def _drop_orphans(company_id: uuid.UUID, parts: list[Path]) -> None:
    """A row is there before its part. A company that this database does not know is not ours to judge."""
    with tenancy.within(company_id):
        known = Company.objects.filter(id=company_id).exists()
        alive = set(Upload.objects.filter(company_id=company_id, finished_at=None).values_list("id", flat=True))
    for part in parts if known else ():
        upload_id = _id_of(part)
        if upload_id and upload_id not in alive:
            incoming.drop(company_id, upload_id)


def _id_of(path: Path) -> uuid.UUID | None:
    """The id that a file or folder is named for, None where it is none of ours."""
    try:
        found = uuid.UUID(hex=path.name)
    except ValueError:
        return None
    return found if found.hex == path.name else None


def _is_old(path: Path) -> bool:
    return time.time() - path.lstat().st_mtime > ORPHANED.total_seconds()
