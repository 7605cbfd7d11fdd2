"""The still that stands for the film: bright, sharp, and from where the film has begun.

    path = poster.make(source, media, into)

Keyframes are looked at first: a handful of them costs little even in a film of hours, and encoders put them where a scene
begins. Of the candidates the one with the most bytes as a JPEG of constant quality wins: a blurred, faded or empty
picture is small.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from vidarium.foundation import process
from vidarium.foundation.process import Limits, OutOfTime, OverLimit, ProgramFailed, Step
from vidarium.production import colour
from vidarium.production.media import SAFE_INPUT, SOURCE
from vidarium.production.source import Picture, Source

LONGEST_SIDE = 1280
"""Square samples."""

BEGINNING, LATEST_SECONDS = Fraction(1, 10), 60
"""The share of a film that is passed over, for its fade and its titles, and how much at most."""

KEYFRAMES, FEWEST_KEYFRAMES, KEYFRAME_SECONDS = 18, 3, 30
FULL_HD = 1920 * 1080
"""A larger picture costs more to decode, so that fewer are looked at."""
SLOW_SECONDS, SLOW_RATE = 10, 2
"""Where keyframes did not do: seconds of which every frame is decoded, and how many a second of them are looked at."""
BATCH = 3
"""Of so many in a row ffmpeg's `thumbnail` keeps the most typical one."""

DARK = 36
"""Mean luma (16 is black, 235 white) of a picture that says nothing as small as a poster is."""

LIMITS = Limits(cpu_seconds=60, wall_seconds=180.0, file_bytes=16 << 20)


@dataclass(frozen=True)
class View:
    """Where to look for a still, and what to pass over."""

    start: Fraction
    """Seconds of presentation."""
    keyframes_only: bool
    skips_dark: bool


def make(source: Source, media: Path, into: Path, *, cancelled: Callable[[], bool] | None = None) -> Path | None:
    """Write `into/poster.jpg`; None for a film that has no picture, or none that can be decoded. Raises `Cancelled`."""
    if source.picture is None:
        return None
    for view in views(source):
        with tempfile.TemporaryDirectory(dir=into, prefix="poster-") as name:
            step = replace(still(source, source.picture, view), inputs={Path(SOURCE).name: media}, output=Path(name))
            found = _look(step, Path(name), cancelled)
            if found:
                return found.replace(into / "poster.jpg")
    return None


def views(source: Source) -> list[View]:
    """Where to look, best first."""
    start = min(source.duration * BEGINNING, Fraction(LATEST_SECONDS))
    return [
        View(start, keyframes_only=True, skips_dark=True),
        View(start, keyframes_only=False, skips_dark=True),
        View(Fraction(0), keyframes_only=False, skips_dark=False),
    ]


def size(seen: Picture) -> tuple[int, int]:
    """Width and height as a viewer sees them, both even, made smaller where a side is over `LONGEST_SIDE`."""
    width, height = seen.display_size
    share = min(Fraction(1), Fraction(LONGEST_SIDE, max(width, height)))
    return max(2, round(width * share / 2) * 2), max(2, round(height * share / 2) * 2)


def _look(step: Step, folder: Path, cancelled: Callable[[], bool] | None) -> Path | None:
    """The best still of a view, if it has any."""
    # A damaged stretch, no frame that is bright enough, a picture too large to decode: what was written before is good.
    with suppress(ProgramFailed, OutOfTime, OverLimit):
        process.run(step, within=LIMITS, cancelled=cancelled)
    return max(folder.glob("*.jpg"), key=lambda path: path.stat().st_size, default=None)


def still(source: Source, seen: Picture, view: View) -> Step:
    """The step that writes the candidates of a view as `/out/<number>.jpg`."""
    return Step("ffmpeg", (*_input(source, view), "-map", f"0:{seen.stream}", "-vf", ",".join(_filters(source, seen, view)), *_output()))


def _input(source: Source, view: View) -> Iterator[str]:
    yield from ("-nostdin", "-hide_banner", "-v", "error")
    yield from SAFE_INPUT
    yield "-copyts"
    # A seek ends at the keyframe before; what lies between is as good a candidate as any.
    yield "-noaccurate_seek"
    yield from ("-max_error_rate", "1")
    yield from ("-an", "-sn", "-dn")
    yield from ("-threads", "1")
    if view.keyframes_only:
        # Not even read where the container has an index, not decoded where it has none.
        yield from ("-discard:v", "nokey")
        yield from ("-skip_frame:v", "nokey")
    if view.start:
        yield from ("-seek_timestamp", "1")
        yield from ("-ss", f"{float(source.zero + view.start):.6f}")
    yield from ("-i", SOURCE)


def _filters(source: Source, seen: Picture, view: View) -> Iterator[str]:
    seconds, count = (KEYFRAME_SECONDS, _keyframes(seen)) if view.keyframes_only else (SLOW_SECONDS, SLOW_SECONDS * SLOW_RATE)
    yield f"trim=end={float(source.zero + view.start + seconds):.6f}"
    if not view.keyframes_only:
        yield f"fps={SLOW_RATE}"
    yield f"trim=end_frame={count}"
    yield from colour.named(seen)
    if seen.interlaced:
        # Within the one frame: its neighbours are seconds away.
        yield "estdif=mode=frame:deint=interlaced"
    yield from colour.to_bt709(seen, *size(seen))
    if view.skips_dark:
        yield "signalstats"
        yield f"metadata=mode=select:key=lavfi.signalstats.YAVG:function=greater:value={DARK}"
    yield f"thumbnail=n={BATCH}"
    # A JPEG is BT.601 at full range (JFIF 1.02), whatever the film is.
    yield "scale=in_color_matrix=bt709:out_color_matrix=smpte170m:in_range=tv:out_range=pc"
    yield "format=yuvj420p"
    # What a camera wrote beside the picture (its place, its make) goes no further.
    yield "sidedata=mode=delete"


def _keyframes(seen: Picture) -> int:
    return max(FEWEST_KEYFRAMES, min(KEYFRAMES, KEYFRAMES * FULL_HD // (seen.width * seen.height)))


def _output() -> Iterator[str]:
    # Neither the source's words nor the encoder's own.
    yield from ("-map_metadata", "-1")
    yield from ("-map_chapters", "-1")
    yield from ("-flags:v", "+bitexact")
    yield from ("-fps_mode", "passthrough")
    yield from ("-threads", "1")
    # Constant quality, so that bytes are detail.
    yield from ("-q:v", "3")
    yield from ("-f", "image2")
    yield "/out/%d.jpg"
