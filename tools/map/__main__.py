"""Write or check the map of this checkout."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.map.chart import chart

ROOT = Path(__file__).resolve().parents[2]
MAP = ROOT / "docs" / "map.md"


def main(arguments: list[str]) -> int:
    drawn = chart(ROOT)
    if arguments == ["check"]:
        if MAP.exists() and MAP.read_text() == drawn:
            return 0
        sys.stderr.write("docs/map.md is not the map of this code. Run `python -m tools.map` and commit it.\n")
        return 1
    MAP.parent.mkdir(exist_ok=True)
    MAP.write_text(drawn)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
