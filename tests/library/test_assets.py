"""Assets: who finds them, what they are called, and how they go."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import cast
from tests.library import filming
from vidarium.foundation import clock, ids, tenancy
from vidarium.library import assets, places
from vidarium.library.errors import AssetDoesNotFit, AssetIsGone, AssetNotFound, ExternalIdTaken, UploadIsExpired
from vidarium.library.events import AssetRemoved, AssetRestored, AssetRetired
from vidarium.library.models import Asset, Removal, Retirement, Status, Upload


def is_due(asset: Asset) -> None:
    Retirement.objects.filter(asset=asset).update(due_at=clock.now() - timedelta(seconds=1))


# -- finding -----------------------------------------------------------------------------------------------------------
def test_a_company_finds_its_assets_newest_first(company: cast.Cast, stranger: cast.Cast) -> None:
    first, second = filming.begun(company).asset, filming.begun(company).asset
    filming.begun(stranger)
    with tenancy.within(company.id):
        assert list(assets.of(filming.caller_of(company))) == [second, first]
        assert assets.by_public_id(filming.caller_of(company), first.public_id) == first


def test_a_stranger_finds_nothing_and_is_told_what_anybody_is_told(company: cast.Cast, stranger: cast.Cast) -> None:
    asset = filming.begun(company).asset
    told = set()
    for text in (asset.public_id, ids.show("ast", ids.sortable()), "ast_1", "", ids.show("upl", asset.id)):
        with tenancy.within(stranger.id), pytest.raises(AssetNotFound) as refusal:
            assets.by_public_id(filming.caller_of(stranger), text)
        told.add(str(refusal.value))
    assert len(told) == 1


# -- changing ----------------------------------------------------------------------------------------------------------
def test_an_asset_is_renamed(company: cast.Cast) -> None:
    asset = filming.begun(company, title="Alt").asset
    before = asset.updated_at
    with tenancy.within(company.id):
        assets.rename(asset, " Ein neuer Name 新\u202e ")
    asset = filming.again(company, asset.id)
    assert asset.title == "Ein neuer Name 新\ufffd"
    assert asset.updated_at > before


def test_what_is_not_given_stays(company: cast.Cast) -> None:
    asset = filming.begun(company, title="Film", external_id="x").asset
    with tenancy.within(company.id):
        assets.amend(asset, meta={"a": "b"})
        assets.amend(asset, external_id=None)
    asset = filming.again(company, asset.id)
    assert (asset.title, asset.external_id, asset.meta) == ("Film", None, {"a": "b"})


def test_every_field_that_is_refused_is_named_and_nothing_is_changed(company: cast.Cast) -> None:
    asset = filming.begun(company, title="Film").asset
    with tenancy.within(company.id), pytest.raises(AssetDoesNotFit) as refusal:
        assets.amend(asset, title="", external_id="\ud800", meta={"a": 1})  # type: ignore[dict-item]  # a client may send it
    assert set(refusal.value.fields) == {"title", "external_id", "meta"}
    asset = filming.again(company, asset.id)
    assert asset.title == "Film"


def test_an_external_id_that_another_has_is_refused(company: cast.Cast) -> None:
    filming.begun(company, external_id="x")
    asset = filming.begun(company).asset
    with tenancy.within(company.id), pytest.raises(ExternalIdTaken):
        assets.amend(asset, external_id="x")


def test_where_it_stands_is_written_down_with_the_reason(company: cast.Cast) -> None:
    asset = filming.begun(company).asset
    with tenancy.within(company.id):
        assets.mark(asset.id, Status.FAILED, error=UploadIsExpired())
    asset = filming.again(company, asset.id)
    assert (asset.status, asset.error_code) == (Status.FAILED, "upload.expired")
    with tenancy.within(company.id):
        assets.mark(asset.id, Status.READY)
    asset = filming.again(company, asset.id)
    assert (asset.status, asset.error_code, asset.error_detail) == (Status.READY, "", "")


def test_whose_work_it_is_is_written_down(company: cast.Cast) -> None:
    asset = filming.begun(company).asset
    with tenancy.within(company.id):
        assets.credit(asset, "© Blender Foundation, CC BY 3.0")
    asset = filming.again(company, asset.id)
    assert asset.attribution == "© Blender Foundation, CC BY 3.0"


# -- retiring and bringing back ----------------------------------------------------------------------------------------
def test_a_retired_asset_is_hidden_at_once_and_announced_once(company: cast.Cast) -> None:
    asset = filming.begun(company).asset
    with filming.hearing() as heard, tenancy.within(company.id):
        retirement = assets.retire(asset, by=filming.caller_of(company))
        assert assets.retire(asset, by=None) == retirement
        assert not assets.of(filming.caller_of(company)).exists()
        assert assets.retired_by_public_id(filming.caller_of(company), asset.public_id) == asset
    assert heard == [AssetRetired(company.id, asset.id)]
    assert retirement.by_id == company.owner.id
    assert timedelta(seconds=29) < retirement.due_at - clock.now() < timedelta(seconds=30)


def test_an_asset_comes_back_within_its_time(company: cast.Cast) -> None:
    asset = filming.begun(company).asset
    with filming.hearing() as heard, tenancy.within(company.id):
        assets.retire(asset, by=None)
        assets.restore(asset)
        assets.restore(asset)
        assert assets.of(filming.caller_of(company)).get() == asset
        with pytest.raises(AssetNotFound):
            assets.retired_by_public_id(filming.caller_of(company), asset.public_id)
    assert heard == [AssetRetired(company.id, asset.id), AssetRestored(company.id, asset.id)]


def test_an_asset_does_not_come_back_too_late(company: cast.Cast) -> None:
    asset = filming.begun(company).asset
    with tenancy.within(company.id):
        assets.retire(asset, by=None)
        is_due(asset)
        with pytest.raises(AssetIsGone):
            assets.restore(asset)


def test_an_asset_does_not_come_back_once_its_bytes_began_to_go(company: cast.Cast) -> None:
    asset = filming.begun(company).asset
    with tenancy.within(company.id):
        assets.retire(asset, by=None)
        Retirement.objects.update(begun_at=clock.now())
        with pytest.raises(AssetIsGone):
            assets.restore(asset)


# -- removing ----------------------------------------------------------------------------------------------------------
@pytest.mark.promise("IV.3-a")
def test_removing_takes_every_row_and_object_and_is_announced(live: None, company: cast.Cast) -> None:
    asset, other = filming.arrived(company), filming.arrived(company)
    filming.put_cell(asset)
    with filming.hearing() as heard:
        assets.remove(asset)
    assert heard == [AssetRetired(company.id, asset.id), AssetRemoved(company.id, asset.id)]
    assert filming.objects(company) == [places.source_key(company.id, other.id)]
    with tenancy.within(company.id):
        assert list(Asset.objects.all()) == [other]
        assert list(Upload.objects.all()) == [other.upload]
        assert not Retirement.objects.exists()


def test_removing_an_asset_on_its_way_in_takes_its_part(company: cast.Cast) -> None:
    upload = filming.sent(filming.begun(company))
    assets.remove(upload.asset)
    assert filming.parts(company) == []


def test_removing_twice_is_removing_once(company: cast.Cast) -> None:
    asset = filming.arrived(company)
    assets.remove(asset)
    assets._remove(company.id, asset.id)
    assert not filming.is_there(company, asset)


def test_its_rows_are_still_there_while_its_removal_is_announced(company: cast.Cast) -> None:
    asset, found = filming.arrived(company), []
    with filming.hearing(lambda fact: found.append((type(fact), Asset.objects.filter(id=asset.id).exists()))):
        assets.remove(asset)
    assert found == [(AssetRetired, True), (AssetRemoved, True)]


def test_a_due_retirement_is_carried_out(company: cast.Cast) -> None:
    asset = filming.arrived(company)
    with tenancy.within(company.id):
        assets.retire(asset, by=None)
        is_due(asset)
    assets.purge(company.id, asset.id)
    assert filming.objects(company) == []
    assert not filming.is_there(company, asset)


def test_a_retirement_that_is_not_due_is_not_carried_out(company: cast.Cast) -> None:
    asset = filming.arrived(company)
    with tenancy.within(company.id):
        assets.retire(asset, by=None)
    assets.purge(company.id, asset.id)
    assert filming.is_there(company, asset)
    assert len(filming.objects(company)) == 1


def test_what_a_worker_put_too_late_goes_with_the_removals_settlement(company: cast.Cast) -> None:
    asset = filming.arrived(company)
    assets.remove(asset)
    filming.put_cell(asset)
    with tenancy.within(company.id):
        assert Removal.objects.get().asset_id == asset.id
    assets.settle_removal(company.id, asset.id)
    assert filming.objects(company) == []
    with tenancy.within(company.id):
        assert not Removal.objects.exists()
