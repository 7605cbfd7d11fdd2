"""The store: objects under keys, durable once they are put.

The local one keeps each object as a file. An object is there whole or not at all, and what `put` has answered for
survives a power cut: the file is synced, renamed into place, and every folder that changed is synced too.

    StorageError
    ├── DiskIsFull
    └── OtherFileSystem

A key that can't be one is a fault of ours, not of the world: `BadKey` is a ValueError.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, ClassVar, Protocol

from django.conf import settings

from vidarium.foundation.errors import VidariumError

PART = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
LONGEST_KEY = 500
INCOMING = ".incoming"
"""Where bytes lie until they are whole; no key begins with a dot, so it is never taken for one."""
FULLEST = 0.95
FULL = {errno.ENOSPC, errno.EDQUOT}
TRIES = 20


class StorageError(VidariumError):
    """The store could not do what it was asked."""

    code: ClassVar[str] = "storage"
    status: ClassVar[int] = 500


class DiskIsFull(StorageError):
    """There is no room left on the server's disk. Its operator must make some first."""

    code, status = "storage.full", 507


class OtherFileSystem(StorageError):
    """The data folder is spread over several file systems; files can't be moved into the store at once."""

    code, status = "storage.file_system", 500


class BadKey(ValueError):
    """A key is lower-case words of a-z, 0-9, `.`, `_` and `-`, joined by `/`; none begins with a dot."""


class Store(Protocol):
    """What every store can do. Keys are made by the server, never from what a stranger sent."""

    def put(self, key: str, path: Path) -> None:
        """Take the file at `path` in; it is no longer there afterwards. An object that was there before is replaced."""

    def put_bytes(self, key: str, content: bytes) -> None:
        """Keep `content`."""

    def path(self, key: str) -> Path:
        """A file of this machine that holds the object, to be read only."""

    def open(self, key: str) -> BinaryIO:
        """The object, to be read. Raises FileNotFoundError."""

    def exists(self, key: str) -> bool:
        """Whether the object is there, whole."""

    def size(self, key: str) -> int:
        """In bytes. Raises FileNotFoundError."""

    def list(self, prefix: str) -> Iterator[str]:
        """The keys under this folder, in order."""

    def folders(self, prefix: str) -> tuple[str, ...]:
        """The names of the folders directly under this one, in order."""

    def delete_prefix(self, prefix: str) -> int:
        """Delete everything under this folder; how many objects went. Safe to run again."""


class LocalStore:
    """Objects as files under one folder, on one file system."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, key: str, path: Path) -> None:
        target = self.path(key)
        with naming_trouble():
            sync(path)
            self._move(path, target)
            sync(path.parent)

    def put_bytes(self, key: str, content: bytes) -> None:
        target, incoming = self.path(key), self.root / INCOMING / secrets.token_hex(16)
        with naming_trouble():
            make_folder(incoming.parent)
            try:
                incoming.write_bytes(content)
                sync(incoming)
                self._move(incoming, target)
            finally:
                incoming.unlink(missing_ok=True)

    def _move(self, source: Path, target: Path) -> None:
        """Rename into place. Somebody may be deleting the folder at the same moment: then it is made anew."""
        for left in reversed(range(TRIES)):
            missing = [folder for folder in target.parents if not folder.is_dir()]
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                source.replace(target)
                break
            except FileNotFoundError:
                if left == 0 or not source.exists():
                    raise
        # Where a folder is gone again, so is the object: as if it had been deleted a moment later.
        with suppress(FileNotFoundError):
            for folder in (target.parent, *(made.parent for made in missing)):
                sync(folder)

    def path(self, key: str) -> Path:
        return self.root / checked(key)

    def open(self, key: str) -> BinaryIO:
        return self.path(key).open("rb")

    def exists(self, key: str) -> bool:
        return self.path(key).is_file()

    def size(self, key: str) -> int:
        return self.path(key).stat().st_size

    def list(self, prefix: str) -> Iterator[str]:
        folder = self.path(prefix)
        for place, folders, names in os.walk(folder):
            folders.sort()
            yield from (str(Path(place, name).relative_to(self.root)) for name in sorted(names))

    def folders(self, prefix: str) -> tuple[str, ...]:
        try:
            with os.scandir(self.path(prefix)) as entries:
                return tuple(sorted(entry.name for entry in entries if entry.is_dir(follow_symlinks=False)))
        except FileNotFoundError:
            return ()

    def delete_prefix(self, prefix: str) -> int:
        folder, gone = self.path(prefix), 0
        while folder.is_dir():
            gone += sum(1 for _ in self.list(prefix))
            # A cell that is put meanwhile makes the folder's own removal fail; it goes with the next round.
            shutil.rmtree(folder, onexc=_unless_it_grew)
            sync(folder.parent)
        return gone

    def tidy(self, *, older_than_seconds: float, now: float) -> None:
        """Drop what a killed process left half written. `now` is a Unix time."""
        with naming_trouble():
            make_folder(self.root / INCOMING)
        for path in (self.root / INCOMING).iterdir():
            if now - path.stat().st_mtime > older_than_seconds:
                path.unlink(missing_ok=True)


def store() -> LocalStore:
    """This installation's store."""
    return LocalStore(settings.ENVIRONMENT.data_dir / "objects")


def checked(key: str) -> str:
    """The key, or `BadKey`."""
    if len(key) > LONGEST_KEY or not all(PART.fullmatch(part) for part in key.split("/")):
        raise BadKey(f"{key!r} is not a key of the store.")
    return key


def check_room(at: Path) -> None:
    """Raises `DiskIsFull` where `is_full`."""
    if is_full(at):
        raise DiskIsFull


def is_full(at: Path) -> bool:
    """Whether the file system of `at` is 95 % full or more: what is left is for the database."""
    usage = shutil.disk_usage(at)
    return too_full(used=usage.used, free=usage.free)


def too_full(*, used: int, free: int) -> bool:
    """Both in bytes; `free` is what an ordinary user may still take."""
    return used >= FULLEST * (used + free)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, each one durable."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync(folder.parent)


def sync(path: Path) -> None:
    """Make a file's bytes, or a folder's names, survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def naming_trouble() -> Iterator[None]:
    """Give the errors of a disk that a caller can expect their names."""
    try:
        yield
    except OSError as trouble:
        if trouble.errno in FULL:
            raise DiskIsFull from trouble
        if trouble.errno == errno.EXDEV:
            raise OtherFileSystem from trouble
        raise


def _unless_it_grew(_function: object, _path: str, trouble: BaseException) -> None:
    grew = isinstance(trouble, OSError) and trouble.errno in {errno.ENOTEMPTY, errno.ENOENT}
    if not grew:
        raise trouble
