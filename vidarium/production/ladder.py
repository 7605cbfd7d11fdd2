"""The ladder: which sizes a picture is made in, and what each may cost."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

CLASSES = (1080, 720, 540, 360, 240)
WIDE = Fraction(16, 9)
"""A class is a box of this shape, lying or upright: 1080 is 1920 × 1080, or 1080 × 1920."""
NOT_WORTH_A_ROW = Fraction(11, 10)
"""A source at most this much larger than a rung begins with the rung: a row of its own would not be seen."""
SMALLEST_SAMPLES = 16
"""x264 takes less, some hardware decoders do not."""

CAP_1080_BITS = 7_200_000
"""What a row of 1920 × 1080 at up to 30 frames a second may reach."""

# Level number: macroblocks a second, macroblocks a frame, kilobits a second (High profile), macroblocks kept
# (ISO/IEC 14496-10, table A-1).
LEVELS = {
    20: (11_880, 396, 2_500, 2_376),
    21: (19_800, 792, 5_000, 4_752),
    22: (20_250, 1_620, 5_000, 8_100),
    30: (40_500, 1_620, 12_500, 8_100),
    31: (108_000, 3_600, 17_500, 18_000),
    32: (216_000, 5_120, 25_000, 20_480),
    40: (245_760, 8_192, 25_000, 32_768),
    42: (522_240, 8_704, 62_500, 34_816),
    50: (589_824, 22_080, 168_750, 110_400),
    52: (2_073_600, 36_864, 300_000, 184_320),
}
KEPT_FRAMES = 4
"""Frames that x264 keeps with a pyramid of B-frames."""


@dataclass(frozen=True)
class Rung:
    """A size to encode: square samples, upright as the viewer sees it, both even."""

    height_class: int
    width: int
    height: int

    @property
    def pixels(self) -> int:
        return self.width * self.height

    @property
    def turned(self) -> Rung:
        return Rung(self.height_class, self.height, self.width)


def of(display_size: tuple[int, int]) -> list[Rung]:
    """The rungs for a picture of that size, largest first: never above it, always in its shape, at least one."""
    width, height = display_size
    return _lying(width, height) if width >= height else [rung.turned for rung in _lying(height, width)]


def _lying(longer: int, shorter: int) -> list[Rung]:
    own = max(Fraction(shorter), longer / WIDE)
    below = [rung for height in CLASSES if (rung := _fitted(height, longer, shorter)) and height <= own]
    if not below or (own <= CLASSES[0] and own > NOT_WORTH_A_ROW * below[0].height_class):
        scale = min(Fraction(1), CLASSES[0] / own)
        below.insert(0, Rung(math.floor(own * scale), _even_below(longer * scale), _even_below(shorter * scale)))
    return below


def _fitted(height: int, longer: int, shorter: int) -> Rung | None:
    """The picture in the box of a class; none where its shape leaves too few samples across."""
    scale = min(height * WIDE / longer, Fraction(height, shorter))
    across = _even(shorter * scale)
    return Rung(height, _even(longer * scale), across) if across >= SMALLEST_SAMPLES else None


def _even(length: Fraction) -> int:
    return 2 * round(length / 2)


def _even_below(length: Fraction) -> int:
    return max(SMALLEST_SAMPLES, 2 * math.floor(length / 2))


def cap_bits(rung: Rung, clock: Fraction) -> int:
    """Bits a second that a row of this size promises not to exceed, in steps of 10 kb/s.

    Smaller pictures need more bits for each pixel, and twice the frames need less than twice the bits.
    """
    size = math.pow(rung.pixels / (1920 * 1080), 0.75)
    speed = math.pow(max(1.0, float(clock) / 30), 0.6)
    return max(10_000, 10_000 * round(CAP_1080_BITS * size * speed / 10_000))


def level(rung: Rung, clock: Fraction, *, cap: int) -> int:
    """The lowest level of H.264 that allows the row, as its number in the bitstream (31 is level 3.1)."""
    across, down = -(-rung.width // 16), -(-rung.height // 16)
    frame = across * down
    for number, (a_second, a_frame, kilobits, kept) in LEVELS.items():
        narrow = max(across, down) ** 2 <= 8 * a_frame
        fits = frame <= a_frame and frame * clock <= a_second and KEPT_FRAMES * frame <= kept
        if narrow and fits and cap <= kilobits * 1000:
            return number
    return max(LEVELS)
