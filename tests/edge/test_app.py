"""The one address: which door a path leads to, and what happens when something breaks that nobody foresaw."""

from __future__ import annotations

import asyncio
import json

import pytest

from tests.edge import served
from vidarium.accounts import undeclared
from vidarium.edge import app
from vidarium.edge.app import Edge, guarded, running
from vidarium.edge.asgi import Message, Receive, Scope, Send
from vidarium.foundation import clock

SCOPE: Scope = {"type": "http", "method": "GET", "path": "/", "raw_path": b"/", "headers": []}


async def nothing() -> Message:
    return {"type": "http.disconnect"}


class Said(list[Message]):
    """Keeps what an application sends."""

    async def __call__(self, message: Message) -> None:
        self.append(message)


async def films(scope: Scope, receive: Receive, send: Send) -> None: ...


async def pages(scope: Scope, receive: Receive, send: Send) -> None: ...


@pytest.mark.parametrize(
    ("path", "door"),
    [
        (b"/p/x/y", films), (b"/files", films), (b"/files/upl_x", films), (b"/healthz", films), (b"/events", films),
        (b"/", pages), (b"/p", pages), (b"/P/x", pages), (b"//p/x", pages), (b"/%70/x", pages), (b"/./p/x", pages), (b"/px/y", pages),
        (b"/healthz/web", pages), (b"/events/", pages), (b"/filesystem", pages), (b"/library", pages), (b"*", pages), (b"", pages),
    ],
)  # fmt: skip
def test_a_path_leads_to_one_door_by_its_first_part_to_the_letter(path: bytes, door: object) -> None:
    edge = Edge(files=pages)
    edge._doors = dict.fromkeys((b"p/", b"files", b"files/", b"healthz", b"events"), films)
    assert edge.door(path) is door


async def test_headers_that_the_edge_answers_are_counted_there_and_those_it_passes_on_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clause I.A.2.1-a: by name, in memory."""
    tally = undeclared.Tally()
    tally.due = clock.now()
    monkeypatch.setattr(undeclared, "TALLY", tally)
    edge = Edge(files=pages)
    edge._doors = {b"files": films}
    for path in (b"/files", b"/library"):
        await edge({**SCOPE, "raw_path": path, "headers": [(b"sec-gpc", b"1"), (b"tus-resumable", b"1.0.0")]}, nothing, Said())
    assert tally.take() == {("header", "sec-gpc"): 1}


async def test_what_nobody_foresaw_is_a_500_without_a_word_about_the_inside() -> None:
    async def breaks(scope: Scope, receive: Receive, send: Send) -> None:
        raise LookupError("secret of the inside")

    said = Said()
    await guarded(breaks, SCOPE, nothing, said)
    assert said[0]["status"] == 500
    assert json.loads(said[1]["body"])["code"] == "internal"
    assert b"secret" not in said[1]["body"]


async def test_an_answer_that_has_begun_is_broken_off() -> None:
    async def breaks(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise LookupError

    said = Said()
    with pytest.raises(LookupError):
        await guarded(breaks, SCOPE, nothing, said)
    assert len(said) == 1


async def test_work_that_breaks_is_begun_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "AGAIN_SECONDS", 0.0)
    tries = 0

    async def breaks_twice() -> None:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise LookupError
        await asyncio.sleep(3600)

    async with running(breaks_twice):
        await asyncio.sleep(0.1)
    assert tries == 3


async def test_work_ends_with_its_block() -> None:
    ended = asyncio.Event()

    async def lasts() -> None:
        try:
            await asyncio.sleep(3600)
        finally:
            ended.set()

    async with running(lasts):
        await asyncio.sleep(0)
    assert ended.is_set()


def test_every_answer_but_a_films_bytes_carries_the_requests_number(edge: served.Server) -> None:
    assert edge.ask("/healthz", headers={"X-Request-Id": "abc-1"}).headers["x-request-id"] == "abc-1"
    assert len(edge.ask("/healthz").headers["x-request-id"]) == 32
    assert "x-request-id" not in edge.ask("/p/ply_x/y/master.m3u8").headers
