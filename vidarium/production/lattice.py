"""Where a sound's frames really begin, when its container tells it only roughly.

Matroska, WebM, FLV and ASF round each frame's time to a millisecond: 48 samples. Two pieces encoded apart would round
differently and meet up to a millisecond askew, which is heard as a tick in a held tone. But the frames of most codecs
all have one length, so their true times form a lattice, and many rounded times tell where it lies.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

ROUGH = frozenset({"matroska", "webm", "flv", "live_flv", "asf", "mpegts", "mpeg"})
"""Containers (ffmpeg's names of demuxers) that round times, or lead a seek to a place and not to a time."""

PACKETS = 127
"""Rounded times to look at: the first, whose rounding a codec's delay may change, and many whose errors cancel out. 126
is a multiple of 3, after which 48 kHz AAC in milliseconds repeats."""

ROUNDING = 3
"""Ticks of the clock between the earliest and the latest that a true lattice shows; more is jitter, and tells nothing."""

TIME_BASE = re.compile(r"^#tb 0: (\d+)/(\d+)$", re.MULTILINE)
PACKET = re.compile(r"^0, *-?\d+, *(-?\d+),", re.MULTILINE)


@dataclass(frozen=True)
class Packets:
    """When packets in a row begin, as the container tells it (seconds)."""

    tick: Fraction
    """Seconds of the container's clock."""
    times: tuple[Fraction, ...]


@dataclass(frozen=True)
class Lattice:
    """Frames begin at `phase + n × period`, in samples of the container's clock."""

    phase: Fraction
    period: int
    tolerance: int
    """How far, in samples, a rounded time may lie from the lattice and still mean it."""


def is_needed(container: str) -> bool:
    """Whether a container, by ffmpeg's name (`matroska,webm`), is one of the rough."""
    return not ROUGH.isdisjoint(container.split(","))


def packets(listing: str) -> Packets:
    """The packets that ffmpeg's framecrc listed; none where it listed none."""
    base = TIME_BASE.search(listing)
    tick = Fraction(int(base[1]), int(base[2])) if base else Fraction(0)
    return Packets(tick, tuple(int(time) * tick for time in PACKET.findall(listing)))


def find(seen: Packets, *, sample_rate: int) -> Lattice | None:
    """The lattice behind the packets; None where they form none."""
    times = [time * sample_rate for time in seen.times[1:]]
    tick = seen.tick * sample_rate
    if len(times) < 2:
        return None
    period = round((times[-1] - times[0]) / (len(times) - 1))
    offsets = [time - place * period for place, time in enumerate(times)]
    spread = max(offsets) - min(offsets)
    if period < 4 * ROUNDING * tick or spread >= ROUNDING * tick:
        return None
    # Rounded once, the truth is in the middle of what all times allow; rounded and added up, it is among them.
    phase = (max(offsets) + min(offsets)) / 2 if spread <= tick else sum(offsets, Fraction(0)) / len(offsets)
    return Lattice(phase % period, period, tolerance=ceil(ROUNDING * tick / 2) + 1)
