"""Which AAC frames belong to which column: arithmetic on whole frames of 1,024 samples.

Frame `n` is heard from sample `1024 n` on. A column begins at the frame nearest to its boundary, so the sound's joints
lie within half a frame (11 ms) of the picture's, and what a frame sounds like never depends on the columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from vidarium.production.plan import Plan

SAMPLES = 1024
"""Samples in an AAC-LC frame (ISO/IEC 14496-3, 4.5.2)."""

PRE_ROLL = 8
"""Frames encoded before the first that is kept. The encoder's psychoacoustic memory has then forgotten where it began."""

LOOK_AHEAD = 2
"""Frames encoded after the last that is kept: the encoder looks at the next frame before it shapes this one's window."""


@dataclass(frozen=True)
class Stretch:
    """Frames `[first, end)` of a sound row, and the samples that an encoder must be given for them."""

    first: int
    end: int

    @property
    def lead(self) -> int:
        """Frames of pre-roll; fewer at the film's start, where there is nothing before."""
        return min(self.first, PRE_ROLL)

    @property
    def first_sample(self) -> int:
        return (self.first - self.lead) * SAMPLES

    @property
    def samples(self) -> int:
        return (self.lead + self.end - self.first + LOOK_AHEAD) * SAMPLES

    @property
    def encoded(self) -> int:
        """Packets that the encoder makes of the samples: one a frame, and its priming."""
        return self.samples // SAMPLES + 1

    def of(self, encoded: list[bytes]) -> list[bytes]:
        """The stretch's own frames out of all that the encoder wrote.

        ffmpeg's encoder is one frame late: its first packet is heard before the first sample that it was given.
        """
        begin = 1 + self.lead
        return encoded[begin : begin + self.end - self.first]


def starts(plan: Plan, *, sample_rate: int) -> tuple[int, ...]:
    """The first frame of each column and last of all the end, which is the first whole frame at or after the film's end."""
    found = [0]
    for boundary in plan.boundaries[1:-1]:
        at = boundary / plan.clock * sample_rate / SAMPLES
        # A column of no frame would be a segment of nothing, which no player accepts.
        found.append(max(floor(at + Fraction(1, 2)), found[-1] + 1))
    end = ceil(plan.boundaries[-1] / plan.clock * sample_rate / SAMPLES)
    return (*found, max(end, found[-1] + 1))


def durations(plan: Plan, *, sample_rate: int) -> list[Fraction]:
    """Seconds of each column of sound, exactly."""
    return [Fraction((end - first) * SAMPLES, sample_rate) for first, end in pairwise(starts(plan, sample_rate=sample_rate))]
