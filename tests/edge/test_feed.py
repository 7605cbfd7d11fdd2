"""The feed is bounded: slow readers, crowds and lost databases cost nobody else their news."""

from __future__ import annotations

import uuid

import pytest

from vidarium.accounts.callers import Caller
from vidarium.edge import feed as feeds
from vidarium.edge.errors import EdgeIsFull, TooManyStreams
from vidarium.edge.feed import STREAMS_EACH, UNREAD, Feed, Stream
from vidarium.edge.news import News

COMPANY = uuid.uuid4()


def test_a_slow_reader_falls_behind_and_keeps_no_more_than_its_share() -> None:
    stream = Stream()
    for _ in range(UNREAD + 50):
        stream.tell(News(b"news", b"gone", None, frozenset()))
    assert stream.is_behind
    assert stream.news.qsize() == UNREAD


def test_a_person_may_have_so_many_streams() -> None:
    feed, me = Feed(), Caller(COMPANY, uuid.uuid4())
    open_streams = [feed.stream(me) for _ in range(STREAMS_EACH)]
    for stream in open_streams:
        stream.__enter__()
    with pytest.raises(TooManyStreams), feed.stream(me):
        pass
    with feed.stream(Caller(COMPANY, uuid.uuid4())):
        pass
    open_streams[0].__exit__(None, None, None)
    with feed.stream(me):
        pass


def test_a_process_may_have_so_many_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "STREAMS", 2)
    feed = Feed()
    others = [Caller(COMPANY, uuid.uuid4()) for _ in range(3)]
    with feed.stream(others[0]), feed.stream(others[1]), pytest.raises(EdgeIsFull), feed.stream(others[2]):
        pass


def test_what_nobody_watches_is_not_kept() -> None:
    feed = Feed()
    with feed.stream(Caller(COMPANY, uuid.uuid4())):
        pass
    feed.heard(f"{COMPANY.hex} {uuid.uuid4().hex}")
    feed.catch_up()
    assert not feed._changed
    assert not feed._missed
    assert not feed._streams
    assert not feed._of_person
