"""A company with much work waiting delays another company's first chunk by one chunk's length at most."""

from __future__ import annotations

import os
from pathlib import Path

import psycopg

from tests.faults import invariants, trial
from tests.faults.conftest import made
from tests.faults.machine_room import MachineRoom, Row
from tests.faults.sender import Sender

WAITING = """
SELECT count(*) FILTER (WHERE args->>'asset_id' = %s), count(*) FILTER (WHERE args->>'asset_id' = %s)
FROM procrastinate_jobs WHERE task_name = 'production.chunk' AND status = 'todo'
"""


def test_another_companys_first_chunk_waits_for_one_chunk_at_most(room: MachineRoom, key: str, tmp_path: Path) -> None:
    if not room.query("SELECT FROM accounts_company WHERE slug = 'fair'"):
        room.stack.add_company("fair")
    long, short = made(tmp_path, seconds=160, to_bytes=0), made(tmp_path, seconds=12, to_bytes=0)
    busy, other = Sender(room.stack.url, key, long.content), Sender(room.stack.url, room.stack.token("fair"), short.content)
    busy.send()
    first = trial.uuid_of(busy.asset())
    assert room.poll(trial.background(room, first), within_seconds=trial.SEEN_SECONDS)
    other.send()
    second = trial.uuid_of(other.asset())
    seen: list[tuple[int, int]] = []

    def taken(database: psycopg.Connection[Row]) -> bool:
        """Until one of the second's chunks is taken; how many of each company's waited meanwhile."""
        busys, others = database.execute(WAITING, [first.hex, second.hex]).fetchone() or (0, 0)
        if others or seen:
            seen.append((busys, others))
        return bool(seen) and others < max(waiting for _, waiting in seen)

    assert room.poll(taken, within_seconds=trial.SEEN_SECONDS)
    assert seen[-1][0] > 0, "the first company had nothing left to wait for"
    assert seen[0][0] - seen[-1][0] <= (os.cpu_count() or 1)
    invariants.await_ready(other, other.asset())
