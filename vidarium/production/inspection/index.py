"""Keyframes of a long film, from its container's index."""

from __future__ import annotations

import itertools
import math
import statistics
from collections.abc import Iterable
from fractions import Fraction

import av
from av.container import InputContainer

from .keyframes import is_closed
from .track import Track

SAMPLED = 64
VISITED = 2_000
"""A visit costs half a millisecond: a probe stays under a second or two."""
SPACING = Fraction(1, 4)
"""Keyframes nearer to one another than this are no help to a grid, and an all-intra film has millions."""


def closed_keyframes(container: InputContainer, picture: Track, keys: list[int]) -> list[int]:
    """Presentation times of those keyframes of an index that are closed.

    An index of MP4 holds decode times, and marks open keyframes too. Most films are alike from end to end: where all of
    a sample are closed and equally far from decoding to presentation, so are the rest, and nothing more is read.
    """
    sample = visit(container, picture, keys, at_most=SAMPLED)
    distances = {None if at is None else at - key for key, at in sample.items()}
    if len(distances) == 1 and (only := distances.pop()) is not None:
        return [key + only for key in keys]
    if len(keys) > VISITED and None not in distances:
        # Variable frame rate for hours: a frame or so beside the truth, which costs a decoder time and nothing else.
        usual = statistics.median_low(at - key for key, at in sample.items() if at is not None)
        return [key + usual for key in keys]
    return [at for at in visit(container, picture, keys, at_most=VISITED).values() if at is not None]


def visit(container: InputContainer, picture: Track, keys: list[int], *, at_most: int) -> dict[int, int | None]:
    """Keyframes spread evenly over `keys`, and the presentation time of each; None where one is not closed."""
    found: dict[int, int | None] = {}
    pairs = list(itertools.pairwise([*keys, keys[-1] + math.ceil(1 / picture.tick)])) if keys else []
    for key, following in pairs[:: math.ceil(len(keys) / at_most)] if keys else []:
        try:
            # MP4 is sought by presentation time, which lies behind the decode time: aim at the middle of the group.
            container.seek((key + following) // 2, stream=picture.stream)
            packet = next(container.demux(picture.stream))
        except (av.FFmpegError, StopIteration):
            continue
        if packet.pts is not None and key in {packet.dts, packet.pts}:
            found[key] = packet.pts if is_closed(picture.stream.codec_context, packet) else None
    return found


def thinned(times: Iterable[int], tick: Fraction) -> list[int]:
    kept: list[int] = []
    for at in times:
        if not kept or (at - kept[-1]) * tick >= SPACING:
            kept.append(at)
    return kept
