"""Prove, on this machine and before any film is touched, that the sandbox really closes."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from vidarium.foundation.process.errors import ProcessError, SandboxUnavailable
from vidarium.foundation.process.execution import run
from vidarium.foundation.process.step import Limits, Step
from vidarium.foundation.process.users import service_user

LIMITS = Limits(cpu_seconds=10, wall_seconds=30)
INSIDE = """
import json, os, socket, sys
secret, home = sys.argv[1:]
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
def opens(path):
    try:
        return bool(os.open(path, os.O_RDONLY) + 1)
    except OSError:
        return False
def lists(path):
    try:
        return path != "/" and bool(os.listdir(path))
    except OSError:
        return False
def connects():
    try:
        return bool(socket.socket())
    except OSError:
        return False
import av
print(json.dumps({
    "uid": os.getuid(),
    "capabilities": int(status["CapEff"], 16) | int(status["CapPrm"], 16),
    "seccomp": int(status["Seccomp"]),
    "privileges": int(status["NoNewPrivs"]),
    "sockets": connects(),
    "interfaces": len(open("/proc/net/dev").readlines()) - 2,
    "secret": opens(secret),
    "home": lists(home),
    "processes": sum(name.isdigit() for name in os.listdir("/proc")),
}))
"""
ADVICE = (
    "If bubblewrap is there, this machine forbids user namespaces: start Vidarium as root, or allow them with "
    "`sysctl kernel.unprivileged_userns_clone=1` (Debian) or `sysctl kernel.apparmor_restrict_unprivileged_userns=0` (Ubuntu)."
)


def self_test() -> None:
    """Run both programs in the sandbox and look round from inside. Raises `SandboxUnavailable` with what to do."""
    try:
        # A file that stands for everything we own: readable here, and never inside.
        with tempfile.NamedTemporaryFile() as secret:
            seen = _look_round(Path(secret.name))
        run(Step("ffmpeg", ("-hide_banner", "-version")), within=LIMITS)
    except SandboxUnavailable as closed:
        raise SandboxUnavailable(f"{closed.detail} {ADVICE}") from closed
    except ProcessError as failed:
        raise SandboxUnavailable(f"A program does not run in the sandbox: {getattr(failed, 'log', failed.detail)[-300:]}") from failed
    leaks = leaks_of(seen)
    if leaks:
        raise SandboxUnavailable(f"The sandbox does not close on this machine: {', '.join(leaks)}.")


def _look_round(secret: Path) -> dict[str, int]:
    finished = run(Step("probe", ("-c", INSIDE, str(secret), str(Path.home()))), within=LIMITS)
    seen: dict[str, int] = json.loads(finished.output)
    return seen


def leaks_of(seen: dict[str, int]) -> list[str]:
    """What is wrong with what was seen from inside; empty when the box is closed."""
    wrong = {
        "a program in it is root": seen["uid"] == 0,
        "a program in it is another user than it should be": seen["uid"] != service_user().uid,
        "it keeps capabilities": seen["capabilities"] != 0,
        "its system calls are not filtered": seen["seccomp"] != 2,
        "it could gain new privileges": seen["privileges"] != 1,
        "it can open sockets": bool(seen["sockets"]),
        "it sees the network": seen["interfaces"] > 1,
        "it can read files that are not its own": bool(seen["secret"] or seen["home"]),
        # Its own init, and itself.
        "it sees other processes": seen["processes"] > 2,
    }
    return [sentence for sentence, is_so in wrong.items() if is_so]
