"""What the probe found in a source file, as plain data.

All times are seconds as rationals. *Presentation time* begins at `Source.zero` on the container's own clock:
`presentation = container - zero`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any


@dataclass(frozen=True)
class Picture:
    """The film's picture: the first real video stream (a cover picture is none)."""

    stream: int
    """Index of the stream in the container."""
    codec: str
    width: int
    height: int
    """Coded size in samples, before rotation and before pixel shape."""
    pixel_aspect: Fraction
    """Width of a sample over its height (1 where the file is silent)."""
    rotation: int
    """Degrees clockwise by which a player turns the picture: 0, 90, 180 or 270."""
    frame_rate: Fraction
    """Nominal frames a second, as found (may be over 60; `variable` says whether it is only an average)."""
    variable: bool
    start: Fraction
    """Presentation time of the first frame (zero or later)."""
    duration: Fraction
    """Measured seconds from the first frame to the end of the last."""
    keyframes: tuple[Fraction, ...]
    """Presentation times of closed keyframes, ascending; empty where the container has no usable index."""
    pixel_format: str
    bit_depth: int
    interlaced: bool
    color_range: str
    color_space: str
    color_primaries: str
    color_transfer: str
    """The last four in ffmpeg's names (`tv`, `bt709`, `bt2020`, `smpte2084`, `arib-std-b67` …), `unknown` where silent."""

    @property
    def hdr(self) -> bool:
        return self.color_transfer in {"smpte2084", "arib-std-b67"}

    @property
    def display_size(self) -> tuple[int, int]:
        """Width and height as a viewer sees them, square samples, rotation applied."""
        width, height = round(self.width * self.pixel_aspect), self.height
        return (height, width) if self.rotation in {90, 270} else (width, height)


@dataclass(frozen=True)
class Sound:
    """One sound track."""

    stream: int
    codec: str
    sample_rate: int
    channels: int
    layout: str
    language: str
    """RFC 5646 tag, or empty where the file is silent."""
    start: Fraction
    """Presentation time of the first sample; may be negative, then what lies before zero is not played."""
    duration: Fraction


@dataclass(frozen=True)
class Source:
    """A whole source file as the sandboxed probe saw it."""

    container: str
    size_bytes: int
    zero: Fraction
    """The container clock's time at which presentation begins."""
    duration: Fraction
    """Seconds of presentation: the measured end of the last packet of picture (of sound where there is no picture)."""
    claimed: Fraction
    """Seconds that the container's header promises; a file that breaks off promises more than it holds."""
    picture: Picture | None
    sounds: tuple[Sound, ...]


def to_data(source: Source) -> dict[str, object]:
    """What a database row keeps of it: JSON, rationals as strings. Keyframes stay out: the plan has drawn its boundaries from them."""
    found = asdict(source)
    if source.picture:
        found["picture"]["keyframes"] = []
    plain: dict[str, object] = json.loads(json.dumps(found, default=str))
    return plain


def from_data(data: Mapping[str, Any]) -> Source:
    """The source that `to_data` wrote down (without keyframes)."""
    seen = data["picture"]
    picture = Picture(**{**_rationals(seen, {"pixel_aspect", "frame_rate", "start", "duration"}), "keyframes": ()}) if seen else None
    sounds = tuple(Sound(**_rationals(one, {"start", "duration"})) for one in data["sounds"])
    return Source(**{**_rationals(data, {"zero", "duration", "claimed"}), "picture": picture, "sounds": sounds})


def _rationals(data: Mapping[str, Any], names: set[str]) -> dict[str, Any]:
    return {key: Fraction(value) if key in names else value for key, value in data.items()}
