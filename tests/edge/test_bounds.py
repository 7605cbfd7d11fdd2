"""Whoever is limited to some collections, at the edge: their live pages hear of what lies within, and they upload there alone."""

from __future__ import annotations

import asyncio
import os
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from tests import piles
from tests.cast import Cast
from tests.edge.served import Server
from tests.edge.test_events import Page, in_thread, never, signed_in
from tests.edge.uploading import SPEAKS, Door, code, upload_of, word
from vidarium.accounts import tokens
from vidarium.accounts.bounds import Bounds
from vidarium.accounts.models import Membership, Person
from vidarium.edge import callers, files
from vidarium.edge.events import Events
from vidarium.edge.feed import Feed
from vidarium.edge.news import News
from vidarium.foundation import clock, ids, tenancy
from vidarium.library.errors import UploadNotFound
from vidarium.library.incoming import Part
from vidarium.library.models import Asset, Collection, Retirement, Upload

pytestmark = pytest.mark.usefixtures("live")
HERE, THERE = uuid.uuid4(), uuid.uuid4()


@pytest.fixture
def narrow(company: Cast, mine: Collection, upload_server: Server) -> Door:
    """The uploads of a program that is limited."""
    return Door(upload_server, tokens.issue(company.id, collections=[mine.id]))


# -- live pages --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("limit", "at", "before", "said"),
    [
        (None, THERE, frozenset(), b"told"),
        (None, None, frozenset(), b"told"),
        (frozenset({HERE}), HERE, frozenset(), b"told"),
        (frozenset({HERE}), THERE, frozenset(), None),
        (frozenset({HERE}), None, frozenset(), None),
        (frozenset({HERE}), THERE, frozenset({HERE}), b"gone"),
        (frozenset({HERE}), None, frozenset({HERE}), b"gone"),
        (frozenset(), HERE, frozenset({HERE}), None),
    ],
)
def test_who_hears_what(limit: Bounds, at: uuid.UUID | None, before: frozenset[uuid.UUID], said: bytes | None) -> None:
    assert News(b"told", b"gone", at, before).to(limit) == said


def test_a_page_hears_of_what_lies_within_comes_in_and_goes(edge: Server, company: Cast, mine: Collection, beyond: Collection) -> None:
    page = Page(edge, signed_in(piles.limited(company, "mei@acme.example", mine)))
    within, leaving, gone, hidden = (piles.film(company, f"Within {n}", into=mine) for n in range(4))
    coming = piles.film(company, "Coming", into=beyond)
    elsewhere, loose = piles.film(company, "Dailies", into=beyond), piles.film(company, "Loose")
    page.hear_for(1.2)
    page.heard = b""
    with tenancy.within(company.id):
        Asset.objects.filter(id__in=[within.id, elsewhere.id, loose.id]).update(status="preparing")
        Asset.objects.filter(id=leaving.id).update(collection=beyond)
        Asset.objects.filter(id=coming.id).update(collection=mine)
        for film in (hidden, loose):
            Retirement.objects.create(company=company.company, asset=film, due_at=clock.now())
        for film in (gone, elsewhere):
            Asset.objects.filter(id=film.id).delete()
    page.hear_for(1.2)
    page.link.close()
    assert {one["id"]: one["status"] for one in page.news} == {
        within.public_id: "preparing",
        coming.public_id: "uploading",
        **{film.public_id: "deleted" for film in (leaving, gone, hidden)},
    }


async def test_a_stream_ends_soon_after_its_limit_was_changed(company: Cast, mine: Collection) -> None:
    """A-07."""
    session = await asyncio.to_thread(in_thread, lambda: signed_in(company.teammate))
    scope = {"method": "GET", "headers": [(b"cookie", f"{settings.SESSION_COOKIE_NAME}={session}".encode())]}

    async def nowhere(_message: object) -> None:
        return

    streaming = asyncio.create_task(Events(Feed(), session_seconds=0.2)(scope, never, nowhere))
    await asyncio.sleep(0.8)
    assert not streaming.done()
    await asyncio.to_thread(in_thread, lambda: narrowed(company, company.teammate, mine))
    await asyncio.wait_for(streaming, 5)


