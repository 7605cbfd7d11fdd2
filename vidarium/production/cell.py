"""A cell of the grid: one column of one row, as it lies on the disk after it was made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cell:
    """A media segment that was made and verified; making it durable and recording it is the caller's."""

    row: str
    """The row's name, as in the plan."""
    column: int
    path: Path
    """The segment, one `moof` and one `mdat`."""
    size_bytes: int
    init: Path
    """The row's initialization segment, byte-identical in every run."""
