"""Where a film is cut: the first frame of each column, decided once and shared by every row."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise

USUAL_SECONDS = 4
LONGEST_SECONDS = 6
"""A longer gap between the source's keyframes is split; so EXT-X-TARGETDURATION is never over this."""
SHORTEST_SECONDS = 1
"""A shorter column costs an IDR frame and a request, and buys nothing."""
FIRST_CUTS_SECONDS = (1, 2, 4)
"""The film begins with columns of about 1, 1 and 2 seconds: the sooner the first is made, the sooner it plays."""
FIRST_PIECE_SECONDS = 8
PIECE_SECONDS = 60


def of(frames: int, *, clock: Fraction, keyframes: Sequence[int]) -> tuple[int, ...]:
    """First frame of each column and last of all `frames`, for a film of that many at `clock` a second.

    `keyframes` are the source's, as frames of the output clock: a cell that begins on one costs the least to make.
    Without any the columns are equal.
    """
    wanted = _near_keyframes(frames, clock, keyframes) if keyframes else range(0, frames, _count(USUAL_SECONDS, clock))
    apart = _apart([*wanted, frames], clock)
    return _with_first_cuts(_split(apart, clock), clock)


def pieces(boundaries: Sequence[int], *, clock: Fraction) -> tuple[int, ...]:
    """First column of each piece of sound, last of all the number of columns: a short first one, then a minute each."""
    columns = len(boundaries) - 1
    starts, length = [0], FIRST_PIECE_SECONDS
    for column in range(1, columns):
        if boundaries[column] - boundaries[starts[-1]] >= length * clock:
            starts.append(column)
            length = PIECE_SECONDS
    return (*starts, columns)


def _count(seconds: int, clock: Fraction) -> int:
    return max(1, round(seconds * clock))


def _near_keyframes(frames: int, clock: Fraction, keyframes: Sequence[int]) -> list[int]:
    """Frame 0 and the keyframes nearest to every four seconds."""
    known = sorted({frame for frame in keyframes if 0 < frame < frames})
    targets = (round(number * USUAL_SECONDS * clock) for number in range(1, int(frames / clock / USUAL_SECONDS) + 2))
    return [0, *sorted({_nearest(known, target) for target in targets if known})]


def _nearest(known: Sequence[int], target: int) -> int:
    at = bisect_left(known, target)
    return min(known[max(0, at - 1) : at + 1], key=lambda frame: abs(frame - target))


def _apart(boundaries: Iterable[int], clock: Fraction) -> list[int]:
    """Without the boundaries that follow too soon, and without a last column that is too short."""
    shortest = _count(SHORTEST_SECONDS, clock)
    start, *rest = boundaries
    kept, end = [start], rest[-1]
    for frame in rest[:-1]:
        if frame - kept[-1] >= shortest and end - frame >= shortest:
            kept.append(frame)
    return [*kept, end]


def _split(boundaries: Sequence[int], clock: Fraction) -> list[int]:
    """With every gap over six seconds cut into even parts of about four."""
    cut = [boundaries[0]]
    for start, end in pairwise(boundaries):
        parts = 1 if end - start <= LONGEST_SECONDS * clock else max(2, round((end - start) / (USUAL_SECONDS * clock)))
        cut += [start + (end - start) * part // parts for part in range(1, parts + 1)]
    return cut


def _with_first_cuts(boundaries: Sequence[int], clock: Fraction) -> tuple[int, ...]:
    """With the first four seconds in about 1, 1 and 2, where no boundary lies within a second."""
    shortest = _count(SHORTEST_SECONDS, clock)
    found = list(boundaries)
    for cut in (_count(seconds, clock) for seconds in FIRST_CUTS_SECONDS):
        if cut < found[-1] and all(abs(cut - frame) >= shortest for frame in found):
            found.append(cut)
            found.sort()
    return tuple(found)