def narrowed(company: Cast, person: Person, to: Collection) -> None:
    with tenancy.within(company.id):
        Membership.objects.filter(person=person).update(collections=[to.id])


# -- uploads -----------------------------------------------------------------------------------------------------------
def test_an_upload_beyond_is_as_one_that_never_was(door: Door, narrow: Door, company: Cast, beyond: Collection) -> None:
    """T-01, T-02."""
    path = door.create(8, {"Upload-Metadata": f"collection {word(beyond.public_id)}"})
    never, said = f"/files/{ids.show('upl', ids.unguessable())}", list[list[bytes]]()
    for at in (path, never):
        answers = narrow.ask("HEAD", at), narrow.append(at, 0, b"film"), narrow.ask("DELETE", at)
        assert {one.status for one in answers} == {404}
        said.append([one.body for one in answers])
    assert said[0] == said[1]
    assert door.offset(path) == 0


def test_an_upload_lands_in_the_only_one(narrow: Door, company: Cast, mine: Collection) -> None:
    path = narrow.create(4)
    assert narrow.append(path, 0, b"film").status == 204
    assert piles.place_of(company, upload_of(company, path).asset) == "Trailers"


def test_into_another_or_of_several_into_none_nothing_is_uploaded(
    narrow: Door, upload_server: Server, company: Cast, mine: Collection, beyond: Collection
) -> None:
    wide = Door(upload_server, tokens.issue(company.id, collections=[mine.id, beyond.id]))
    named = {"Upload-Metadata": f"collection {word(beyond.public_id)}"}
    begun = {**SPEAKS, "Upload-Length": "4"}
    refused = narrow.ask("POST", headers={**begun, **named}, body=b"")
    unsaid = wide.ask("POST", headers=begun, body=b"")
    assert [(one.status, code(one)) for one in (refused, unsaid)] == [(404, "collection.not_found"), (422, "collection.needed")]
    assert piles.titles(company) == []
    assert piles.place_of(company, upload_of(company, wide.create(4, named)).asset) == "Dailies"


def test_an_upload_ends_when_it_goes_out_of_reach(company: Cast, mine: Collection, upload_server: Server) -> None:
    """What was begun within a limit is not gone on with when the limit is narrowed: at the next piece it is not there."""
    person = piles.limited(company, "mei@acme.example", mine)
    with tenancy.within(company.id):
        place = Membership.objects.get(person=person)
    theirs = Door(upload_server, tokens.issue(company.id, membership=place))
    path = theirs.create(8)
    assert theirs.append(path, 0, b"film").status == 204
    with tenancy.within(company.id):
        Membership.objects.filter(id=place.id).update(collections=[ids.sortable()])
    assert (theirs.append(path, 4, b"film").status, theirs.ask("HEAD", path).status) == (404, 404)


async def test_a_long_upload_ends_when_it_goes_out_of_reach(company: Cast, mine: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    """A-07: while its bytes still come, it is asked again whether it is its sender’s."""
    monkeypatch.setattr(files, "ALLOWED_SECONDS", -1.0)
    token, upload = await asyncio.to_thread(in_thread, lambda: begun(company, mine))
    scope = {"headers": [(b"authorization", f"Bearer {token}".encode())]}
    # Nothing is written here: a part that is open nowhere will do.
    writing = files.Writing(Part(Path(os.devnull), -1), upload, await callers.writer(scope), scope)
    await writing._check_caller()
    await asyncio.to_thread(in_thread, lambda: moved(company, upload))
    with pytest.raises(UploadNotFound):
        await writing._check_caller()


def begun(company: Cast, into: Collection) -> tuple[str, Upload]:
    asset = piles.film(company, "Dune", into=into)
    with tenancy.within(company.id):
        upload = Upload.objects.create(company=company.company, asset=asset, length=8, expires_at=clock.now() + timedelta(days=1))
    return tokens.issue(company.id, collections=[into.id]), upload


def moved(company: Cast, upload: Upload) -> None:
    with tenancy.within(company.id):
        Asset.objects.filter(id=upload.asset_id).update(collection=None)
