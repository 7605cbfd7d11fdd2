"""Where ffmpeg and the probe's Python lie on this machine, and where inside the sandbox."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from vidarium.foundation.process.errors import SandboxUnavailable

USR = Path("/usr")


@dataclass(frozen=True)
class Program:
    """A program as it is seen inside."""

    command: tuple[str, ...]
    binds: tuple[tuple[str, str], ...]
    """Read-only: place on this machine, place inside."""
    environment: dict[str, str] = field(default_factory=dict)


@cache
def find(name: str) -> Program:
    """The program called `name`: `ffmpeg` or `probe`."""
    return {"ffmpeg": _ffmpeg, "probe": _probe}[name]()


def _ffmpeg() -> Program:
    """The binary of the imageio-ffmpeg wheel, found by its place: the wheel's own search would start it unboxed."""
    binaries = sorted((_package("imageio_ffmpeg") / "binaries").glob("ffmpeg-*"))
    if not binaries:
        raise SandboxUnavailable("The imageio-ffmpeg package brought no ffmpeg for this machine: install it again.")
    return Program(("/programs/ffmpeg",), ((str(binaries[-1]), "/programs/ffmpeg"),))


def _probe() -> Program:
    """CPython with PyAV and nothing else of our environment.

    Bound to a place of its own (`/python`), because bubblewrap gives created parent folders the modes of the real
    ones, and behind a closed home the service user could not reach it.
    """
    home = Path(sys.base_prefix).resolve()
    inside = home if home.is_relative_to(USR) else Path("/python")
    binds = [] if inside == home else [(str(home), str(inside))]
    package = _package("av")
    # The wheel's own libraries lie beside the package; Debian's package has none and uses those under /usr.
    beside = (package, package.with_name("av.libs"))
    binds += [(str(folder), f"/packages/{folder.name}") for folder in beside if folder.is_dir()]
    python = inside / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"
    environment = {
        "PYTHONHOME": str(inside),
        # PyAV, and before it nothing; behind it what a step brings as its own modules.
        "PYTHONPATH": "/packages:/in",
        "PYTHONDONTWRITEBYTECODE": "1",
        "LD_LIBRARY_PATH": str(inside / "lib"),
    }
    # -S and -s: no site-packages of whatever kind; PyAV is found through PYTHONPATH alone.
    return Program((str(python), "-S", "-s"), tuple(binds), environment)


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise SandboxUnavailable(f"The Python package {name} is not installed: install Vidarium's requirements again.")
    return Path(spec.origin).resolve().parent
