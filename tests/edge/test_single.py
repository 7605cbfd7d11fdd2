"""Work that many wait for is done once."""

from __future__ import annotations

import asyncio

import pytest

from vidarium.edge.single import Single


class Work:
    """Counts how often it is done."""

    def __init__(self) -> None:
        self.done = 0

    async def __call__(self) -> int:
        await asyncio.sleep(0.05)
        self.done += 1
        return self.done


async def test_all_who_ask_meanwhile_get_the_same_answer() -> None:
    single: Single[int] = Single()
    work = Work()
    assert await asyncio.gather(*(single.ask("key", work) for _ in range(50))) == [1] * 50


async def test_other_keys_are_other_works_and_later_ones_are_done_anew() -> None:
    single: Single[int] = Single()
    work = Work()
    assert sorted(await asyncio.gather(single.ask("one", work), single.ask("two", work))) == [1, 2]
    assert await single.ask("one", work) == 3


async def test_one_who_leaves_does_not_end_it_for_the_others() -> None:
    single: Single[int] = Single()
    work = Work()
    leaving = asyncio.create_task(single.ask("key", work))
    await asyncio.sleep(0.01)
    staying = asyncio.create_task(single.ask("key", work))
    await asyncio.sleep(0.01)
    leaving.cancel()
    assert await staying == 1
    assert leaving.cancelled()


async def test_a_failure_is_everybodys() -> None:
    single: Single[int] = Single()

    async def fails() -> int:
        await asyncio.sleep(0)
        raise LookupError

    told = await asyncio.gather(*(single.ask("key", fails) for _ in range(3)), return_exceptions=True)
    assert [type(one) for one in told] == [LookupError] * 3
    with pytest.raises(LookupError):
        await single.ask("key", fails)
