"""Is the port free, and if not, who has it?

granian binds with SO_REUSEPORT: a second server on the same port would start without a word and take half the visitors.
"""

from __future__ import annotations

import socket
from contextlib import suppress
from pathlib import Path

from vidarium.foundation.errors import StartRefused

LISTENING = "0A"


def check(host: str, port: int) -> None:
    """Raises `StartRefused`, with who to stop, where something listens on the port or we may not."""
    # A browser that is sent to localhost asks ::1 first: a stranger there would be shown instead of us.
    for family, address in ((socket.AF_INET, host), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((address, port))
        except PermissionError as refused:
            raise StartRefused(f"Port {port} is for root alone: set PORT to a number above 1023.") from refused
        except OSError as taken:
            if family == socket.AF_INET or holder(port):
                raise StartRefused(f"Port {port} is taken{_by(holder(port))} set PORT to another number.") from taken


def holder(port: int) -> int | None:
    """The process that listens on the port, None where there is none or we may not see it."""
    sockets = {f"socket:[{inode}]" for inode in _inodes(port)}
    for folder in Path("/proc").iterdir():
        if sockets and folder.name.isdigit() and sockets & _open_files(folder / "fd"):
            return int(folder.name)
    return None


def _by(process: int | None) -> str:
    """The middle of the sentence, up to what can be done besides."""
    if process is None:
        return ":"
    try:
        name = (Path("/proc") / str(process) / "comm").read_text().strip()
    except OSError:
        return ":"
    return f" by {name} (process {process}): stop it with `kill {process}`, or"


def _inodes(port: int) -> set[str]:
    """Sockets that listen on the port, from the kernel's tables (proc(5), /proc/net/tcp)."""
    found = set()
    for table in ("tcp", "tcp6"):
        path = Path("/proc/net") / table
        for line in path.read_text().splitlines()[1:] if path.exists() else ():
            fields = line.split()
            if fields[3] == LISTENING and int(fields[1].rpartition(":")[2], 16) == port:
                found.add(fields[9])
    return found


def _open_files(folder: Path) -> set[str]:
    found = set()
    # Another user's process, or a file that has been closed meanwhile.
    with suppress(OSError):
        for entry in folder.iterdir():
            with suppress(OSError):
                found.add(str(entry.readlink()))
    return found
