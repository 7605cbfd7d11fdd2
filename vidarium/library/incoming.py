"""The part of a file that has arrived so far: `DATA_DIR/uploads/{company}/{upload}`, held by one writer at a time.

What may be believed of it is what the database says was acknowledged. Bytes beyond that were written by a process that
died before it could record them; they are cut off when the next writer begins, since nobody was told that they are safe.
"""

from __future__ import annotations

import fcntl
import os
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from vidarium.foundation import storage
from vidarium.library.errors import UploadIsBusy, UploadIsLost

READABLE = 0o644
"""The folder above decides who may come near; the sandboxed programs must be able to read the finished film."""


def root() -> Path:
    """Where all parts lie, a folder for each company."""
    data_dir: Path = settings.ENVIRONMENT.data_dir
    return data_dir / "uploads"


def path_of(company_id: uuid.UUID, upload_id: uuid.UUID) -> Path:
    """Where this upload's bytes lie."""
    return root() / company_id.hex / upload_id.hex


def drop(company_id: uuid.UUID, upload_id: uuid.UUID) -> None:
    """Delete what has arrived. A writer that still holds it finds out by `Part.is_gone`."""
    path = path_of(company_id, upload_id)
    path.unlink(missing_ok=True)
    if path.parent.is_dir():
        storage.sync(path.parent)


@contextmanager
def held(company_id: uuid.UUID, upload_id: uuid.UUID) -> Iterator[Part]:
    """The upload's part, for one writer among all processes of this machine. Raises `UploadIsBusy`, `DiskIsFull`.

    Ask the database where the upload stands only after this: before, another writer may still be moving it.
    """
    part = take(company_id, upload_id)
    try:
        yield part
    finally:
        part.close()


def take(company_id: uuid.UUID, upload_id: uuid.UUID) -> Part:
    """As `held`, for a caller who closes it."""
    path = path_of(company_id, upload_id)
    with storage.naming_trouble():
        part = Part(path, _opened(path))
    try:
        fcntl.flock(part.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as held_already:
        part.ask_for()
        part.close()
        raise UploadIsBusy from held_already
    return part


def _opened(path: Path) -> int:
    """The file's descriptor; a file that is new is durable in its folder."""
    try:
        return os.open(path, os.O_WRONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except FileNotFoundError:
        storage.make_folder(path.parent)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, READABLE)
    storage.sync(path.parent)
    return descriptor


class Part:
    """An open, locked part. Closing it lets the next writer in; so does the death of the process."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path, self.descriptor = path, descriptor

    def start(self, offset: int) -> None:
        """Stand at `offset`, with nothing beyond it. Raises `UploadIsLost` where less is there than was acknowledged."""
        if self.is_gone() or os.fstat(self.descriptor).st_size < offset:
            raise UploadIsLost
        self.cut(offset)

    def cut(self, offset: int) -> None:
        """Throw away everything from `offset` on."""
        os.ftruncate(self.descriptor, offset)
        os.lseek(self.descriptor, offset, os.SEEK_SET)

    def write(self, chunks: Iterable[bytes]) -> None:
        """Append. Raises `DiskIsFull`."""
        with storage.naming_trouble():
            for chunk in chunks:
                rest = memoryview(chunk)
                while rest:
                    rest = rest[os.write(self.descriptor, rest) :]

    def sync(self) -> None:
        """What was written survives a power cut from now on. Raises `DiskIsFull`."""
        with storage.naming_trouble():
            os.fsync(self.descriptor)

    def is_gone(self) -> bool:
        """Whether the file that is held is no longer the one at its place: terminated, expired or finished."""
        ours = os.fstat(self.descriptor)
        try:
            there = self.path.stat(follow_symlinks=False)
        except FileNotFoundError:
            return True
        return (ours.st_dev, ours.st_ino) != (there.st_dev, there.st_ino)

    def ask_for(self) -> None:
        """Tell the writer who holds it, in whichever process, that somebody else wants to send: its access time says so."""
        os.utime(self.descriptor, ns=(time.time_ns(), os.fstat(self.descriptor).st_mtime_ns))

    def is_wanted_since(self, moment: float) -> bool:
        """Whether somebody has asked for it since then (Unix time)."""
        return os.fstat(self.descriptor).st_atime >= moment

    def close(self) -> None:
        os.close(self.descriptor)
