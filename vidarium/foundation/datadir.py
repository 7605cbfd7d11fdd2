"""The folder where everything is kept: which folders it has, and who may enter them.

Started as root, PostgreSQL and the sandboxed programs run as the system user `vidarium`; what they need is theirs.
Started as anyone else every folder is that person's alone.
"""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
from pathlib import Path

from vidarium.foundation.environment import SERVICE_USER, Environment
from vidarium.foundation.errors import StartRefused
from vidarium.foundation.process.users import User, service_user

PRIVATE = ("keys", "logs")
SHARED = ("objects", "uploads", "work")
OWNED = ("postgres", "run")
PUBLIC = ("static", "programs", "samples")
LEAST_FREE_BYTES = 10**9
FULLEST = 0.95


def lay_out(environment: Environment) -> None:
    """Make the folders that are missing, with the right owners. Raises `StartRefused` where the machine does not let us."""
    root = os.geteuid() == 0
    user = make_service_user() if root else service_user()
    at = environment.data_dir
    try:
        at.mkdir(mode=0o755 if root else 0o700, parents=True, exist_ok=True)
        for name in (*PRIVATE, *SHARED, *OWNED, *PUBLIC):
            _folder(at / name, user, private=name in PRIVATE, owned=name in OWNED)
        _folder(environment.sockets, user, private=False, owned=True)
    except OSError as refused:
        raise StartRefused(f"DATA_DIR {at} can't be used: {refused.strerror}. Choose a folder that you may write to.") from refused
    if root:
        _check_way(at, user)


def check_space(at: Path) -> None:
    """Raises `StartRefused` where the disk is nearly full: less than 1 GB free, or 95 % used."""
    usage = shutil.disk_usage(at)
    # Not `used / total`: a file system keeps some of its room from ordinary users.
    filled = usage.used / (usage.used + usage.free)
    if usage.free < LEAST_FREE_BYTES or filled >= FULLEST:
        left = f"{usage.free / 10**9:.1f} GB free, {filled:.0%} used"
        raise StartRefused(f"The disk under {at} is nearly full ({left}): make room, or set DATA_DIR to a larger one.")


def make_service_user() -> User:
    """The system user `vidarium`, made if there is none yet. Only for root."""
    try:
        pwd.getpwnam(SERVICE_USER)
    except KeyError:
        _useradd()
    return service_user()


def _useradd() -> None:
    words = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin"]
    try:
        made = subprocess.run([*words, SERVICE_USER], capture_output=True, text=True, check=False)  # noqa: S603 - constants
    except FileNotFoundError as missing:
        raise StartRefused("useradd is missing: install it with `apt install passwd`.") from missing
    # 9: somebody else made it a moment ago.
    if made.returncode not in {0, 9}:
        raise StartRefused(f"The system user {SERVICE_USER} could not be made: {made.stderr.strip()}")


def _folder(path: Path, user: User, *, private: bool, owned: bool) -> None:
    path.mkdir(mode=0o700, exist_ok=True)
    status = path.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid not in {os.geteuid(), user.uid}:
        raise StartRefused(f"{path} is not a folder of ours: move it away.")
    if os.geteuid() != 0 or private:
        path.chmod(0o700)
    elif owned:
        os.chown(path, user.uid, user.gid)
        path.chmod(0o700)
    elif path.name in SHARED:
        os.chown(path, -1, user.gid)
        path.chmod(0o750)
    else:
        path.chmod(0o755)


def _check_way(at: Path, user: User) -> None:
    """Every folder above must let the service user pass."""
    for folder in (at, *at.parents):
        status = folder.stat()
        passes = status.st_mode & stat.S_IXOTH or (status.st_gid == user.gid and status.st_mode & stat.S_IXGRP)
        if not passes and status.st_uid != user.uid:
            raise StartRefused(f"DATA_DIR {at} lies behind {folder}, which the user {SERVICE_USER} can't enter: choose another place.")
