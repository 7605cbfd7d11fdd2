"""Rows of a grid as a player gets them: a media playlist beside its segments, on the disk."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil
from pathlib import Path

from vidarium.production.plan import Row


def write(folder: Path, row: Row, durations: Sequence[Fraction]) -> Path:
    """`folder/<row>.m3u8` over the row's cells in `folder/<row>/`."""
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-PLAYLIST-TYPE:VOD", f"#EXT-X-TARGETDURATION:{ceil(max(durations))}"]
    lines.append(f'#EXT-X-MAP:URI="{row.name}/init.mp4"')
    for column, seconds in enumerate(durations):
        lines += [f"#EXTINF:{float(seconds):.6f},", f"{row.name}/{column:06d}.m4s"]
    path = folder / f"{row.name}.m3u8"
    path.write_text("\n".join([*lines, "#EXT-X-ENDLIST", ""]))
    return path
