"""Which user a program in the sandbox is. Never root."""

from __future__ import annotations

import os
import pwd
import stat
from pathlib import Path
from typing import NamedTuple

SERVICE_USER = "vidarium"
NOBODY = 65534


class User(NamedTuple):
    """A user of this machine and its first group, by number."""

    uid: int
    gid: int


def service_user() -> User:
    """Who runs foreign programs: the user `vidarium` from a root start (`nobody` where there is none), else ourselves.

    Asked anew each time, because the supervisor may make the user after this module was loaded.
    """
    if os.geteuid() != 0:
        return User(os.geteuid(), os.getegid())
    try:
        entry = pwd.getpwnam(SERVICE_USER)
    except KeyError:
        return User(NOBODY, NOBODY)
    return User(entry.pw_uid, entry.pw_gid)


def let_read(path: Path, user: User) -> None:
    """Open `path` to the group of `user` where that user could not read it. Only root can and need do so."""
    status = path.stat()
    if os.geteuid() != 0 or status.st_uid == user.uid or status.st_mode & stat.S_IROTH:
        return
    group_reads = status.st_gid == user.gid and status.st_mode & stat.S_IRGRP
    if not group_reads:
        # The owner stays: what lies in the sandbox can read the file and no more.
        os.chown(path, -1, user.gid)
        path.chmod(stat.S_IMODE(status.st_mode) | stat.S_IRGRP)


def let_write(folder: Path, user: User) -> None:
    """Give `folder` to `user`, so that what it writes is its own and not root's."""
    if os.geteuid() == 0 and folder.stat().st_uid != user.uid:
        os.chown(folder, user.uid, user.gid)
