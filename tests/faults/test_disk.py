"""A full disk: nothing half made is published, nothing is accepted that would be lost, and with room again everything goes on."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import stack as product
from tests.faults import invariants, trial
from tests.faults.conftest import made
from tests.faults.machine_room import MachineRoom, until
from tests.faults.sender import Sender

ROOMY, SPARE_BYTES = 2 << 30, 256 << 10
SET_ASIDE = "SELECT count(*) FROM production_rendition WHERE set_aside <> '{}'"


def mount(*words: str) -> bool:
    """Whether this machine lets us."""
    return os.geteuid() == 0 and subprocess.run(["mount", *words], capture_output=True, check=False).returncode == 0


def resize(at: Path, size_bytes: int) -> None:
    assert mount("-o", f"remount,size={size_bytes}", str(at))


@pytest.fixture
def disk() -> Iterator[Path]:
    """A `DATA_DIR` on a disk of its own, whose size can be changed."""
    folder = product.fresh_data_dir()
    if not mount("-t", "tmpfs", "-o", f"size={ROOMY},mode=755", "tmpfs", str(folder)):
        folder.rmdir()
        pytest.skip("only root may mount a disk, and only where the machine allows it")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)
    folder.rmdir()


def fill(disk: Path) -> None:
    """Leave next to nothing."""
    resize(disk, shutil.disk_usage(disk).used + SPARE_BYTES)


def test_a_full_disk_costs_no_film(disk: Path, tmp_path: Path) -> None:
    film = made(tmp_path, seconds=40, size="640x360")
    with product.started(data_dir=disk) as stack:
        room, key = MachineRoom(stack), stack.token()
        making, late = Sender(stack.url, key, film.content), Sender(stack.url, key, film.content)
        making.send()
        asset = making.asset()
        assert room.poll(trial.background(room, trial.uuid_of(asset)), within_seconds=trial.SEEN_SECONDS)
        fill(disk)
        assert late.refused() == 507
        waits = until(lambda: "chunk waits for the machine" in (disk / "logs" / "worker.log").read_text(), seconds=trial.SEEN_SECONDS)
        assert waits
        # Long enough for three strikes, were they counted.
        time.sleep(6)
        assert room.query(SET_ASIDE) == [(0,)]
        assert making.read(f"/api/v1/assets/{asset}")["status"] != "failed"
        resize(disk, ROOMY)
        room.await_health()
        late.send()
        for sender in (making, late):
            invariants.await_ready(sender, sender.asset())
            invariants.check(room, sender, sender.asset(), film)
