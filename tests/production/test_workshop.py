"""Where pieces lie while they are made: nothing stays of a run that was killed, nothing is taken from one that lives."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from vidarium.production import workshop

OLD = 1.0
"""A time long past."""
HOLDING = """
import fcntl, os, sys
fcntl.flock(os.open(sys.argv[1], os.O_RDONLY), fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def left() -> Path:
    """What a killed run left behind."""
    folder = workshop.root() / "left"
    folder.mkdir(parents=True)
    (folder / "000001.m4s").write_bytes(b"half")
    os.utime(folder, (OLD, OLD))
    return folder


def test_a_bench_is_gone_when_its_run_is_over() -> None:
    with workshop.bench() as folder:
        (folder / "piece").write_bytes(b"x")
    assert not folder.exists()


def test_what_a_killed_run_left_is_dropped(left: Path) -> None:
    workshop.tidy()
    assert not left.exists()


def test_what_a_running_one_has_is_left_to_it() -> None:
    with workshop.bench() as folder:
        os.utime(folder, (OLD, OLD))
        workshop.tidy()
        assert folder.exists()


def test_the_lock_dies_with_its_process(left: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLDING, str(left)], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as run:
        assert run.stdout
        assert run.stdout.readline() == b"held\n"
        workshop.tidy()
        assert left.exists()
        run.kill()
    workshop.tidy()
    assert not left.exists()
