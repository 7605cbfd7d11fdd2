"""The workshop: `DATA_DIR/work`, where pieces lie while they are being made, each run's in a folder of its own.

It is on the store's disk, so that a cell moves into place by rename. A folder is locked for as long as its run lives;
what a killed one left behind is found by that.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

from vidarium.foundation import storage

YOUNG_SECONDS = 60.0
"""A folder is made a moment before it is locked."""


def root() -> Path:
    """Where all of it lies."""
    data_dir: Path = settings.ENVIRONMENT.data_dir
    return data_dir / "work"


@contextmanager
def bench() -> Iterator[Path]:
    """A folder of this run's own, gone afterwards. Raises `DiskIsFull`."""
    folder = root() / uuid.uuid4().hex
    with storage.naming_trouble():
        folder.mkdir(parents=True)
    try:
        with _locked(folder):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def tidy() -> None:
    """Drop what runs left behind that were killed."""
    for folder in list(root().iterdir()) if root().is_dir() else ():
        # Its run, or another tidying, is done with it at this moment.
        with suppress(FileNotFoundError, BlockingIOError):
            if time.time() - folder.stat().st_mtime > YOUNG_SECONDS:
                with _locked(folder):
                    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """The lock ends with the process, however it ends. Raises BlockingIOError where another has it."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)
