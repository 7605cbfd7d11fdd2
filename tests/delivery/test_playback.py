"""An asset has one door; shut, it refuses every link; opened again, it knows the old ones."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings

from tests.cast import Cast
from tests.delivery import films
from vidarium.delivery import links, playback, tasks
from vidarium.delivery.links import Link
from vidarium.delivery.models import Playback, Revocation
from vidarium.foundation import clock, events, tenancy
from vidarium.library.events import AssetRemoved, AssetRestored, AssetRetired
from vidarium.library.models import Asset
from vidarium.production.models import Grid, Poster


@pytest.fixture
def film(company: Cast) -> films.Film:
    return films.planned(company)


def test_an_asset_has_one_door(film: films.Film, company: Cast) -> None:
    with tenancy.within(company.id):
        assert playback.door(film.asset).id == playback.door(film.asset).id
        assert Playback.objects.filter(asset=film.asset).count() == 1


def test_an_address_is_complete_and_opens_what_it_is_for(film: films.Film, company: Cast) -> None:
    with tenancy.within(company.id):
        address = playback.address(film.asset, film.grid)
    assert address["hls"].startswith(settings.ENVIRONMENT.public_url + "/p/")
    _, _, ply, token, name = urlsplit(address["hls"]).path.split("/")
    link = links.read(ply, token, ring=playback.ring(), at=clock.now())
    assert isinstance(link, Link)
    assert (link.company, link.asset, link.grid, name) == (company.id, film.asset.id, film.grid.id, "master.m3u8")
    assert address["id"] == ply


def test_an_address_lives_twelve_hours_at_least(film: films.Film, company: Cast) -> None:
    with tenancy.within(company.id):
        ply, token = urlsplit(playback.address(film.asset, film.grid)["hls"]).path.split("/")[2:4]
    soon = clock.now() + timedelta(hours=12, seconds=-1)
    assert isinstance(links.read(ply, token, ring=playback.ring(), at=soon), Link)
    assert not isinstance(links.read(ply, token, ring=playback.ring(), at=soon + links.ROUNDING + timedelta(seconds=2)), Link)


@pytest.mark.parametrize("state", [Poster.PENDING, Poster.NONE])
def test_a_film_without_a_still_has_no_address_for_one(film: films.Film, company: Cast, state: str) -> None:
    with tenancy.within(company.id):
        Grid.objects.filter(id=film.grid.id).update(poster=state)
        film.grid.refresh_from_db()
        assert playback.address(film.asset, film.grid)["poster"] is None


def test_a_revoked_playback_is_on_the_list_until_it_is_opened_again(film: films.Film, company: Cast) -> None:
    with tenancy.within(company.id):
        door = playback.door(film.asset).id
        playback.revoke(film.asset)
        playback.revoke(film.asset)
        assert playback.revoked() == {door}
        playback.reopen(film.asset)
        assert playback.revoked() == set()


@pytest.mark.usefixtures("live")
def test_the_list_is_read_without_a_company(film: films.Film, company: Cast) -> None:
    with tenancy.within(company.id):
        playback.revoke(film.asset)
        door = playback.door(film.asset).id
    assert Revocation.objects.count() == 0
    assert playback.revoked() == {door}


@pytest.mark.promise("IV.3-a")
@pytest.mark.usefixtures("live")
def test_a_deletion_shuts_the_door_and_its_undoing_opens_it(film: films.Film, company: Cast) -> None:
    with tenancy.within(company.id):
        door = playback.door(film.asset).id
        events.announce(AssetRetired(company.id, film.asset.id))
    assert playback.revoked() == {door}
    with tenancy.within(company.id):
        events.announce(AssetRestored(company.id, film.asset.id))
    assert playback.revoked() == set()


@pytest.mark.usefixtures("live")
def test_the_revocation_outlives_the_asset(film: films.Film, company: Cast) -> None:
    with tenancy.within(company.id):
        door = playback.door(film.asset).id
        events.announce(AssetRemoved(company.id, film.asset.id))
        Asset.objects.filter(id=film.asset.id).delete()
    assert playback.revoked() == {door}


def test_an_asset_that_nobody_could_play_goes_without_a_revocation(company: Cast) -> None:
    with tenancy.within(company.id):
        asset = Asset.objects.create(company_id=company.id)
        events.announce(AssetRemoved(company.id, asset.id))
        assert playback.revoked() == set()


def test_a_revocation_lasts_as_long_as_any_link_could(film: films.Film, company: Cast) -> None:
    with tenancy.within(company.id):
        playback.revoke(film.asset)
        row = Revocation.objects.get()
    assert row.expires_at - row.at == links.MAX_LIFE + links.ROUNDING


@pytest.mark.usefixtures("live")
def test_a_spent_revocation_is_forgotten_whosever_it_is(company: Cast, stranger: Cast, owner: psycopg.Connection[tuple[Any, ...]]) -> None:
    for cast in (company, stranger):
        film = films.planned(cast)
        with tenancy.within(cast.id):
            playback.revoke(film.asset)
    owner.execute("UPDATE delivery_revocation SET expires_at = now() WHERE company_id = %s", [company.id])
    tasks.forget_spent_revocations(timestamp=0)
    assert owner.execute("SELECT company_id FROM delivery_revocation").fetchall() == [(stranger.id,)]


@pytest.mark.usefixtures("live")
def test_the_edges_hear_of_a_revocation_when_it_is_committed(
    film: films.Film, company: Cast, owner: psycopg.Connection[tuple[Any, ...]]
) -> None:
    owner.execute(f"LISTEN {playback.REVOCATIONS}")
    with tenancy.within(company.id):
        playback.revoke(film.asset)
        door = playback.door(film.asset).id
        assert list(owner.notifies(timeout=0.2)) == []
    assert [heard.payload for heard in owner.notifies(timeout=5, stop_after=1)] == [door.hex]


def test_a_stranger_sees_no_playback(film: films.Film, stranger: Cast) -> None:
    with tenancy.within(stranger.id):
        assert Playback.objects.count() == 0
