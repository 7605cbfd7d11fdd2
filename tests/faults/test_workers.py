"""Several workers, slow ones and dying ones: a cell is published once, and the queue moves on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
import pytest

from tests.faults import invariants, trial
from tests.faults.conftest import made
from tests.faults.invariants import Film
from tests.faults.machine_room import MachineRoom, Row, until
from tests.faults.sender import Sender
from vidarium.cli.worker import LANES

HOLDERS = """
SELECT split_part(c.holder, ':', 2)::int, c.first, c.asked, c.fence FROM production_chunk c JOIN production_grid g ON g.id = c.grid_id
WHERE g.asset_id = %s AND c.held_until > now()
"""
BEATS = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '2 seconds'"
PATIENCE_SECONDS = 60.0


@pytest.fixture(scope="module")
def long_film(tmp_path_factory: pytest.TempPathFactory) -> Film:
    """Enough chunks for two workers."""
    return made(tmp_path_factory.mktemp("long"), seconds=64, size="640x360", to_bytes=1 << 20)


@pytest.fixture
def second(room: MachineRoom) -> Iterator[subprocess.Popen[bytes]]:
    """Another worker on the same data, which no supervisor keeps."""
    with (room.stack.data_dir / "logs" / "second.log").open("ab") as log:
        worker = subprocess.Popen([sys.executable, "-m", "vidarium", "worker"], env=room.stack.environment, stdout=log, stderr=log)
    try:
        assert room.poll(lambda database: database.execute(BEATS).fetchone() == (2 * len(LANES),), within_seconds=PATIENCE_SECONDS)
        yield worker
    finally:
        for wish in (signal.SIGCONT, signal.SIGTERM):
            worker.send_signal(wish)
        worker.wait(30)


@contextmanager
def announced(room: MachineRoom) -> Iterator[Counter[tuple[str, str, int]]]:
    """How often each cell (grid, row, column) is said to be there, while the block lasts."""
    counted: Counter[tuple[str, str, int]] = Counter()
    over = threading.Event()
    with room.connect() as database:
        database.execute("LISTEN vidarium_cells")

        def hear() -> None:
            while not over.is_set():
                for notice in database.notifies(timeout=0.2):
                    grid, row, first, last = notice.payload.split()
                    counted.update((grid, row, column) for column in range(int(first), int(last)))

        ear = threading.Thread(target=hear)
        ear.start()
        try:
            yield counted
        finally:
            over.set()
            ear.join()


def sent(room: MachineRoom, key: str, film: Film) -> tuple[Sender, str]:
    sender = Sender(room.stack.url, key, film.content)
    sender.send()
    return sender, sender.asset()


@dataclass(frozen=True)
class Hold:
    """A chunk in somebody's hands."""

    process: int
    first: int
    asked: bool
    fence: int


def hold_of(room: MachineRoom, asset_id: uuid.UUID, wanted: Callable[[Hold], bool]) -> Hold:
    """Who holds a chunk of this asset, once somebody does who is wanted."""
    found: list[Hold] = []

    def seen(database: psycopg.Connection[Row]) -> bool:
        found[:] = [hold for row in database.execute(HOLDERS, [asset_id]) if wanted(hold := Hold(*row))]
        return bool(found)

    assert room.poll(seen, within_seconds=PATIENCE_SECONDS), "nobody holds such a chunk"
    return found[0]


def test_a_worker_that_stood_still_past_its_lease_publishes_nothing(
    room: MachineRoom, key: str, film: Film, second: subprocess.Popen[bytes]
) -> None:
    with announced(room) as counted:
        sender, asset = sent(room, key, film)
        still = hold_of(room, trial.uuid_of(asset), lambda hold: not hold.asked).process
        os.kill(still, signal.SIGSTOP)
        try:
            invariants.await_ready(sender, asset)
        finally:
            os.kill(still, signal.SIGCONT)
        given_up = until(lambda: "chunk given up" in logs(room), seconds=20)
        invariants.await_quiet(room, trial.uuid_of(asset))
    assert given_up
    assert set(counted.values()) == {1}
    invariants.check(room, sender, asset, film)


def logs(room: MachineRoom) -> str:
    return "".join((room.stack.data_dir / "logs" / f"{name}.log").read_text() for name in ("worker", "second"))


def test_two_workers_share_a_film_and_one_takes_over_from_the_other(
    room: MachineRoom, key: str, long_film: Film, second: subprocess.Popen[bytes]
) -> None:
    sender, asset = sent(room, key, long_film)
    (first,) = room.heads("worker")
    asset_id = trial.uuid_of(asset)
    hold_of(room, asset_id, lambda hold: hold.process == first and not hold.asked)
    hold_of(room, asset_id, lambda hold: hold.process == second.pid and not hold.asked)
    second.kill()
    second.wait()
    invariants.await_ready(sender, asset)
    invariants.check(room, sender, asset, long_film)


def test_a_chunk_that_kills_its_worker_is_set_aside_and_the_queue_moves_on(room: MachineRoom, key: str, film: Film) -> None:
    sender, poison = sent(room, key, film)
    innocents, fences = [], {0}
    for _ in range(3):
        hold = hold_of(room, trial.uuid_of(poison), lambda hold: hold.first > 0 and not hold.asked and hold.fence > max(fences))
        os.kill(hold.process, signal.SIGKILL)
        fences.add(hold.fence)
        innocents.append(sent(room, key, film))
    assert until(lambda: sender.read(f"/api/v1/assets/{poison}")["status"] not in {"preparing", "playable"}, seconds=PATIENCE_SECONDS)
    seen = sender.read(f"/api/v1/assets/{poison}")
    assert seen["status"] == "failed"
    assert "brought its worker down" in str(seen["error"])
    for another, asset in innocents:
        invariants.await_ready(another, asset)
        invariants.check(room, another, asset, film)
    room.await_no_strangers()


@pytest.mark.nightly
def test_what_a_killed_worker_left_half_made_is_tidied_away(room: MachineRoom) -> None:
    work = room.stack.data_dir / "work"
    for folder in work.iterdir():
        os.utime(folder, (1.0, 1.0))
    assert until(lambda: not any(work.iterdir()), seconds=90)
