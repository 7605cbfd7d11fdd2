"""Numbers as people read them."""

from __future__ import annotations

import json
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django import template
from django.utils import formats
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from vidarium.accounts.models import Activity
from vidarium.console import codecs
from vidarium.console import looked_at as sights
from vidarium.production.source import Sound
from vidarium.production.standing import clock_face

register = template.Library()
STEPS = ("B", "kB", "MB", "GB", "TB", "PB")
SOON = 60


@register.filter
def size(count: int) -> str:
    """1,234,567 bytes are 1.2 MB: steps of a thousand, two figures that matter."""
    value, step = float(count), 0
    while value >= 999.5 and step < len(STEPS) - 1:
        value, step = value / 1000, step + 1
    return f"{value:.1f} {STEPS[step]}" if step and value < 10 else f"{value:.0f} {STEPS[step]}"


@register.filter
def length_of(seconds: float | Fraction | None) -> str:
    """192 seconds are 3:12."""
    return "" if seconds is None else clock_face(Fraction(seconds))


@register.filter
def time_left(seconds: float | None) -> str:
    """How long something will take, rounded as one would say it."""
    if seconds is None:
        return ""
    if seconds < SOON:
        return _("%(n)d s left") % {"n": max(1, round(seconds))}
    if seconds < SOON * SOON:
        return _("%(n)d min left") % {"n": round(seconds / SOON)}
    return _("%(n)d h left") % {"n": round(seconds / SOON / SOON)}


@register.filter
def percent(part: float) -> int:
    """0.427 is 42; it says 100 only when all is done."""
    return int(part * 100)


@register.filter
def mbits(bits: float) -> str:
    """4,400,000 bits a second are 4.4 Mbit/s."""
    value = bits / 1_000_000
    return f"{value:.2f}" if value < 1 else f"{value:.1f}"


@register.filter
def stamp(moment: datetime) -> str:
    """RFC 3339, for `<relative-time>`."""
    return moment.isoformat()


@register.filter
def day(moment: date) -> str:
    """2 Dec 2026, in the order that the reader's language has."""
    return date_format(moment, _("j M Y"))


@register.filter
def to_the_minute(moment: datetime) -> str:
    """2 Dec 2026, 03:19."""
    return date_format(moment, _("j M Y, H:i"))


@register.filter
def as_json(value: Any) -> str:
    """For an attribute that an element reads; the template escapes it."""
    return json.dumps(value, separators=(",", ":"))


@register.filter
def span(seconds: float) -> str:
    """How much film there is, as one would say it."""
    if seconds < SOON:
        return _("%(n)d s") % {"n": round(seconds)}
    if seconds < SOON * SOON:
        return _("%(n)d min") % {"n": round(seconds / SOON)}
    return _("%(n)s h") % {"n": number(round(seconds / SOON / SOON))}


@register.filter
def number(count: float) -> str:
    """1000 are 1,000."""
    return formats.number_format(count, use_l10n=True, force_grouping=True)


@register.filter
def rate(frames: Fraction) -> str:
    """30000/1001 frames a second are 29.97 fps."""
    return f"{float(frames):.2f}".rstrip("0").rstrip(".") + " fps"


@register.filter
def kilohertz(rate: int) -> str:
    """48000 are 48 kHz, 44100 are 44.1 kHz."""
    return f"{rate / 1000:g} kHz"


@register.filter
def translated(text: str) -> str:
    """A sentence of ours that was chosen at run time, in the reader's language."""
    return _(text) if text else ""


@register.filter
def codec(name: str) -> str:
    """ffmpeg's `h264` is H.264."""
    return codecs.named(name)


@register.filter
def rung(parameter: str) -> str:
    """`avc1.64001f` is H.264 High."""
    return codecs.rung(parameter)


@register.filter
def loudspeakers(sound: Sound) -> str:
    """`5.1(side)` is 5.1; a layout without a name is counted."""
    return codecs.loudspeakers(sound.layout, sound.channels)


@register.filter
def looked_at(line: Activity) -> str:
    """What service staff looked at, in words."""
    return sights.named(line)
