"""How a run in the sandbox can end other than well.

ProcessError
├── ProgramFailed        it ended by itself, with an exit code other than 0
├── OutOfTime            the wall clock ran out
├── OverLimit            processor time, memory, file size or what it said ran over
├── Cancelled            whoever started it wanted it no longer
└── SandboxUnavailable   nothing was run at all: this machine can't close the box
"""

from __future__ import annotations

from vidarium.foundation.errors import VidariumError


class ProcessError(VidariumError):
    """A program did not end as it should."""

    code, status = "process", 500


class ProgramFailed(ProcessError):
    """The program ended with an error."""

    code = "process.failed"

    def __init__(self, exit_code: int, log: str) -> None:
        """`log` is the end of what it wrote to standard error; it may quote the file: never show it to a stranger."""
        super().__init__()
        self.exit_code = exit_code
        self.log = log


class OutOfTime(ProcessError):
    """The program took longer than it may and was ended."""

    code = "process.out_of_time"


class OverLimit(ProcessError):
    """The program needed more than it may use and was ended."""

    code = "process.over_limit"


class Cancelled(ProcessError):
    """The program was ended because its result is no longer wanted."""

    code = "process.cancelled"


class SandboxUnavailable(ProcessError):
    """The sandbox can't start on this machine, so no film is touched."""

    code, status = "process.sandbox_unavailable", 503
