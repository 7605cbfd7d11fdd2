"""The local store: what was put is whole, durable, and lies where its key says and nowhere else."""

from __future__ import annotations

import errno
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidarium.foundation import storage
from vidarium.foundation.storage import BadKey, DiskIsFull, LocalStore, OtherFileSystem


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "objects")


def written(path: Path, content: bytes = b"film") -> Path:
    path.write_bytes(content)
    return path


@contextmanager
def watched() -> Iterator[list[tuple[str, Path]]]:
    """The calls that reach the operating system to sync or to rename, in order: what was synced, what was renamed."""
    seen: list[tuple[str, Path]] = []

    def watch(frame: FrameType, event: str, called: Any) -> None:
        if event == "c_call" and called is os.fsync:
            seen.append(("sync", Path(f"/proc/self/fd/{frame.f_locals['descriptor']}").readlink()))
        elif event == "c_call" and called is os.replace:
            seen.append(("rename", Path(frame.f_locals["self"])))

    sys.setprofile(watch)
    try:
        yield seen
    finally:
        sys.setprofile(None)


# -- durability --------------------------------------------------------------------------------------------------------
def test_a_file_is_synced_then_renamed_then_its_folder_is_synced(store: LocalStore, tmp_path: Path) -> None:
    storage.make_folder(store.path("c/a"))
    film = written(tmp_path / "film")
    with watched() as calls:
        store.put("c/a/source", film)
    assert calls == [("sync", film), ("rename", film), ("sync", store.root / "c/a"), ("sync", tmp_path)]


def test_every_folder_that_is_made_is_synced_into_the_one_above(store: LocalStore, tmp_path: Path) -> None:
    film = written(tmp_path / "film")
    with watched() as calls:
        store.put("c/a/source", film)
    folders = [path for what, path in calls[calls.index(("rename", film)) :] if what == "sync"]
    assert folders == [store.root / "c/a", store.root / "c", store.root, tmp_path, tmp_path]


def test_bytes_are_synced_before_they_have_their_name(store: LocalStore) -> None:
    with watched() as calls:
        store.put_bytes("c/a/init.mp4", b"init")
    renamed = next(place for place, (what, _) in enumerate(calls) if what == "rename")
    assert ("sync", calls[renamed][1]) in calls[:renamed]
    assert ("sync", store.root / "c/a") in calls[renamed:]


def test_a_file_is_moved_not_copied(store: LocalStore, tmp_path: Path) -> None:
    film = written(tmp_path / "film")
    number = film.stat().st_ino
    store.put("c/a/source", film)
    assert store.path("c/a/source").stat().st_ino == number
    assert not film.exists()


def test_putting_again_replaces(store: LocalStore) -> None:
    store.put_bytes("c/a/poster.jpg", b"one")
    store.put_bytes("c/a/poster.jpg", b"two")
    assert store.path("c/a/poster.jpg").read_bytes() == b"two"
    assert list((store.root / storage.INCOMING).iterdir()) == []


