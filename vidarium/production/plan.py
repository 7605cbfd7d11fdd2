"""The plan: a pure function from what the probe found to the rows and columns of a grid."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Row:
    """One rendition."""

    name: str
    """`v1080`, `v720` … by the height class for picture; `a0` … for sound. Part of every object's name."""
    kind: str
    """`picture` or `sound`."""
    codecs: str
    """RFC 6381, as it stands in the playlist: `avc1.64001f`, `mp4a.40.2`."""
    width: int = 0
    height: int = 0
    """Encoded size in square samples, rotation applied, both even."""
    crf: int = 0
    cap_bits: int = 0
    """Bits a second that the rate control never exceeds (VBV); with the sound it is what BANDWIDTH promises."""
    stream: int = 0
    """Index of the source's stream."""
    sample_rate: int = 0
    channels: int = 0
    language: str = ""


@dataclass(frozen=True)
class Plan:
    """A grid as planned: columns in frames of one clock, shared by every row."""

    clock: Fraction
    """Frames a second of the output clock (at most 60; 25 where there is sound alone)."""
    boundaries: tuple[int, ...]
    """First frame of each column, and last of all the end: `len(boundaries) == columns + 1`."""
    rows: tuple[Row, ...]
    """Best picture first, sound last."""
    pieces: tuple[int, ...]
    """First column of each piece of sound, and last of all the number of columns. Empty where there is no sound."""

    @property
    def columns(self) -> int:
        return len(self.boundaries) - 1
