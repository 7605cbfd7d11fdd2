"""Run a foreign program on foreign bytes, in a sandbox. The only place that starts ffmpeg or the probe.

    finished = process.run(step, within=limits)

`self_test` proves the sandbox on this machine; whoever works on films calls it first and refuses to work if it raises.
"""

from vidarium.foundation.process.errors import (
    Cancelled,
    OutOfTime,
    OverLimit,
    ProcessError,
    ProgramFailed,
    SandboxUnavailable,
)
from vidarium.foundation.process.execution import run
from vidarium.foundation.process.proof import self_test
from vidarium.foundation.process.step import Finished, Limits, Step
from vidarium.foundation.process.users import User, service_user

__all__ = [
    "Cancelled",
    "Finished",
    "Limits",
    "OutOfTime",
    "OverLimit",
    "ProcessError",
    "ProgramFailed",
    "SandboxUnavailable",
    "Step",
    "User",
    "run",
    "self_test",
    "service_user",
]
