"""SIGKILL of any part at any moment of upload or production: nothing is lost, nothing doubled, nobody has to help.

A failure names its seed. `VIDARIUM_FAULT_SEED=N` begins at that seed; `VIDARIUM_FAULT_TRIALS=N` says how many make a night.
The supervisor's own trials, and one with the real settings, are in `test_start_again.py`.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime

import pytest

from tests.faults import trial
from tests.faults.invariants import Film
from tests.faults.machine_room import MachineRoom
from tests.faults.trial import Trial
from tests.sampling import daily

GIVEN = os.environ.get("VIDARIUM_FAULT_SEED")
FIRST, A_ROUND = int(GIVEN or 0), 18
EVERYDAY = (0, 4, 8, 9, 13, 16)
"""Of a round: each of the six stages once, and among them each of the four parts that it kills."""
TONIGHT, NIGHTLY = int(GIVEN or datetime.now(UTC).toordinal() * 1000), int(os.environ.get("VIDARIUM_FAULT_TRIALS", "200"))


@pytest.mark.parametrize("seed", daily(range(FIRST, FIRST + A_ROUND), of_these=[FIRST + one for one in EVERYDAY]))
def test_a_part_that_is_killed_loses_nothing(room: MachineRoom, key: str, film: Film, seed: int) -> None:
    assert trial.run(room, key, film, Trial.of(seed)) < 60


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(TONIGHT, TONIGHT + NIGHTLY))
def test_not_in_a_night_full_of_trials_either(room: MachineRoom, key: str, film: Film, seed: int) -> None:
    assert trial.run(room, key, film, Trial.of(seed)) < 60
