"""The sweeper: what was begun is carried to its end, whoever died on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import uuid
from datetime import timedelta
from pathlib import Path

import pytest

from tests import cast
from tests.library import filming
from vidarium.foundation import clock, storage, tenancy
from vidarium.library import assets, incoming, upkeep, uploads
from vidarium.library.events import AssetArrived
from vidarium.library.models import Asset, Removal, Retirement, Status, Upload

pytestmark = pytest.mark.usefixtures("live")

DIES_BETWEEN_OBJECTS_AND_ROWS = """
import os, signal, sys, uuid, django
django.setup()
from vidarium.foundation import storage, tenancy
from vidarium.library import assets
from vidarium.library.models import Asset

company_id, asset_id = map(uuid.UUID, sys.argv[1:])
delete = storage.LocalStore.delete_prefix
storage.LocalStore.delete_prefix = lambda *given: (delete(*given), os.kill(os.getpid(), signal.SIGKILL))
with tenancy.within(company_id):
    asset = Asset.objects.get(id=asset_id)
assets.remove(asset)
"""


@pytest.mark.promise("IV.3-a")
def test_a_retirement_is_carried_out_when_it_is_due(company: cast.Cast, stranger: cast.Cast) -> None:
    asset, other = filming.arrived(company), filming.arrived(stranger)
    for who, which in ((company, asset), (stranger, other)):
        with tenancy.within(who.id):
            assets.retire(which, by=None)
    with tenancy.within(company.id):
        Retirement.objects.update(due_at=clock.now())
    upkeep.sweep()
    assert filming.objects(company) == []
    assert len(filming.objects(stranger)) == 1
    with tenancy.within(company.id):
        assert not Asset.objects.exists()


def test_a_removal_whose_process_was_killed_is_completed(company: cast.Cast) -> None:
    asset = filming.arrived(company)
    words = [sys.executable, "-c", DIES_BETWEEN_OBJECTS_AND_ROWS, str(company.id), str(asset.id)]
    died = subprocess.run(words, env=os.environ.copy(), cwd=Path(__file__).parents[2], check=False)
    assert died.returncode == -signal.SIGKILL
    with tenancy.within(company.id):
        assert Asset.objects.filter(id=asset.id).exists()
        assert not assets.of(filming.caller_of(company)).exists()
    upkeep.sweep()
    with tenancy.within(company.id):
        assert not Asset.objects.exists()


def test_an_expired_upload_fails_and_a_day_later_its_asset_goes(company: cast.Cast) -> None:
    upload = filming.sent(filming.begun(company, length=10))
    with tenancy.within(company.id):
        Upload.objects.update(expires_at=clock.now())
    upkeep.sweep()
    with tenancy.within(company.id):
        assert Asset.objects.get(id=upload.asset_id).status == Status.FAILED
        Upload.objects.update(expires_at=clock.now() - uploads.REMEMBERED + timedelta(minutes=1))
    upkeep.sweep()
    with tenancy.within(company.id):
        assert Asset.objects.exists()
        Upload.objects.update(expires_at=clock.now() - uploads.REMEMBERED)
    upkeep.sweep()
    with tenancy.within(company.id):
        assert not Asset.objects.exists()
        assert not Upload.objects.exists()


def test_an_upload_whose_last_byte_was_acknowledged_is_finished(company: cast.Cast) -> None:
    upload = filming.sent(filming.begun(company))
    with filming.hearing() as heard:
        upkeep.sweep()
        upkeep.sweep()
    assert heard == [AssetArrived(company.id, upload.asset_id)]


def test_one_that_can_not_be_seen_to_does_not_hold_up_the_others(company: cast.Cast) -> None:
    stuck, fine = filming.arrived(company), filming.arrived(company)
    with tenancy.within(company.id):
        for asset in (stuck, fine):
            assets.retire(asset, by=None)
        Retirement.objects.update(due_at=clock.now())
    path = storage.store().path(filming.objects(company)[0])
    path.unlink()
    path.parent.rmdir()
    # A file where a folder should be: what lies under it can't be listed.
    path.parent.write_bytes(b"")
    upkeep.sweep()
    with tenancy.within(company.id):
        assert not Asset.objects.filter(id=fine.id).exists()


def test_late_objects_go_once_the_removal_is_a_minute_old(company: cast.Cast) -> None:
    asset = filming.arrived(company)
    assets.remove(asset)
    filming.put_cell(asset)
    upkeep.sweep()
    assert len(filming.objects(company)) == 1
    with tenancy.within(company.id):
        Removal.objects.update(at=clock.now() - upkeep.LATE)
    upkeep.sweep()
    assert filming.objects(company) == []


# -- files that belong to nothing --------------------------------------------------------------------------------------
def old(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"bytes")
    os.utime(path, (1, 1))
    return path


def test_a_part_without_an_upload_is_dropped_and_others_stay(company: cast.Cast) -> None:
    upload = filming.sent(filming.begun(company))
    os.utime(incoming.path_of(company.id, upload.id), (1, 1))
    orphan = old(incoming.path_of(company.id, uuid.uuid4()))
    fresh = old(incoming.path_of(company.id, uuid.uuid4()))
    os.utime(fresh)
    unknown = old(incoming.path_of(uuid.uuid4(), uuid.uuid4()))
    odd = old(incoming.root() / company.id.hex / "README")
    upkeep.tidy()
    assert not orphan.exists()
    assert all(path.exists() for path in (fresh, unknown, odd, incoming.path_of(company.id, upload.id)))


def test_what_was_never_whole_is_dropped_after_a_day() -> None:
    half = old(storage.store().root / storage.INCOMING / "half")
    upkeep.tidy()
    assert not half.exists()
