"""Collections: made, renamed, deleted, filled; and what is seen and done by somebody who is limited to some."""

from __future__ import annotations

import pytest

from tests import piles, places
from tests.cast import Cast
from vidarium.accounts.activity import Act
from vidarium.accounts.callers import Caller
from vidarium.accounts.errors import NotAllowed
from vidarium.accounts.models import Activity, Person
from vidarium.foundation import ids, tenancy
from vidarium.library import assets, authors, collections, tus, uploads
from vidarium.library.errors import (
    AssetNotFound,
    CollectionDoesNotFit,
    CollectionNameTaken,
    CollectionNeeded,
    CollectionNotFound,
    TooManyCollections,
    UploadNotFound,
)
from vidarium.library.models import Collection, Upload


def line(company: Cast, act: Act) -> Activity:
    with tenancy.within(company.id):
        return Activity.objects.get(act=act)


def make(company: Cast, name: str, *, by: Person | None = None) -> Collection:
    with tenancy.within(company.id):
        return collections.make(by=places.caller(company, by or company.owner), name=name)


def begin(company: Cast, by: Caller, **metadata: str) -> Upload:
    with tenancy.within(company.id):
        return uploads.begin(by, length=4, metadata=tus.Metadata({key: value.encode() for key, value in metadata.items()}))


# -- keeping -----------------------------------------------------------------------------------------------------------
def test_an_editor_makes_one_and_it_is_written_down(company: Cast) -> None:
    made = make(company, "  Trailers\n", by=company.teammate)
    told = line(company, Act.COLLECTION_MADE)
    assert (made.name, made.added_by_id, told.target, told.words) == ("Trailers", company.teammate.id, made.public_id, "Trailers")
    assert made.public_id.startswith("col_")


@pytest.mark.parametrize("name", ["", "   ", "\u202e\x00", "x" * 121])
def test_a_name_that_is_none_is_refused(company: Cast, name: str) -> None:
    with pytest.raises(CollectionDoesNotFit):
        make(company, name)


def test_a_name_stands_once_in_whatever_case(company: Cast, stranger: Cast) -> None:
    first = make(company, "Straße")
    make(company, "Trailers")
    make(stranger, "Trailers")
    with pytest.raises(CollectionNameTaken):
        make(company, "TRAILERS")
    with tenancy.within(company.id), pytest.raises(CollectionNameTaken):
        collections.rename(first, by=places.caller(company, company.owner), name="trailers")


def test_another_name_in_another_case_is_no_clash_with_itself(company: Cast) -> None:
    made = make(company, "trailers")
    with tenancy.within(company.id):
        collections.rename(made, by=places.caller(company, company.owner), name="Trailers")
    told = line(company, Act.COLLECTION_RENAMED)
    assert (told.before, told.after) == ({"name": "trailers"}, {"name": "Trailers"})


def test_there_are_so_many_and_no_more(company: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collections, "MOST", 2)
    make(company, "One")
    make(company, "Two")
    with pytest.raises(TooManyCollections):
        make(company, "Three")


def test_what_lay_in_a_deleted_one_stays_in_none(company: Cast) -> None:
    made = make(company, "Trailers")
    film = piles.film(company, "Dune", into=made)
    with tenancy.within(company.id):
        collections.delete(made, by=places.caller(company, company.owner))
    assert piles.place_of(company, film) is None
    assert line(company, Act.COLLECTION_DELETED).before == {"name": "Trailers", "videos": 1}


def test_a_viewer_keeps_none(company: Cast) -> None:
    viewer = places.added(company, "viewer@acme.example")
    with pytest.raises(NotAllowed):
        make(company, "Trailers", by=viewer)


def test_a_strangers_collection_is_as_one_that_never_was(company: Cast, stranger: Cast) -> None:
    theirs = piles.made(stranger, "Theirs")
    with tenancy.within(company.id):
        for text in (theirs.public_id, ids.show("col", ids.sortable()), "col_x", ""):
            with pytest.raises(CollectionNotFound) as refused:
                collections.by_public_id(places.caller(company, company.owner), text)
            assert refused.value.detail == CollectionNotFound.sentence()


# -- moving ------------------------------------------------------------------------------------------------------------
def test_a_video_is_moved_and_it_is_written_down(company: Cast) -> None:
    there, film = piles.made(company, "Trailers"), piles.film(company, "Dune")
    by = places.caller(company, company.teammate)
    with tenancy.within(company.id):
        assets.move(assets.by_public_id(by, film.public_id), to=there, by=by)
    told = line(company, Act.ASSET_MOVED)
    assert piles.place_of(company, film) == "Trailers"
    assert (told.words, told.before, told.after) == ("Dune", {"collection": None}, {"collection": "Trailers"})


