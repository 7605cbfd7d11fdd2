"""Grids to draw, in the states that a grid has; always the same ones."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any

CLOCK = 25
LADDER = (("v1080", 1920, 1080, 4.4), ("v720", 1280, 720, 2.5), ("v540", 960, 540, 1.5), ("v360", 640, 360, 0.8), ("v240", 426, 240, 0.3))
Facts = dict[str, Any]


def boundaries(columns: int) -> list[int]:
    """Short first columns, then four seconds each."""
    starts = [0, 25, 50] + [100 * column for column in range(1, columns)]
    return starts[: columns + 1]


def facts(asset: str, columns: int, *, status: str, filled: list[Any], making: list[Any], rows: int = 5, **more: Any) -> Facts:
    """A grid whose every row has the same runs; sizes follow a seeded weave."""
    weave = random.Random(asset)
    weights = [weave.choice((0.4, 0.8, 0.9, 1.2, 1.7)) for _ in range(columns)]
    edges = boundaries(columns)
    seconds = [(b - a) / CLOCK for a, b in pairwise(edges)]
    made = {column for a, b in filled for column in range(a, b)}
    pictures = [
        row(
            name,
            f"{height}p",
            "picture",
            width,
            height,
            [int(w * s * rate * 125_000) if c in made else 0 for c, (w, s) in enumerate(zip(weights, seconds, strict=True))],
        )
        for name, width, height, rate in LADDER[-rows:]
    ]
    sound = row("a0", "", "sound", 0, 0, [int(s * 16_000) if c in made else 0 for c, s in enumerate(seconds)])
    share = len(made) / columns if columns else 0
    return {
        "id": asset,
        "status": status,
        "progress": share,
        "seconds_left": 240,
        "clock": f"{CLOCK}/1",
        "boundaries": edges,
        "duration": edges[-1] / CLOCK,
        "workers": 3,
        "rows": [{**each, "filled": filled, "making": making, "failed": more.get("failed", [])} for each in (*pictures, sound)],
        "asked": more.get("asked", []),
    }


def row(name: str, label: str, kind: str, width: int, height: int, sizes: list[int]) -> Facts:
    codecs = "avc1.64001f" if kind == "picture" else "mp4a.40.2"
    return {
        "name": name,
        "label": label,
        "kind": kind,
        "width": width,
        "height": height,
        "codecs": codecs,
        "cap_bits": 3_600_000,
        "sizes": sizes,
    }


def without_sizes(facts: Facts) -> Facts:
    """Sizes may be left out; of ten hours they would fill a page."""
    return {**facts, "rows": [{name: value for name, value in row.items() if name != "sizes"} for row in facts["rows"]]}


def all_of_them() -> dict[str, Facts]:
    dune = facts(
        "ast_dune", 96, status="playable", filled=[[0, 54], [56, 59], [80, 84]], making=[[54, 55], [59, 60], [84, 85]], asked=[[78, 84]]
    )
    for low in dune["rows"][3:]:
        low["filled"] = [[0, 64], [78, 85]]
        low["making"] = [[64, 65], [85, 86]]
    return {
        "dune": dune,
        "street": facts("ast_street", 220, status="failed", filled=[[0, 56]], making=[], failed=[[56, 66]], rows=4),
        "bunny": facts("ast_bunny", 150, status="ready", filled=[[0, 150]], making=[]),
        "rain": facts("ast_rain", 14, status="ready", filled=[[0, 14]], making=[], rows=4),
        "night": without_sizes(facts("ast_night", 9000, status="playable", filled=[[0, 2790], [5000, 5010]], making=[[2790, 2800]])),
        "short": facts("ast_short", 4, status="playable", filled=[[0, 3]], making=[[3, 4]], rows=2),
    }
