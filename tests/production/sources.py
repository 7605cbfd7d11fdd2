"""Sources as a probe would have found them, to plan and encode from."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from vidarium.production.source import Picture, Sound, Source

PICTURE = Picture(
    stream=0,
    codec="h264",
    width=1920,
    height=1080,
    pixel_aspect=Fraction(1),
    rotation=0,
    frame_rate=Fraction(25),
    variable=False,
    start=Fraction(0),
    duration=Fraction(60),
    keyframes=(),
    pixel_format="yuv420p",
    bit_depth=8,
    interlaced=False,
    color_range="tv",
    color_space="bt709",
    color_primaries="bt709",
    color_transfer="bt709",
)
SOUND = Sound(
    stream=1, codec="aac", sample_rate=48_000, channels=2, layout="stereo", language="de", start=Fraction(0), duration=Fraction(60)
)


def seen(
    *,
    seconds: Fraction | int = 60,
    zero: Fraction = Fraction(0),
    container: str = "mov,mp4,m4a,3gp,3g2,mj2",
    sounds: tuple[Sound, ...] = (),
    **changes: Any,
) -> Source:
    """A film of so many seconds; `changes` are fields of its picture."""
    length = Fraction(seconds)
    return Source(container, 1_000_000, zero, length, length, replace(PICTURE, duration=length, **changes), sounds)


def heard(*, seconds: Fraction | int = 60, sounds: tuple[Sound, ...] = (SOUND,)) -> Source:
    """Sound alone."""
    length = Fraction(seconds)
    return Source("wav", 1_000_000, Fraction(0), length, length, None, sounds)
