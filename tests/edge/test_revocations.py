"""A list of revoked links that nobody could read for a minute is not believed."""

from __future__ import annotations

import asyncio
import json
import uuid
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db import OperationalError

from vidarium.delivery import links, playback
from vidarium.delivery.links import Link
from vidarium.edge import revocations
from vidarium.edge.asgi import Message, Scope
from vidarium.edge.play import Play
from vidarium.edge.revocations import Revocations
from vidarium.edge.sheets import Sheets
from vidarium.edge.waiting import WaitingRoom

GONE = uuid.uuid4()


async def read_once(kept: Revocations) -> None:
    """The list as it is after its first reading."""
    task = asyncio.create_task(kept.run())
    await asyncio.sleep(0.3)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def answered(kept: Revocations) -> tuple[int, str]:
    """What a sound link gets while this is the list."""
    link = Link(GONE, uuid.uuid4(), uuid.uuid4(), uuid.uuid4(), expires=int(datetime.now(UTC).timestamp()) + 60)
    path = f"{links.sign(link, settings.ENVIRONMENT.key(links.PURPOSE))}/poster.jpg"
    scope: Scope = {"method": "GET", "path": path, "raw_path": path.encode(), "headers": []}
    said: list[Message] = []

    async def keep(message: Message) -> None:
        said.append(message)

    async def never() -> Message:
        raise AssertionError

    play = Play(ring=playback.ring(), revocations=kept, waiting=WaitingRoom(), sheets=Sheets())
    await play(scope, never, keep)
    return said[0]["status"], json.loads(said[1]["body"])["code"]


async def test_before_the_first_reading_no_link_is_believed() -> None:
    assert await answered(Revocations(set)) == (503, "playback.unsure")


async def test_a_link_that_is_on_the_list_is_refused() -> None:
    kept = Revocations(lambda: {GONE})
    await read_once(kept)
    assert await answered(kept) == (403, "playback.link_revoked")


async def test_a_link_that_is_not_on_the_list_opens_what_is_there() -> None:
    kept = Revocations(set)
    await read_once(kept)
    assert await answered(kept) == (404, "playback.not_found")


async def test_p_08_a_list_that_is_a_minute_old_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Revocations(set)
    await read_once(kept)
    monkeypatch.setattr(revocations, "HOLDS_SECONDS", 0.0)
    assert await answered(kept) == (503, "playback.unsure")
    assert revocations.EVERY_SECONDS < 60


async def test_a_database_that_is_away_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revocations, "AGAIN_SECONDS", 0.05)
    answers: list[set[uuid.UUID] | OperationalError] = [OperationalError(), OperationalError(), {GONE}]

    def read() -> set[uuid.UUID]:
        answer = answers.pop(0)
        if isinstance(answer, OperationalError):
            raise answer
        return answer

    kept = Revocations(read)
    await read_once(kept)
    assert kept.sure
    assert GONE in kept


async def test_news_is_read_at_once() -> None:
    lists = [{GONE}, set()]
    kept = Revocations(lambda: lists.pop(0))
    task = asyncio.create_task(kept.run())
    await asyncio.sleep(0.2)
    assert GONE in kept
    kept.read_again()
    await asyncio.sleep(0.2)
    assert GONE not in kept
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
