"""The folder where everything is kept."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stack import fresh_data_dir
from vidarium.foundation import datadir, environment
from vidarium.foundation.errors import StartRefused

root_alone = pytest.mark.skipif(os.geteuid() != 0, reason="only a root start gives folders to others")


@pytest.fixture
def at() -> Iterator[Path]:
    folder = fresh_data_dir()
    yield folder
    shutil.rmtree(folder)


def laid_out(at: Path) -> Path:
    datadir.lay_out(environment.read({"DATA_DIR": str(at)}))
    return at


def modes(at: Path) -> dict[str, str]:
    return {path.name: oct(path.stat().st_mode & 0o777) for path in at.iterdir()}


def test_keys_and_logs_are_for_nobody_else(at: Path) -> None:
    found = modes(laid_out(at))
    assert (found["keys"], found["logs"]) == ("0o700", "0o700")


@root_alone
def test_a_root_start_gives_the_service_user_what_it_works_on(at: Path) -> None:
    user = datadir.make_service_user()
    laid_out(at)
    assert {name: (at / name).stat().st_uid for name in ("postgres", "run", "keys", "objects")} == {
        "postgres": user.uid,
        "run": user.uid,
        "keys": 0,
        "objects": 0,
    }
    assert {(at / name).stat().st_gid for name in ("objects", "uploads", "work")} == {user.gid}


@root_alone
def test_a_folder_that_the_service_user_can_not_reach_is_refused_with_a_sentence(at: Path) -> None:
    at.chmod(0o700)
    with pytest.raises(StartRefused, match=f"lies behind {at}, which the user vidarium can't enter"):
        laid_out(at / "data")


def test_laying_it_out_again_changes_nothing(at: Path) -> None:
    before = modes(laid_out(at))
    assert modes(laid_out(at)) == before


def test_a_link_in_the_place_of_a_folder_is_refused(at: Path) -> None:
    (at / "postgres").symlink_to("/etc")
    with pytest.raises(StartRefused, match="is not a folder of ours: move it away"):
        laid_out(at)


def test_a_place_that_can_not_be_written_is_told_in_a_sentence() -> None:
    with pytest.raises(StartRefused, match="DATA_DIR /proc/vidarium can't be used"):
        laid_out(Path("/proc/vidarium"))


@pytest.mark.parametrize(("name", "value"), [("LEAST_FREE_BYTES", 10**18), ("FULLEST", 0.0)])
def test_a_disk_that_is_nearly_full_stops_the_start(at: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: float) -> None:
    monkeypatch.setattr(datadir, name, value)
    with pytest.raises(StartRefused, match=r"is nearly full \(.* GB free, .*% used\): make room, or set DATA_DIR"):
        datadir.check_space(at)


def test_a_disk_with_room_passes(at: Path) -> None:
    datadir.check_space(at)
