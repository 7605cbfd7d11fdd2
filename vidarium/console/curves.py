"""Bits over time, as the renditions table draws them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from vidarium.production.models import Grid

WIDTH, HEIGHT, MOST_POINTS = 240, 32, 120


def column_seconds(grid: Grid) -> list[float]:
    """How long each column is."""
    rate = grid.clock_numerator / grid.clock_denominator
    return [(after - before) / rate for before, after in pairwise(grid.boundaries)]


def row(facts: dict[str, Any], seconds: list[float]) -> dict[str, Any]:
    """A row of the grid with its average bits a second, over what is made, and the curve once all is."""
    made = [(size, length) for size, length in zip(facts["sizes"], seconds, strict=True) if size]
    time = sum(length for _, length in made)
    average = 8 * sum(size for size, _ in made) / time if time else 0
    whole = len(made) == len(seconds)
    return {**facts, "average": average, "bytes": sum(facts["sizes"]), "curve": _curve(facts, seconds) if whole else None}


def _curve(facts: dict[str, Any], seconds: list[float]) -> dict[str, Any]:
    """Steps from left to right; the top is the cap that BANDWIDTH promises, or the highest point where that is higher."""
    rates = _gathered([8 * size / length for size, length in zip(facts["sizes"], seconds, strict=True)])
    top = max([*rates, facts["cap_bits"]]) * 1.1 or 1
    step = WIDTH / len(rates)
    line = "".join(
        f"{'M0 ' if place == 0 else 'V'}{HEIGHT * (1 - rate / top):.1f}H{(place + 1) * step:.1f}" for place, rate in enumerate(rates)
    )
    return {
        "line": line,
        "area": f"{line}V{HEIGHT}H0z",
        "cap": f"{HEIGHT * (1 - facts['cap_bits'] / top):.1f}" if facts["cap_bits"] else None,
    }


def _gathered(rates: list[float]) -> list[float]:
    count = min(len(rates), MOST_POINTS)
    edges = [place * len(rates) // count for place in range(count + 1)]
    return [sum(rates[before:after]) / (after - before) for before, after in pairwise(edges)]
