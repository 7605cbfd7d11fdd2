"""SIGKILL of any part at any moment of upload or production: nothing is lost, nothing doubled, nobody has to help.

`VIDARIUM_FAULT_SEED=N` begins the everyday trials at another seed; `VIDARIUM_FAULT_TRIALS=N` says how many make a night.
"""

from __future__ import annotations

import os

import pytest

from tests.faults import trial
from tests.faults.invariants import Film
from tests.faults.machine_room import MachineRoom
from tests.faults.trial import Trial

FIRST = int(os.environ.get("VIDARIUM_FAULT_SEED", "0"))
EVERYDAY = 18
NIGHTLY = int(os.environ.get("VIDARIUM_FAULT_TRIALS", "200"))


@pytest.mark.parametrize("seed", range(FIRST, FIRST + EVERYDAY))
def test_a_part_that_is_killed_loses_nothing(room: MachineRoom, key: str, film: Film, seed: int) -> None:
    assert trial.run(room, key, film, Trial.of(seed)) < 60
