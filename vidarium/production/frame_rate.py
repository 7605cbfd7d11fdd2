"""Which frame rate a picture has, from the distances between its frames and what its header says. Pure."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

NTSC = [Fraction(rate * 1000, 1001) for rate in (24, 30, 48, 60, 120)]
WELL_KNOWN = sorted([*NTSC, Fraction(25, 2), *map(Fraction, range(1, 121))])
USUAL = sorted([*NTSC, *map(Fraction, (5, 10, 12, 15, 20, 24, 25, 30, 48, 50, 60, 90, 100, 120))])
"""What an irregular picture is likely to have been meant as."""
NEAR, LIKELY = Fraction(1, 1000), Fraction(3, 100)
SILENT = Fraction(25)
"""For a single frame whose header says nothing."""


@dataclass(frozen=True)
class Timing:
    """The distances between neighbouring frames."""

    tick: Fraction
    """Seconds of one tick of the stream's clock."""
    deltas: Mapping[int, int]
    """Ticks from one frame to the next, and how often."""

    @property
    def count(self) -> int:
        return sum(self.deltas.values())

    @property
    def span(self) -> Fraction:
        return sum(ticks * often for ticks, often in self.deltas.items()) * self.tick


@dataclass(frozen=True)
class FrameRate:
    rate: Fraction
    """Frames a second."""
    variable: bool


def of(timing: Timing, said: Sequence[Fraction]) -> FrameRate:
    """The rate of a picture: what was `said` (guessed, average, base) if the frames bear it out, else what they show.

    Rounded to a well-known rate within one part in a thousand.
    """
    said = [snapped(rate, WELL_KNOWN, NEAR) for rate in said if rate > 0]
    if timing.span <= 0:
        return FrameRate(said[0] if said else SILENT, variable=False)
    shown = timing.count / timing.span
    for rate in (*said, snapped(shown, WELL_KNOWN, NEAR), simple(shown)):
        if is_regular(timing, rate):
            return FrameRate(rate, variable=False)
    return FrameRate(nominal(timing), variable=True)


def is_regular(timing: Timing, rate: Fraction) -> bool:
    """Whether all frames stand on the lattice of `rate`: each distance within a tick, and no drift over the whole."""
    frame = 1 / rate
    # Two roundings to ticks lie between neighbours, and where a tick is a frame there is nothing to round; a fiftieth of a
    # frame is what cameras' clocks wobble.
    tolerance = min(timing.tick, frame / 4) + frame / 50
    drift = abs(timing.span - timing.count * frame)
    return drift <= frame / 2 and all(abs(ticks * timing.tick - frame) <= tolerance for ticks in timing.deltas)


def nominal(timing: Timing) -> Fraction:
    """The rate an irregular picture was meant to have: that of its usual distance, or of a faster quarter of its frames."""
    every = sorted(ticks for ticks, often in timing.deltas.items() if ticks > 0 for _ in range(min(often, 10_000)))
    usual, quarter = statistics.median_low(every), every[len(every) // 4]
    about = quarter if 2 * usual >= 3 * quarter else usual
    near = [ticks for ticks in every if abs(ticks - about) * 5 <= about * 2]
    return simple(snapped(len(near) / (sum(near) * timing.tick), USUAL, LIKELY))


def simple(rate: Fraction) -> Fraction:
    return rate.limit_denominator(1001) or rate


def snapped(rate: Fraction, known: Sequence[Fraction], within: Fraction) -> Fraction:
    nearest = min(known, key=lambda candidate: abs(candidate - rate))
    return nearest if abs(nearest - rate) <= within * nearest else rate
