"""What tests of the library do again and again: begin an upload, let its bytes arrive, hear what is announced."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests import cast
from vidarium.accounts.callers import Caller
from vidarium.foundation import events, storage, tenancy
from vidarium.library import incoming, places, tus, uploads
from vidarium.library.events import AssetArrived, AssetRemoved, AssetRestored, AssetRetired
from vidarium.library.models import Asset, Upload

FACTS = (AssetArrived, AssetRetired, AssetRestored, AssetRemoved)


def caller_of(company: cast.Cast) -> Caller:
    return Caller(company.id, company.owner.id)


def begun(company: cast.Cast, *, length: int = 4, **metadata: str) -> Upload:
    pairs = {key: value.encode() for key, value in metadata.items()}
    with tenancy.within(company.id):
        return uploads.begin(caller_of(company), length=length, metadata=tus.Metadata(pairs))


def sent(upload: Upload, content: bytes = b"film") -> Upload:
    """All its bytes are on the disk and acknowledged, and it is not finished yet."""
    with incoming.held(upload.company_id, upload.id) as part:
        part.start(0)
        part.write([content])
        part.sync()
    with tenancy.within(upload.company_id):
        return uploads.acknowledge(upload, offset=len(content))


def arrived(company: cast.Cast, content: bytes = b"film") -> Asset:
    """An asset whose source is in the store."""
    upload = sent(begun(company, length=len(content)), content)
    with tenancy.within(company.id):
        uploads.finish(upload)
    return again(company, upload.asset_id)


def again(company: cast.Cast, asset_id: uuid.UUID) -> Asset:
    """The asset as it stands now, with the upload that brought it."""
    with tenancy.within(company.id):
        return Asset.objects.select_related("upload").get(id=asset_id)


def is_there(company: cast.Cast, asset: Asset) -> bool:
    with tenancy.within(company.id):
        return Asset.objects.filter(id=asset.id).exists()


def put_cell(asset: Asset) -> str:
    """An object that production made for it."""
    key = f"{places.asset_prefix(asset.company_id, asset.id)}/g/0/v360/000000.m4s"
    storage.store().put_bytes(key, b"cell")
    return key


def objects(company: cast.Cast) -> list[str]:
    return list(storage.store().list(f"c/{company.id.hex}"))


def parts(company: cast.Cast) -> list[str]:
    folder = incoming.root() / company.id.hex
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


@contextmanager
def hearing(listener: Callable[[object], None] | None = None) -> Iterator[list[object]]:
    """Every fact of the library's that is announced meanwhile; nobody else hears them, but for `listener`."""
    heard: list[object] = []
    usual = {fact: list(events._ears[fact]) for fact in FACTS}
    for fact in FACTS:
        events._ears[fact][:] = [heard.append, *([listener] if listener else [])]
    try:
        yield heard
    finally:
        for fact in FACTS:
            events._ears[fact][:] = usual[fact]
