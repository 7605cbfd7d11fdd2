"""Where a sound's frames really begin, when its container tells it only to the millisecond.

Matroska, WebM, FLV and ASF round each frame's time to a millisecond: 48 samples. Two pieces encoded apart would round
differently and meet up to a millisecond askew, which is heard as a tick in a held tone. But the frames of most codecs
all have one length, so their true times form a lattice, and many rounded times tell where it lies.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

MILLISECONDS = frozenset({"matroska", "webm", "flv", "live_flv", "asf"})
"""Containers (ffmpeg's names of demuxers) whose clock is far coarser than a sample."""

TRANSPORT, TRANSPORT_CLOCK = frozenset({"mpegts", "mpeg"}), 90_000
"""Containers whose clock no 44.1 kHz frame hits: their times are off by up to half a sample."""

PACKETS = 127
"""Rounded times to look at: the first, whose rounding a codec's delay may change, and many whose errors cancel out. 126
is a multiple of 3, after which 48 kHz AAC in milliseconds repeats."""

ROUNDING = 3
"""Ticks of the clock between the earliest and the latest that a true lattice shows; more is jitter, and tells nothing."""

TIME_BASE = re.compile(r"^#tb 0: (\d+)/(\d+)$", re.MULTILINE)
PACKET = re.compile(r"^0, *-?\d+, *(-?\d+),", re.MULTILINE)


@dataclass(frozen=True)
class Lattice:
    """Frames begin at `phase + n × period`, in samples of the container's clock."""

    phase: Fraction
    period: int
    tolerance: int
    """How far, in samples, a rounded time may lie from the lattice and still mean it."""


def is_needed(container: str, *, sample_rate: int) -> bool:
    """Whether a container, by ffmpeg's name (`matroska,webm`), rounds the times of sound of this rate."""
    names = set(container.split(","))
    return bool(names & MILLISECONDS) or bool(names & TRANSPORT and TRANSPORT_CLOCK % sample_rate)


def find(listing: str, *, sample_rate: int) -> Lattice | None:
    """The lattice behind the packets that ffmpeg's framecrc listed; None where they form none."""
    base = TIME_BASE.search(listing)
    if base is None:
        return None
    # Samples in a tick of the container's clock.
    tick = Fraction(int(base[1]), int(base[2])) * sample_rate
    return _through([int(time) * tick for time in PACKET.findall(listing)[1:]], tick)


def _through(times: list[Fraction], tick: Fraction) -> Lattice | None:
    """The lattice in the middle of the times, if each of them is near."""
    if len(times) < 2:
        return None
    period = round((times[-1] - times[0]) / (len(times) - 1))
    offsets = [time - place * period for place, time in enumerate(times)]
    if period < 4 * ROUNDING * tick or max(offsets) - min(offsets) >= ROUNDING * tick:
        return None
    return Lattice(sum(offsets) / len(offsets) % period, period, tolerance=ceil(ROUNDING * tick / 2) + 1)
