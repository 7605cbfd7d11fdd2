"""The supervisor itself is killed, or told to stop in the middle of everything: the next start goes on. And one trial in real time."""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import stack as product
from tests.faults import invariants, trial
from tests.faults.invariants import Film
from tests.faults.machine_room import MachineRoom
from tests.faults.sender import Sender
from tests.faults.trial import Trial

FIRST = int(os.environ.get("VIDARIUM_FAULT_SEED", "0"))
NIGHTLY = 20
REAL_HEARTBEAT = "5"


@pytest.fixture
def data_dir() -> Iterator[Path]:
    folder = product.fresh_data_dir()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def start_again(room: MachineRoom) -> None:
    """On the same data and at the same address, once everything of before is gone."""
    room.stack.process.wait(30)
    room.stack = product.launch(room.stack.data_dir, variables={"PORT": room.stack.environment["PORT"]})
    product.await_ready(room.stack)


@pytest.mark.parametrize("seed", [FIRST, *(pytest.param(FIRST + night, marks=pytest.mark.nightly) for night in range(1, NIGHTLY))])
def test_a_supervisor_that_is_killed_loses_nothing(data_dir: Path, film: Film, seed: int) -> None:
    room = MachineRoom(product.launch(data_dir))
    try:
        product.await_ready(room.stack)
        key = room.stack.token()
        assert trial.run(room, key, film, Trial.of(seed, part="supervisor"), revive=lambda: start_again(room)) < 60
    finally:
        product.stop_or_kill(room.stack)


def test_ctrl_c_in_the_middle_of_it_all_loses_nothing(data_dir: Path, film: Film) -> None:
    room = MachineRoom(product.launch(data_dir))
    try:
        product.await_ready(room.stack)
        key = room.stack.token()
        making = Sender(room.stack.url, key, film.content)
        making.send()
        asset = making.asset()
        begun = threading.Event()
        sending = Sender(room.stack.url, key, film.content, told=lambda _stage: begun.set())
        thread = threading.Thread(target=sending.send)
        assert room.poll(trial.background(room, trial.uuid_of(asset)), within_seconds=trial.SEEN_SECONDS)
        thread.start()
        assert begun.wait(30)
        assert room.stack.stop() == 0
        room.await_no_strangers()
        start_again(room)
        thread.join()
        for sender, its in ((making, asset), (sending, sending.asset())):
            invariants.await_ready(sender, its)
            invariants.check(room, sender, its, film)
    finally:
        product.stop_or_kill(room.stack)


@pytest.mark.nightly
def test_with_the_real_settings_a_dead_workers_chunk_is_taken_over_within_a_minute(film: Film) -> None:
    with product.started(VIDARIUM_HEARTBEAT=REAL_HEARTBEAT) as stack:
        room, began = MachineRoom(stack), time.monotonic()
        taken = trial.run(room, stack.token(), film, Trial(FIRST, "worker", "background", 0.2))
        assert taken < 60, f"{taken:.0f} s, {time.monotonic() - began:.0f} s in all ({signal.SIGKILL.name})"
