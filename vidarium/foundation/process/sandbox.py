"""The box itself: the words with which bubblewrap is called. Decides, starts nothing.

Inside there are the system's /usr, the program, each input under /in, the output folder as /out and an empty /tmp.
There is no network, no home, no other process, no capability, no root.
"""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from pathlib import Path

from vidarium.foundation.process.leash import GATE
from vidarium.foundation.process.programs import Program, find
from vidarium.foundation.process.step import Limits, Step
from vidarium.foundation.process.users import User

TMP_BYTES = 64 << 20
FOLDERS = ("/programs", "/packages", "/in")
"""Made on purpose: left to itself bubblewrap makes such a folder root's alone."""
OPEN_FILES = 256
ENVIRONMENT = {"PATH": "/usr/bin", "HOME": "/tmp", "LANG": "C.UTF-8"}  # noqa: S108 - the sandbox's own, not the machine's


def command(step: Step, *, within: Limits, as_user: User, filter_fd: int, nice: int) -> list[str]:
    """The whole argument list, from `nice` to the last argument of the program."""
    program = find(step.program)
    words = ["nice", "-n", str(nice)] if nice else []
    words += ["bwrap", *_walls(), "--seccomp", str(filter_fd)]
    words += [*_system(), *_program(program), *_files(step)]
    # Last of all, since nothing can be added to a read-only root. Else /, a tmpfs, could be filled up to all memory.
    words += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp", "--"]  # noqa: S108
    return [*words, *_drop(as_user), *_limits(within), *GATE, *program.command, *step.arguments]


def _walls() -> Iterator[str]:
    """New namespaces. From a root start none for users, whose root would still be this machine's: `_drop` drops it."""
    yield from ("--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try")
    yield from ("--die-with-parent", "--cap-drop", "ALL")
    if os.geteuid() == 0:
        # What setpriv needs to become somebody else, and gives up in doing so.
        yield from ("--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--cap-add", "CAP_SETPCAP")
    else:
        yield "--unshare-user"


def _system() -> Iterator[str]:
    yield from ("--ro-bind", "/usr", "/usr")
    for folder in ("/bin", "/sbin", "/lib", "/lib64"):
        if Path(folder).is_symlink():
            yield from ("--symlink", str(Path(folder).readlink()), folder)
        elif Path(folder).is_dir():
            yield from ("--ro-bind", folder, folder)
    yield from ("--proc", "/proc", "--dev", "/dev")
    # bubblewrap makes a tmpfs root's own; 1777 so that the service user can write to it too.
    for folder in FOLDERS:
        yield from ("--perms", "0755", "--dir", folder)
    yield from ("--perms", "1777", "--size", str(TMP_BYTES), "--tmpfs", "/tmp")  # noqa: S108


def _program(program: Program) -> Iterator[str]:
    for outside, inside in program.binds:
        yield from ("--ro-bind", outside, inside)
    yield "--clearenv"
    for name, value in {**ENVIRONMENT, **program.environment}.items():
        yield from ("--setenv", name, value)


def _files(step: Step) -> Iterator[str]:
    for name, path in step.inputs.items():
        yield from ("--ro-bind", str(path.resolve(strict=True)), f"/in/{_plain(name)}")
    if step.output:
        yield from ("--bind", str(step.output.resolve(strict=True)), "/out")


def _plain(name: str) -> str:
    if Path(name).name != name or name in {"", ".", ".."}:
        raise ValueError(f"The name of an input is one plain word, not {name!r}.")
    return name


def _drop(user: User) -> Iterator[str]:
    if os.geteuid() == 0:
        yield from ("/usr/bin/setpriv", "--reuid", str(user.uid), "--regid", str(user.gid), "--clear-groups")
        yield from ("--bounding-set", "-all", "--inh-caps", "-all", "--no-new-privs", "--")


def _limits(limits: Limits) -> Iterator[str]:
    """Set inside, where a user namespace counts its own processes only and not everything that its user runs."""
    processes = limits.processes
    if os.geteuid() == 0:
        # Here the count is of all that the service user runs: its database and one such run on each core.
        processes *= 1 + (os.cpu_count() or 1)
    yield "/usr/bin/prlimit"
    # ffmpeg catches the signal of a soft limit and goes on, so soft and hard are one: the kernel kills.
    yield f"--cpu={_at_most(limits.cpu_seconds, resource.RLIMIT_CPU)}"
    yield f"--as={_at_most(limits.memory_bytes, resource.RLIMIT_AS)}"
    yield f"--fsize={_at_most(limits.file_bytes, resource.RLIMIT_FSIZE)}"
    yield f"--nproc={_at_most(processes, resource.RLIMIT_NPROC)}"
    yield f"--nofile={_at_most(OPEN_FILES, resource.RLIMIT_NOFILE)}"
    yield from ("--core=0", "--")


def _at_most(wanted: int, kind: int) -> int:
    """A limit can be lowered only: the smaller of the one wanted and the one we live under ourselves."""
    _, hard = resource.getrlimit(kind)
    return wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
