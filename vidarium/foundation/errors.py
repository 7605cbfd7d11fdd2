"""What can go wrong, as people read it.

VidariumError
├── each room's own tree (library.errors, production.errors, …)
└── StartRefused   the machine or its configuration must be mended before anything starts
"""

from __future__ import annotations

from typing import ClassVar


class VidariumError(Exception):
    """Something went wrong that we did not foresee."""

    code: ClassVar[str] = "internal"
    """Stable and dotted; its page is `docs/errors/<code>.md`."""
    status: ClassVar[int] = 500
    """The HTTP status that a surface answers with."""

    def __init__(self, detail: str = "") -> None:
        """`detail` tells what is particular to this occurrence; without it the docstring is the sentence for people."""
        super().__init__(detail or self.sentence())
        self.detail = detail or self.sentence()

    @classmethod
    def sentence(cls) -> str:
        """The docstring in one line: what people read."""
        return " ".join((cls.__doc__ or "").split())


class StartRefused(VidariumError):
    """Vidarium can't start as this machine is set up."""

    code, status = "start.refused", 500
