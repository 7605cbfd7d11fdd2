"""Numbers as people read them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from django import template
from django.utils import formats
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from vidarium.accounts.models import Activity
from vidarium.console import codecs
from vidarium.console import looked_at as sights
from vidarium.foundation import writing
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


# -- days and times: everything that stands on a page goes through one of these ---------------------------------------
@register.filter
def stamp(moment: datetime) -> str:
    """RFC 3339, for elements that count."""
    return moment.isoformat()


@register.filter(expects_localtime=True)
def day(moment: date | None) -> SafeString:
    """2 Dec 2026, in the order that the reader's language has, where their clock stands on that day."""
    return _timed(f"{moment:%Y-%m-%d}", date_format(moment, _("j M Y"))) if moment else SafeString()


@register.filter(expects_localtime=True)
def to_the_minute(moment: datetime | None) -> SafeString:
    """2 Dec 2026, 03:19: where it is plain whose clock is meant."""
    return _timed(stamp(moment), date_format(moment, _("j M Y, H:i"))) if moment else SafeString()


@register.filter(expects_localtime=True)
def with_zone(moment: datetime | None) -> SafeString:
    """2 Dec 2026, 03:19 UTC+1: for what ends, and must not be missed by an hour."""
    return _timed(stamp(moment), f"{date_format(moment, _('j M Y, H:i'))} {zone_of(moment)}") if moment else SafeString()


@register.filter(expects_localtime=True)
def on_the_clock(moment: datetime) -> SafeString:
    """03:19 UTC+1, of today."""
    return _timed(stamp(moment), f"{moment:%H:%M} {zone_of(moment)}")


@register.filter(expects_localtime=True)
def to_the_second(moment: datetime) -> SafeString:
    """03:19:07, of a day that was named."""
    return _timed(stamp(moment), f"{moment:%H:%M:%S}")


@register.filter(expects_localtime=True)
def ago(moment: datetime) -> SafeString:
    """“4 min ago”, kept fresh by the element; without it the day and the minute."""
    fresh = format_html(
        '<relative-time datetime="{}" zone="{}">{}</relative-time>', stamp(moment), moment.tzinfo, date_format(moment, _("j M Y, H:i"))
    )
    return _timed(stamp(moment), fresh)


def _timed(machine: str, words: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', machine, words)


def zone_of(moment: datetime) -> str:
    """`UTC+5:30`; `UTC` alone where it is that."""
    minutes = round((moment.utcoffset() or timedelta()).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "") if minutes else "UTC"


@register.filter
def listed(words: Iterable[str]) -> str:
    """Videos, People: with the comma that the reader's language has there."""
    return writing.listed(words)


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