def test_whoever_is_limited_moves_within_their_limit_alone(company: Cast) -> None:
    mine, other, beyond = (piles.made(company, name) for name in ("Mine", "Other", "Beyond"))
    by = places.caller(company, piles.limited(company, "mei@acme.example", mine, other))
    film, foreign = piles.film(company, "Dune", into=mine), piles.film(company, "Alien", into=beyond)
    with tenancy.within(company.id):
        with pytest.raises(CollectionNotFound):
            assets.move(film, to=collections.by_public_id(by, beyond.public_id), by=by)
        with pytest.raises(CollectionNeeded):
            assets.move(film, to=None, by=by)
        with pytest.raises(AssetNotFound):
            assets.move(foreign, to=mine, by=by)
        assets.move(film, to=other, by=by)
    assert (piles.place_of(company, film), piles.place_of(company, foreign)) == ("Other", "Beyond")


def test_nothing_is_moved_into_one_that_was_deleted_a_moment_ago(company: Cast) -> None:
    there, film = piles.made(company, "Trailers"), piles.film(company, "Dune")
    piles.deleted(company, there)
    with tenancy.within(company.id), pytest.raises(CollectionNotFound):
        assets.move(film, to=there, by=places.caller(company, company.owner))


# -- seeing ------------------------------------------------------------------------------------------------------------
@pytest.mark.promise("I.A.1.1-m")
def test_whoever_is_limited_sees_what_lies_within_and_nothing_else(company: Cast) -> None:
    mine, beyond = piles.made(company, "Mine"), piles.made(company, "Beyond")
    seen, hidden, loose = piles.film(company, "Dune", into=mine), piles.film(company, "Alien", into=beyond), piles.film(company, "Solaris")
    by = places.caller(company, piles.limited(company, "mei@acme.example", mine))
    with tenancy.within(company.id):
        assert list(assets.of(by)) == [seen]
        assert [one.name for one in collections.of(by)] == ["Mine"]
        assert collections.names(by, [mine.id, beyond.id]) == {mine.id: "Mine"}
        for film in (hidden, loose):
            with pytest.raises(AssetNotFound):
                assets.by_public_id(by, film.public_id)
            assets.retire(film, by=None)
            with pytest.raises(AssetNotFound):
                assets.retired_by_public_id(by, film.public_id)


def test_whoever_was_limited_to_a_deleted_one_sees_nothing(company: Cast) -> None:
    gone = piles.made(company, "Gone")
    piles.film(company, "Dune", into=gone)
    mei = piles.limited(company, "mei@acme.example", gone)
    piles.deleted(company, gone)
    with tenancy.within(company.id):
        assert not assets.of(places.caller(company, mei)).exists()


def test_work_is_counted_and_handed_over_as_far_as_one_sees(company: Cast) -> None:
    mine = piles.made(company, "Mine")
    within = piles.film(company, "Dune", into=mine, added_by=company.teammate)
    beyond = piles.film(company, "Alien", added_by=company.teammate)
    mei = piles.limited(company, "mei@acme.example", mine, role="administrator")
    by, giver, taker = places.caller(company, mei), places.place(company, company.teammate), places.place(company, mei)
    with tenancy.within(company.id):
        assert authors.count(giver, to=by) == 1
        assert authors.hand_over(giver, to=taker, by=by) == 1
        for film in (within, beyond):
            film.refresh_from_db()
    assert (within.added_by, beyond.added_by) == (mei, company.teammate)


# -- arriving ----------------------------------------------------------------------------------------------------------
def test_an_upload_lies_where_its_sender_says(company: Cast) -> None:
    there = piles.made(company, "Trailers")
    by = places.caller(company, company.owner)
    assert piles.place_of(company, begin(company, by, collection=there.public_id).asset) == "Trailers"
    assert piles.place_of(company, begin(company, by).asset) is None


def test_of_one_collection_it_lies_there(company: Cast) -> None:
    mine, gone = piles.made(company, "Mine"), piles.made(company, "Gone")
    by = places.caller(company, piles.limited(company, "mei@acme.example", mine, gone))
    piles.deleted(company, gone)
    assert piles.place_of(company, begin(company, by).asset) == "Mine"


def test_of_several_one_must_be_said(company: Cast) -> None:
    mine, other, beyond = (piles.made(company, name) for name in ("Mine", "Other", "Beyond"))
    by = places.caller(company, piles.limited(company, "mei@acme.example", mine, other, role="uploader"))
    with pytest.raises(CollectionNeeded):
        begin(company, by)
    with pytest.raises(CollectionNotFound):
        begin(company, by, collection=beyond.public_id)
    assert piles.place_of(company, begin(company, by, collection=other.public_id).asset) == "Other"


def test_of_none_that_is_left_nothing_arrives(company: Cast) -> None:
    gone = piles.made(company, "Gone")
    by = places.caller(company, piles.limited(company, "mei@acme.example", gone))
    piles.deleted(company, gone)
    with pytest.raises(CollectionNeeded):
        begin(company, by)


def test_an_upload_beyond_the_limit_is_as_one_that_never_was(company: Cast) -> None:
    mine, beyond = piles.made(company, "Mine"), piles.made(company, "Beyond")
    by = places.caller(company, piles.limited(company, "mei@acme.example", mine))
    upload = begin(company, places.caller(company, company.owner), collection=beyond.public_id)
    with tenancy.within(company.id):
        for text in (upload.public_id, ids.show("upl", ids.unguessable())):
            with pytest.raises(UploadNotFound):
                uploads.status(by, text)
