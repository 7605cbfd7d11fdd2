"""The plan: a pure function from what the probe found to the rows and columns of a grid."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from vidarium.production import columns, ladder
from vidarium.production.ladder import Rung
from vidarium.production.source import Picture, Sound, Source

FASTEST = Fraction(60)
"""Frames a second of the output clock at most."""
SLOWEST = Fraction(1)
"""Slower films (a picture every ten seconds) are repeated up to this: a column must hold at least one frame."""
SOUND_ALONE_CLOCK = Fraction(25)
KNOWN_RATES = tuple(
    Fraction(rate) for rate in ("10", "12", "15", "20", "24000/1001", "24", "25", "30000/1001", "30", "48", "50", "60000/1001", "60")
)
"""Variable frame rate is brought onto the nearest of these that loses nothing."""
TOLERANCE = Fraction(3, 1000)
"""A phone's nominal 30 frames a second average 30.02: that is still 30."""
LARGEST_DENOMINATOR = 1001

CRF = 23
PRESET = "veryfast"
"""Part of the plan: another preset writes another `avcC`, and a row of two kinds of cells decodes wrongly."""

STUDIO_RATE, DISC_RATE = 48_000, 44_100
CAP_BITS_A_CHANNEL = 128_000
"""AAC is encoded at constant quality; a channel seldom reaches this."""


@dataclass(frozen=True)
class Row:
    """One rendition."""

    name: str
    """`v1080`, `v720` … by the height class for picture; `a0` … for sound. Part of every object's name."""
    kind: str
    """`picture` or `sound`."""
    codecs: str
    """RFC 6381, as it stands in the playlist: `avc1.64001f`, `mp4a.40.2`."""
    width: int = 0
    height: int = 0
    """Encoded size in square samples, rotation applied, both even."""
    crf: int = 0
    preset: str = ""
    level: int = 0
    """Of H.264, as in the bitstream: 31 is level 3.1."""
    cap_bits: int = 0
    """Bits a second that the rate control never exceeds (VBV); with the sound it is what BANDWIDTH promises."""
    stream: int = 0
    """Index of the source's stream."""
    sample_rate: int = 0
    channels: int = 0
    language: str = ""


@dataclass(frozen=True)
class Plan:
    """A grid as planned: columns in frames of one clock, shared by every row."""

    clock: Fraction
    """Frames a second of the output clock (at most 60; 25 where there is sound alone)."""
    boundaries: tuple[int, ...]
    """First frame of each column, and last of all the end: `len(boundaries) == columns + 1`."""
    rows: tuple[Row, ...]
    """Best picture first, sound last."""
    pieces: tuple[int, ...]
    """First column of each piece of sound, and last of all the number of columns. Empty where there is no sound."""

    @property
    def columns(self) -> int:
        return len(self.boundaries) - 1

    @property
    def pictures(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.kind == "picture")

    @property
    def sounds(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.kind == "sound")

    def frames(self, column: int) -> int:
        """How many frames the column holds in every row of pictures."""
        return self.boundaries[column + 1] - self.boundaries[column]


def of(source: Source) -> Plan:
    """The grid of a source that has a picture, a sound or both. The same source always gives the same plan."""
    clock = _clock(source.picture) if source.picture else SOUND_ALONE_CLOCK
    frames = max(1, round(source.duration * clock))
    keyframes = _keyframes(source.picture, clock) if source.picture else []
    boundaries = columns.of(frames, clock=clock, keyframes=keyframes)
    pictures = _picture_rows(source.picture, clock) if source.picture else ()
    sounds = tuple(_sound_row(number, sound) for number, sound in enumerate(source.sounds))
    return Plan(
        clock=clock,
        boundaries=boundaries,
        rows=pictures + sounds,
        pieces=columns.pieces(boundaries, clock=clock) if sounds else (),
    )


def phase(picture: Picture, clock: Fraction) -> Fraction:
    """How far the picture's frames lie from the output clock's (seconds, at most half a frame).

    The whole picture is moved by it, so that a frame lies on the clock and not between two of its ticks, where the
    container's rounding of times would drop one frame and repeat another.
    """
    return picture.start - round(picture.start * clock) / clock


def _clock(picture: Picture) -> Fraction:
    """The source's own rate where it can be kept. A small denominator keeps every time within 32 bits."""
    rate = picture.frame_rate.limit_denominator(LARGEST_DENOMINATOR)
    if rate <= 0:
        return SOUND_ALONE_CLOCK
    if picture.variable:
        return _known(rate)
    if rate < SLOWEST:
        return rate * ceil(SLOWEST / rate)
    return min(FASTEST, rate / ceil(rate * (1 - TOLERANCE) / FASTEST))


def _known(average: Fraction) -> Fraction:
    """The usual rate that the average is meant to be, or the next one above it."""
    enough = [known for known in KNOWN_RATES if known >= average * (1 - TOLERANCE)]
    return min(enough, key=lambda known: abs(known - average), default=KNOWN_RATES[-1])


def _keyframes(picture: Picture, clock: Fraction) -> list[int]:
    shift = phase(picture, clock)
    return [round((time - shift) * clock) for time in picture.keyframes]


def _picture_rows(picture: Picture, clock: Fraction) -> tuple[Row, ...]:
    return tuple(_picture_row(rung, picture, clock) for rung in ladder.of(picture.display_size))


def _picture_row(rung: Rung, picture: Picture, clock: Fraction) -> Row:
    cap = ladder.cap_bits(rung, clock)
    level = ladder.level(rung, clock, cap=cap)
    return Row(
        name=f"v{rung.height_class}",
        kind="picture",
        # High profile is 0x64; x264 sets none of its constraint flags.
        codecs=f"avc1.6400{level:02x}",
        width=rung.width,
        height=rung.height,
        crf=CRF,
        preset=PRESET,
        level=level,
        cap_bits=cap,
        stream=picture.stream,
    )


def _sound_row(number: int, sound: Sound) -> Row:
    channels = min(2, max(1, sound.channels))
    return Row(
        name=f"a{number}",
        kind="sound",
        codecs="mp4a.40.2",
        cap_bits=CAP_BITS_A_CHANNEL * channels,
        stream=sound.stream,
        sample_rate=DISC_RATE if sound.sample_rate == DISC_RATE else STUDIO_RATE,
        channels=channels,
        language=sound.language,
    )


# `Any` below: what a JSON column holds; the values are the dataclasses' own fields.
def to_data(plan: Plan) -> dict[str, Any]:
    """The plan as JSON can hold it."""
    return {
        "clock": str(plan.clock),
        "boundaries": list(plan.boundaries),
        "rows": [row_to_data(row) for row in plan.rows],
        "pieces": list(plan.pieces),
    }


def from_data(data: dict[str, Any]) -> Plan:
    """The plan that `to_data` wrote."""
    return Plan(
        clock=Fraction(data["clock"]),
        boundaries=tuple(data["boundaries"]),
        rows=tuple(row_from_data(row) for row in data["rows"]),
        pieces=tuple(data["pieces"]),
    )


def row_to_data(row: Row) -> dict[str, Any]:
    """A row as JSON can hold it."""
    return asdict(row)


def row_from_data(data: dict[str, Any]) -> Row:
    """The row that `row_to_data` wrote."""
    return Row(**data)