def test_a_file_that_is_not_there_is_not_put(store: LocalStore, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        store.put("c/a/source", tmp_path / "nothing")


# -- reading -----------------------------------------------------------------------------------------------------------
def test_an_object_can_be_read(store: LocalStore) -> None:
    store.put_bytes("c/a/source", b"film")
    with store.open("c/a/source") as opened:
        assert opened.read() == b"film"
    assert store.size("c/a/source") == 4
    assert store.exists("c/a/source")


def test_an_object_that_was_never_put_is_not_there(store: LocalStore) -> None:
    assert not store.exists("c/a/source")
    assert not store.exists("c")
    for ask in (store.open, store.size):
        with pytest.raises(FileNotFoundError):
            ask("c/a/source")


def test_keys_and_folders_are_listed_in_order(store: LocalStore) -> None:
    for key in ("c/b/x/2", "c/a/source", "c/b/x/10", "c/b/poster.jpg"):
        store.put_bytes(key, b"")
    assert list(store.list("c")) == ["c/a/source", "c/b/poster.jpg", "c/b/x/10", "c/b/x/2"]
    assert store.folders("c") == ("a", "b")
    assert store.folders("nobody") == ()
    assert list(store.list("nobody")) == []


# -- deleting ----------------------------------------------------------------------------------------------------------
def test_everything_under_a_prefix_goes_and_nothing_beside_it(store: LocalStore) -> None:
    for key in ("c/a/source", "c/a/g/1/init.mp4", "c/ab/source"):
        store.put_bytes(key, b"")
    assert store.delete_prefix("c/a") == 2
    assert list(store.list("c")) == ["c/ab/source"]
    assert store.delete_prefix("c/a") == 0


def test_a_link_is_removed_and_what_it_names_stays(store: LocalStore, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    written(outside / "film")
    store.put_bytes("c/a/source", b"")
    (store.root / "c/a/link").symlink_to(outside)
    store.delete_prefix("c/a")
    assert (outside / "film").exists()
    assert not (store.root / "c/a").exists()


def test_what_is_put_while_its_folder_is_deleted_is_there_or_gone_but_raises_nothing(store: LocalStore) -> None:
    failed: list[OSError] = []

    def put() -> None:
        try:
            for number in range(150):
                store.put_bytes(f"c/a/g/{number}", b"cell")
        except OSError as trouble:
            failed.append(trouble)

    thread = threading.Thread(target=put)
    thread.start()
    while thread.is_alive():
        store.delete_prefix("c/a")
        time.sleep(0.02)
    thread.join()
    assert failed == []
    store.delete_prefix("c/a")
    assert list(store.list("c")) == []


def test_what_a_killed_process_left_half_written_is_dropped(store: LocalStore) -> None:
    store.put_bytes("c/a/source", b"film")
    left = written(store.root / storage.INCOMING / "half")
    store.tidy(older_than_seconds=60, now=left.stat().st_mtime + 59)
    assert left.exists()
    store.tidy(older_than_seconds=60, now=left.stat().st_mtime + 61)
    assert not left.exists()
    assert store.exists("c/a/source")


def test_an_empty_store_has_nothing_to_drop(store: LocalStore) -> None:
    store.tidy(older_than_seconds=0, now=0)
    assert list((store.root / storage.INCOMING).iterdir()) == []


# -- keys --------------------------------------------------------------------------------------------------------------
ODD = [
    "", "/", "/etc/passwd", "..", "c/../../x", "c//a", "c/", "c/./a", "c/.hidden", "c/a\n", "c/a\0",
    "C/A", "c/ä", "c\\a", "c/%2e", "c/a b", "-c", "c/" + "a" * 101,
]  # fmt: skip


@pytest.mark.parametrize("key", [*ODD, "/".join(["a" * 90] * 6)])
def test_an_odd_key_is_a_fault_of_ours(store: LocalStore, tmp_path: Path, key: str) -> None:
    """T-13."""
    calls: list[Callable[[], object]] = [
        lambda: store.put(key, written(tmp_path / "film")),
        lambda: store.put_bytes(key, b""),
        lambda: store.open(key),
        lambda: store.exists(key),
        lambda: store.delete_prefix(key),
        lambda: list(store.list(key)),
    ]
    for call in calls:
        with pytest.raises(BadKey):
            call()
    assert not store.root.exists()


@given(st.text(st.sampled_from("ab/._-.AÄ\0 ~\n"), max_size=12))
def test_no_key_leads_out_of_the_store(key: str) -> None:
    """T-13."""
    root = Path("/data/objects")
    try:
        path = LocalStore(root).path(key)
    except BadKey:
        return
    assert Path(os.path.normpath(path)).is_relative_to(root)
    assert path != root


# -- a disk in trouble -------------------------------------------------------------------------------------------------
def test_a_full_disk_has_a_name() -> None:
    with pytest.raises(DiskIsFull), storage.naming_trouble(), Path("/dev/full").open("wb", buffering=0) as full:
        full.write(b"x")


def test_another_file_system_has_a_name() -> None:
    with pytest.raises(OtherFileSystem), storage.naming_trouble():
        raise OSError(errno.EXDEV, "Invalid cross-device link")


def test_other_trouble_keeps_its_own() -> None:
    with pytest.raises(PermissionError), storage.naming_trouble():
        raise PermissionError


def test_95_of_100_is_too_full() -> None:
    assert storage.too_full(used=95, free=5)
    assert not storage.too_full(used=94, free=6)


def test_this_disk_has_room(tmp_path: Path) -> None:
    storage.check_room(tmp_path)


def test_the_installations_store_lies_in_its_data_folder(settings: Any) -> None:
    assert storage.store().root == settings.ENVIRONMENT.data_dir / "objects"
