"""Uploads, from the first declared byte to the store."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction

from tests import cast
from tests.library import filming
from vidarium.accounts.callers import Caller
from vidarium.accounts.models import Company
from vidarium.foundation import clock, ids, storage, tenancy
from vidarium.library import assets, incoming, places, tus, uploads
from vidarium.library.errors import (
    AssetDoesNotFit,
    ExternalIdTaken,
    QuotaIsSpent,
    TooManyUploads,
    UploadIsBusy,
    UploadIsClosed,
    UploadIsExpired,
    UploadIsLost,
    UploadNotFound,
    UploadTooLarge,
)
from vidarium.library.events import AssetArrived, AssetRemoved
from vidarium.library.models import Asset, Status, Upload


def long_ago(upload: Upload) -> None:
    """Nobody has gone on with it for longer than an upload lives."""
    with tenancy.within(upload.company_id):
        Upload.objects.filter(id=upload.id).update(expires_at=clock.now() - timedelta(seconds=1))


# -- beginning ---------------------------------------------------------------------------------------------------------
def test_an_upload_begins_with_its_asset(company: cast.Cast) -> None:
    upload = filming.begun(company, length=10, filename="Ein Film.mp4", external_id="x-1")
    asset = upload.asset
    assert (asset.title, asset.filename, asset.external_id, asset.status) == ("Ein Film", "Ein Film.mp4", "x-1", Status.UPLOADING)
    assert (asset.size_bytes, asset.added_by_id) == (10, company.owner.id)
    assert (upload.offset, upload.length) == (0, 10)
    assert upload.expires_at > clock.now() + timedelta(days=6)


def test_a_title_that_is_given_is_taken(company: cast.Cast) -> None:
    assert filming.begun(company, filename="a.mp4", title="Der Film").asset.title == "Der Film"
    assert filming.begun(company, filename="a.mp4", title=" \n ").asset.title == "\ufffd"


def test_an_external_id_is_a_companys_once(company: cast.Cast, stranger: cast.Cast) -> None:
    filming.begun(company, external_id="x")
    with pytest.raises(ExternalIdTaken):
        filming.begun(company, external_id="x")
    assert filming.begun(stranger, external_id="x").asset.external_id == "x"


def test_an_external_id_that_can_not_be_kept_is_refused(company: cast.Cast) -> None:
    with pytest.raises(AssetDoesNotFit) as refusal:
        filming.begun(company, external_id="a\0b")
    assert set(refusal.value.fields) == {"external_id"}


def test_an_upload_of_no_bytes_has_arrived(company: cast.Cast) -> None:
    with filming.hearing() as heard:
        upload = filming.begun(company, length=0)
    assert heard == [AssetArrived(company.id, upload.asset_id)]
    assert storage.store().size(places.source_key(company.id, upload.asset_id)) == 0


# -- limits ------------------------------------------------------------------------------------------------------------
def limit(company: cast.Cast, **limits: int) -> None:
    with tenancy.within(company.id):
        Company.objects.filter(id=company.id).update(**limits)


def test_a_file_larger_than_the_company_may_send_is_refused(company: cast.Cast) -> None:
    limit(company, max_upload_bytes=100)
    filming.begun(company, length=100)
    with pytest.raises(UploadTooLarge):
        filming.begun(company, length=101)


def test_declared_bytes_count_against_the_quota(company: cast.Cast) -> None:
    limit(company, quota_bytes=100)
    filming.begun(company, length=60)
    with pytest.raises(QuotaIsSpent):
        filming.begun(company, length=41)
    filming.begun(company, length=40)


def test_stored_bytes_count_until_they_are_gone(company: cast.Cast) -> None:
    limit(company, quota_bytes=4)
    asset = filming.arrived(company)
    with pytest.raises(QuotaIsSpent):
        filming.begun(company, length=1)
    assets.remove(asset)
    filming.begun(company, length=4)


def test_terminated_bytes_do_not_count(company: cast.Cast) -> None:
    limit(company, quota_bytes=4)
    upload = filming.begun(company)
    with tenancy.within(company.id):
        uploads.terminate(upload)
    filming.begun(company, length=4)


def test_u10_a_company_may_have_so_many_open_uploads(company: cast.Cast) -> None:
    first = filming.begun(company, length=1)
    insert = (
        "WITH made AS (INSERT INTO library_asset (id, company_id, title, filename, meta, attribution, size_bytes, status, error_code, "
        "error_detail, created_at, updated_at) SELECT gen_random_uuid(), %s, '', '', '{}', '', 0, 'uploading', '', '', now(), now() "
        "FROM generate_series(2, %s) RETURNING id) "
        """INSERT INTO library_upload (id, company_id, asset_id, length, "offset", metadata, created_at, expires_at) """
        "SELECT gen_random_uuid(), %s, id, 1, 0, '', now(), now() + interval '1 day' FROM made"
    )
    with tenancy.within(company.id), connection.cursor() as cursor:
        cursor.execute(insert, [company.id, uploads.MOST_OPEN, company.id])
    with pytest.raises(TooManyUploads):
        filming.begun(company, length=1)
    with tenancy.within(company.id):
        uploads.terminate(first)
    filming.begun(company, length=1)


# -- finding -----------------------------------------------------------------------------------------------------------
@pytest.mark.promise("P-c")
def test_an_upload_is_found_by_its_company_alone(company: cast.Cast, stranger: cast.Cast) -> None:
    upload = filming.begun(company)
    with tenancy.within(company.id):
        assert uploads.status(filming.caller_of(company), upload.public_id) == upload
    for text in (upload.public_id, "upl_1", "", ids.show("upl", ids.unguessable()), ids.show("ast", upload.id)):
        with pytest.raises(UploadNotFound), tenancy.within(stranger.id):
            uploads.by_public_id(filming.caller_of(stranger), text)


def test_the_database_alone_hides_it_from_strangers(live: None, company: cast.Cast, stranger: cast.Cast) -> None:
    upload = filming.begun(company)
    with pytest.raises(UploadNotFound), tenancy.within(stranger.id):
        uploads.by_public_id(Caller(company.id), upload.public_id)


# -- going on ----------------------------------------------------------------------------------------------------------
def test_an_acknowledged_offset_is_kept_and_prolongs_the_upload(company: cast.Cast) -> None:
    upload = filming.begun(company)
    soon = clock.now() + timedelta(seconds=30)
    with tenancy.within(company.id):
        Upload.objects.filter(id=upload.id).update(expires_at=soon)
        uploads.acknowledge(upload, offset=3)
        kept = uploads.status(filming.caller_of(company), upload.public_id)
    assert kept.offset == 3
    assert kept.expires_at > soon


@pytest.mark.parametrize("offset", [2, 5])
def test_an_offset_never_goes_back_nor_beyond_the_length(company: cast.Cast, offset: int) -> None:
    upload = filming.begun(company)
    with tenancy.within(company.id):
        uploads.acknowledge(upload, offset=3)
        with pytest.raises(UploadIsClosed):
            uploads.acknowledge(upload, offset=offset)


def test_an_expired_upload_does_not_go_on(company: cast.Cast) -> None:
    upload = filming.begun(company)
    long_ago(upload)
    with tenancy.within(company.id):
        with pytest.raises(UploadIsExpired):
            uploads.acknowledge(upload, offset=3)
        with pytest.raises(UploadIsExpired):
            uploads.status(filming.caller_of(company), upload.public_id)


def test_an_upload_that_was_terminated_does_not_go_on(company: cast.Cast) -> None:
    upload = filming.begun(company)
    with tenancy.within(company.id):
        uploads.terminate(upload)
        with pytest.raises(UploadNotFound):
            uploads.acknowledge(upload, offset=3)
        with pytest.raises(UploadNotFound):
            uploads.finish(upload)
        with pytest.raises(UploadNotFound):
            uploads.terminate(upload)


# -- finishing ---------------------------------------------------------------------------------------------------------
def test_a_finished_upload_is_in_the_store_and_announced_once(company: cast.Cast) -> None:
    upload = filming.sent(filming.begun(company))
    with filming.hearing() as heard, tenancy.within(company.id):
        finished = uploads.finish(upload)
        uploads.finish(upload)
    assert heard == [AssetArrived(company.id, upload.asset_id)]
    assert finished.finished_at
    assert filming.again(company, upload.asset_id).status == Status.PREPARING
    assert storage.store().path(places.source_key(company.id, upload.asset_id)).read_bytes() == b"film"
    assert filming.parts(company) == []


def test_killed_after_the_rename_it_is_finished_the_next_time(company: cast.Cast) -> None:
    upload = filming.sent(filming.begun(company))
    storage.store().put(places.source_key(company.id, upload.asset_id), incoming.path_of(company.id, upload.id))
    with filming.hearing() as heard:
        uploads.settle(company.id, upload.id)
        uploads.settle(company.id, upload.id)
    assert heard == [AssetArrived(company.id, upload.asset_id)]
    assert filming.parts(company) == []


def test_what_is_announced_and_what_is_written_down_are_undone_together(live: None, company: cast.Cast) -> None:
    upload = filming.sent(filming.begun(company))
    with tenancy.within(company.id):
        uploads.finish(upload)
        transaction.set_rollback(True)
    with tenancy.within(company.id):
        assert Asset.objects.get(id=upload.asset_id).status == Status.UPLOADING
        uploads.finish(upload)
        assert Asset.objects.get(id=upload.asset_id).status == Status.PREPARING


def test_bytes_that_are_not_there_are_not_finished(company: cast.Cast) -> None:
    upload = filming.sent(filming.begun(company))
    incoming.drop(company.id, upload.id)
    with tenancy.within(company.id), pytest.raises(UploadIsLost):
        uploads.finish(upload)
    uploads.settle(company.id, upload.id)
    asset = filming.again(company, upload.asset_id)
    assert (asset.status, asset.error_code) == (Status.FAILED, "upload.lost")


def test_an_upload_that_somebody_holds_is_left_to_them(company: cast.Cast) -> None:
    upload = filming.sent(filming.begun(company))
    with incoming.held(company.id, upload.id):
        uploads.settle(company.id, upload.id)
    assert filming.again(company, upload.asset_id).status == Status.UPLOADING


# -- giving up ---------------------------------------------------------------------------------------------------------
def test_terminating_takes_bytes_rows_and_asset(live: None, company: cast.Cast) -> None:
    upload = filming.sent(filming.begun(company))
    with filming.hearing() as heard, tenancy.within(company.id):
        uploads.terminate(upload)
    assert heard == [AssetRemoved(company.id, upload.asset_id)]
    assert filming.parts(company) == []
    with tenancy.within(company.id):
        assert not Asset.objects.exists()
        assert not Upload.objects.exists()


def test_a_finished_upload_is_not_terminated(company: cast.Cast) -> None:
    asset = filming.arrived(company)
    with tenancy.within(company.id), pytest.raises(UploadIsClosed):
        uploads.terminate(asset.upload)


def test_an_expired_upload_fails_its_asset_and_frees_its_bytes(company: cast.Cast) -> None:
    upload = filming.sent(filming.begun(company, length=10))
    long_ago(upload)
    uploads.expire(company.id, upload.id)
    asset = filming.again(company, upload.asset_id)
    assert (asset.status, asset.error_code, asset.size_bytes) == (Status.FAILED, "upload.expired", 0)
    assert asset.error_detail == UploadIsExpired.sentence()
    assert filming.parts(company) == []


def test_an_upload_that_goes_on_does_not_expire(company: cast.Cast) -> None:
    upload = filming.sent(filming.begun(company, length=10))
    uploads.expire(company.id, upload.id)
    assert filming.again(company, upload.asset_id).status == Status.UPLOADING
    assert filming.parts(company) == [upload.id.hex]


# -- parts -------------------------------------------------------------------------------------------------------------
def test_a_part_has_one_writer(company: cast.Cast) -> None:
    upload = filming.begun(company)
    with incoming.held(company.id, upload.id) as part:
        began = clock.now().timestamp()
        assert not part.is_wanted_since(began + 1)
        with pytest.raises(UploadIsBusy):
            incoming.take(company.id, upload.id)
        assert part.is_wanted_since(began - 1)
    incoming.take(company.id, upload.id).close()


def test_a_part_that_was_dropped_is_noticed_by_its_writer(company: cast.Cast) -> None:
    upload = filming.begun(company)
    with incoming.held(company.id, upload.id) as part:
        assert not part.is_gone()
        incoming.drop(company.id, upload.id)
        assert part.is_gone()
        with incoming.held(company.id, upload.id):
            assert part.is_gone()


def test_metadata_is_repeated_as_it_was_sent(company: cast.Cast) -> None:
    pairs = tus.read_metadata("filename Li4vYS5tcDQ=,seen")
    with tenancy.within(company.id):
        assert uploads.begin(filming.caller_of(company), length=1, metadata=pairs).metadata == "filename Li4vYS5tcDQ=,seen"
