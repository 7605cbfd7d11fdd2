"""Live pages hear of their own company's assets, and only while their person is signed in."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections

from tests import browsers
from tests.cast import Cast
from tests.delivery import films
from tests.edge.served import Server
from vidarium.accounts.models import Person
from vidarium.edge import events, listen
from vidarium.edge.asgi import Message
from vidarium.edge.events import Events
from vidarium.edge.feed import STREAMS_EACH, Feed
from vidarium.foundation import postgres, tenancy
from vidarium.library.models import Asset, Retirement, Status
from vidarium.production import notify

pytestmark = pytest.mark.usefixtures("live")


def signed_in(person: Person) -> str:
    """A session of this person's, as a sign-in makes it."""
    return browsers.session_of(person)


class Page:
    """A live page: an open stream and what it has heard."""

    def __init__(self, edge: Server, session: str) -> None:
        self.link = socket.create_connection(("127.0.0.1", edge.port), timeout=10)
        cookie = f"{settings.SESSION_COOKIE_NAME}={session}"
        self.link.sendall(f"GET /events HTTP/1.1\r\nHost: localhost\r\nCookie: other=1; {cookie}\r\n\r\n".encode())
        self.heard = b""
        self.hear(until=b"\r\n\r\n")
        if self.heard.startswith(b"HTTP/1.1 200"):
            self.hear(until=b"retry: 2000\n\n")

    def hear(self, *, until: bytes) -> None:
        while until not in self.heard:
            piece = self.link.recv(65536)
            assert piece, f"the stream ended before {until!r}: {self.heard[-300:]!r}"
            self.heard += piece

    def hear_for(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.link.settimeout(left)
            try:
                self.heard += self.link.recv(65536)
            except TimeoutError:
                return

    @property
    def news(self) -> list[dict[str, Any]]:
        return [json.loads(line[6:]) for line in self.heard.splitlines() if line.startswith(b"data: ")]


@pytest.fixture
def pages() -> Iterator[list[Page]]:
    opened: list[Page] = []
    yield opened
    for page in opened:
        page.link.close()


@pytest.fixture
def page(edge: Server, company: Cast, pages: list[Page]) -> Page:
    pages.append(Page(edge, signed_in(company.owner)))
    return pages[0]


def tell(cast: Cast, asset: Asset) -> None:
    with tenancy.within(cast.id):
        notify.asset(cast.id, asset.id)


def test_a_page_hears_how_an_asset_gets_on(page: Page, company: Cast) -> None:
    film = films.planned(company)
    with tenancy.within(company.id):
        film.grid.renditions.filter(name="v720").update(filled=[(0, 3)])
    tell(company, film.asset)
    page.hear(until=b"}\n\n")
    assert page.news == [{"id": film.asset.public_id, "status": "playable", "progress": 0.2}]
    assert b"event: asset\ndata: " in page.heard


def test_the_stream_is_what_browsers_call_one(page: Page) -> None:
    head = page.heard.lower()
    assert b"content-type: text/event-stream" in head
    assert b"cache-control: no-store" in head


def test_an_asset_that_changes_with_every_cell_is_told_of_twice_a_second(page: Page, company: Cast) -> None:
    film = films.planned(company)
    for _ in range(20):
        tell(company, film.asset)
        time.sleep(0.1)
    page.hear_for(1)
    assert 2 <= len(page.news) <= 7


def test_what_was_deleted_is_told_as_deleted(page: Page, company: Cast) -> None:
    retired, gone = films.planned(company), films.planned(company)
    with tenancy.within(company.id):
        Retirement.objects.create(company_id=company.id, asset=retired.asset, due_at=retired.asset.created_at)
        Asset.objects.filter(id=gone.asset.id).delete()
    for film in (retired, gone):
        tell(company, film.asset)
    page.hear_for(1.5)
    assert {one["id"]: one["status"] for one in page.news} == {film.asset.public_id: "deleted" for film in (retired, gone)}


def test_a_stranger_hears_nothing(page: Page, edge: Server, company: Cast, stranger: Cast, pages: list[Page]) -> None:
    theirs = Page(edge, signed_in(stranger.owner))
    pages.append(theirs)
    film = films.planned(company)
    tell(company, film.asset)
    page.hear(until=b"}\n\n")
    theirs.hear_for(0.5)
    assert theirs.news == []


def test_another_companys_asset_is_never_told_even_if_it_is_named(page: Page, company: Cast, stranger: Cast) -> None:
    theirs = films.planned(stranger)
    with tenancy.within(company.id):
        notify.asset(company.id, theirs.asset.id)
    page.hear(until=b"}\n\n")
    assert [(one["status"], one["progress"]) for one in page.news] == [("deleted", 0)]


@pytest.mark.parametrize(
    "cookie", ["", "vidarium_session=", "vidarium_session=nobody-knows-this-one", 'vidarium_session="open; =;', "a" * 5000]
)
def test_nobody_who_is_not_signed_in_hears_anything(edge: Server, cookie: str) -> None:
    answer = edge.ask("/events", headers={"Cookie": cookie} if cookie else {})
    assert (answer.status, json.loads(answer.body)["code"]) == (401, "accounts.not_signed_in")


def test_events_can_only_be_read(edge: Server) -> None:
    assert edge.ask("/events", method="POST").status == 405


async def test_the_stream_ends_soon_after_the_session(company: Cast) -> None:
    """A-07."""
    session = await asyncio.to_thread(in_thread, lambda: signed_in(company.owner))
    scope = {"method": "GET", "headers": [(b"cookie", f"{settings.SESSION_COOKIE_NAME}={session}".encode())]}
    said: list[Message] = []

    async def keep(message: Message) -> None:
        said.append(message)

    streaming = asyncio.create_task(Events(Feed(), session_seconds=0.2, quiet_seconds=0.1)(scope, never, keep))
    await asyncio.sleep(1)
    assert not streaming.done()
    assert any(b"still here" in message.get("body", b"") for message in said)
    await asyncio.to_thread(in_thread, lambda: SessionStore(session).delete())
    await asyncio.wait_for(streaming, 5)
    assert events.SESSION_SECONDS < 60


async def never() -> Message:
    """A client that stays."""
    await asyncio.sleep(3600)
    raise AssertionError


def in_thread[Answer](work: Callable[[], Answer]) -> Answer:
    try:
        return work()
    finally:
        connections.close_all()


def test_a_person_has_so_many_pages_and_no_more(edge: Server, company: Cast, pages: list[Page]) -> None:
    session = signed_in(company.owner)
    pages += [Page(edge, session) for _ in range(STREAMS_EACH)]
    refused = Page(edge, session)
    assert refused.heard.startswith(b"HTTP/1.1 429")
    refused.link.close()
    pages.pop().link.close()
    time.sleep(0.5)
    pages.append(Page(edge, session))
    assert pages[-1].heard.startswith(b"HTTP/1.1 200")


def test_news_that_nobody_heard_is_told_when_listening_begins_anew(page: Page, company: Cast, cluster: postgres.Cluster) -> None:
    film = films.planned(company)
    with cluster.connect() as database:
        database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s", [listen.APPLICATION])
    with tenancy.within(company.id):
        Asset.objects.filter(id=film.asset.id).update(status=Status.READY, updated_at=film.asset.created_at)
    page.hear(until=b'"ready"')
    assert page.news[-1]["id"] == film.asset.public_id
