"""A progress bar: redrawn in a terminal, a line for each tenth elsewhere."""

from __future__ import annotations

import sys
from dataclasses import dataclass

WIDTH = 30


@dataclass
class Bar:
    """`label [######    ]  60 %`, on standard error, so that what is printed can be piped."""

    label: str
    shown: int = -1

    def __enter__(self) -> Bar:
        return self

    def show(self, progress: float) -> None:
        """Draw it at `progress`, 0 to 1."""
        percent = int(min(1.0, progress) * 100)
        if sys.stderr.isatty():
            drawn = "#" * (percent * WIDTH // 100)
            sys.stderr.write(f"\r{self.label:<10} [{drawn:<{WIDTH}}] {percent:>3} %")
        elif percent // 10 > self.shown // 10 or self.shown < 0:
            sys.stderr.write(f"{self.label} {percent} %\n")
        self.shown = percent
        sys.stderr.flush()

    def __exit__(self, *_: object) -> None:
        if sys.stderr.isatty():
            sys.stderr.write("\n")
