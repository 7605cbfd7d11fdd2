"""What came out of the sandbox, read strictly: whoever takes over the probe must not reach further than its numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

FRACTION = re.compile(r"-?\d{1,24}(/\d{1,24})?")
WORD = re.compile(r"[\w.,()+\-/ ×?]{0,100}")
LARGEST = 1 << 63


class MalformedError(ValueError):
    """The probe did not answer as it was written to."""


@dataclass(frozen=True)
class Refusal:
    reason: str
    detail: str


@dataclass(frozen=True)
class Picture:
    """Times are ticks of the stream's clock, as in all that follows."""

    stream: int
    codec: str
    width: int
    height: int
    pixel_aspect: Fraction
    rotation: int
    pixel_format: str
    bit_depth: int
    interlaced: bool
    color: tuple[int, int, int, int]
    """Range, space, primaries and transfer by their numbers in ITU-T H.273 (range by ffmpeg's)."""
    rates: tuple[Fraction, ...]
    tick: Fraction
    first: int
    last: int
    last_duration: int
    deltas: dict[int, int]
    keyframes: tuple[int, ...]


@dataclass(frozen=True)
class Sound:
    stream: int
    codec: str
    sample_rate: int
    channels: int
    layout: str
    language: str
    first: int
    tick: Fraction
    end: Fraction
    """In seconds."""


@dataclass(frozen=True)
class Findings:
    container: str
    claimed: Fraction
    picture: Picture | None
    sounds: tuple[Sound, ...]
    unopened: tuple[tuple[str, str], ...]
    """Kind (`video` or `audio`) and codec of each stream that no listed decoder opens."""


def parse(output: bytes) -> Findings | Refusal:
    """Raises `MalformedError`."""
    try:
        said = json.loads(output)
        if "refused" in said:
            return Refusal(word(said["refused"]), word(said["detail"]))
        return _findings(said)
    # No JSON, a denominator of nothing, a key that lacks, a list where there should be a table, nested too deeply.
    except (ValueError, ArithmeticError, LookupError, TypeError, RecursionError) as wrong:
        raise MalformedError("The probe's answer can't be read.") from wrong


def _findings(said: dict[str, Any]) -> Findings:
    found = Findings(
        container=word(said["container"]),
        claimed=fraction(said["claimed"]),
        picture=said["picture"] and _picture(said["picture"]),
        sounds=many(_sound, said["sounds"]),
        unopened=many(_unopened, said["unopened"]),
    )
    if not (found.picture or found.sounds or found.unopened):
        raise MalformedError
    return found


def _picture(said: dict[str, Any]) -> Picture:
    return Picture(
        stream=whole(said["stream"]),
        codec=word(said["codec"]),
        width=size(said["width"]),
        height=size(said["height"]),
        pixel_aspect=positive(said["pixel_aspect"]),
        rotation=whole(said["rotation"]),
        pixel_format=word(said["pixel_format"]),
        bit_depth=size(said["bit_depth"]),
        interlaced=bool(whole(said["interlaced"])),
        color=color(said["color"]),
        rates=many(fraction, said["rates"]),
        tick=positive(said["tick"]),
        first=whole(said["first"]),
        last=whole(said["last"]),
        last_duration=whole(said["last_duration"]),
        deltas={whole(ticks): size(often) for ticks, often in said["deltas"]},
        keyframes=many(whole, said["keyframes"]),
    )


def _sound(said: dict[str, Any]) -> Sound:
    return Sound(
        stream=whole(said["stream"]),
        codec=word(said["codec"]),
        sample_rate=size(said["sample_rate"]),
        channels=size(said["channels"]),
        layout=word(said["layout"]),
        language=word(said["language"]),
        first=whole(said["first"]),
        tick=positive(said["tick"]),
        end=fraction(said["end"]),
    )


def _unopened(said: list[Any]) -> tuple[str, str]:
    kind, codec = said
    return word(kind), word(codec)


def color(said: Any) -> tuple[int, int, int, int]:
    color_range, space, primaries, transfer = many(whole, said)
    return color_range, space, primaries, transfer


def many[Kind](each: Callable[[Any], Kind], said: Any) -> tuple[Kind, ...]:
    if not isinstance(said, list):
        raise MalformedError
    return tuple(each(one) for one in said)


def whole(said: Any) -> int:
    if not isinstance(said, int) or abs(said) > LARGEST:
        raise MalformedError
    return said


def size(said: Any) -> int:
    if whole(said) <= 0:
        raise MalformedError
    return whole(said)


def fraction(said: Any) -> Fraction:
    if not isinstance(said, str) or not FRACTION.fullmatch(said):
        raise MalformedError
    return Fraction(said)


def positive(said: Any) -> Fraction:
    if fraction(said) <= 0:
        raise MalformedError
    return fraction(said)


def word(said: Any) -> str:
    if not isinstance(said, str) or not WORD.fullmatch(said):
        raise MalformedError
    return said
