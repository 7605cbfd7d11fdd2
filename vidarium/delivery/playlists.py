"""Playlists (RFC 8216bis): written from the plan alone, so they are complete from the moment a film is planned.

The master names the renditions from the smallest to the largest. A player begins with the first one it reads (Apple's
players, and hls.js, which also takes its first guess of the bandwidth from it): the smallest is the row whose first
columns are made first and whose first second is the fewest bytes. Columns of a second at the film's start let it climb
after one or two of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from math import ceil

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _

from vidarium.production import frames
from vidarium.production.plan import Plan, Row

VERSION = 7
"""What EXT-X-MAP for fragmented MP4 needs (6), and what Apple's tools expect of it."""
SOUNDS = "sound"
"""The name of the one group of sound tracks."""
TAG = re.compile(r"[A-Za-z0-9]{1,8}(?:-[A-Za-z0-9]{1,8})*")
"""The form of a language tag (RFC 5646). It came from somebody's file: nothing else may reach a quoted string."""

SEGMENT_BYTES, PICTURE_SAMPLE_BYTES, SOUND_SAMPLE_BYTES = 128, 16, 8
"""What a fragment's boxes add to the samples: BANDWIDTH counts them, the encoder's cap does not."""

Sizes = Mapping[str, Sequence[int]]
"""By row name, the bytes of each column; 0 where a cell is not made yet."""


def master(plan: Plan, *, sizes: Sizes) -> str:
    """The playlist of playlists. A film without a picture gets its sound as the variant."""
    grouped = plan.sounds if plan.pictures or len(plan.sounds) > 1 else ()
    lines = ["#EXTM3U", f"#EXT-X-VERSION:{VERSION}", "#EXT-X-INDEPENDENT-SEGMENTS", *_sounds(grouped)]
    for row in reversed(plan.pictures or plan.sounds[:1]):
        lines += [_variant(plan, row, sizes, grouped), _address(row)]
    return _text(lines)


def media(plan: Plan, row: Row) -> str:
    """The playlist of one row: every column, whether it is made already or when it is asked for."""
    lines = [
        "#EXTM3U",
        f"#EXT-X-VERSION:{VERSION}",
        f"#EXT-X-TARGETDURATION:{target(plan)}",
        "#EXT-X-MEDIA-SEQUENCE:0",
        "#EXT-X-PLAYLIST-TYPE:VOD",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        '#EXT-X-MAP:URI="init.mp4"',
    ]
    for column, seconds in enumerate(_decimals(durations(plan, row))):
        lines += [f"#EXTINF:{seconds},", f"{column:06d}.m4s"]
    return _text([*lines, "#EXT-X-ENDLIST"])


def durations(plan: Plan, row: Row) -> list[Fraction]:
    """Seconds of each column of a row, exactly."""
    if row.kind == "sound":
        return frames.durations(plan, sample_rate=row.sample_rate)
    return [(end - first) / plan.clock for first, end in pairwise(plan.boundaries)]


def target(plan: Plan) -> int:
    """The longest column of any row, in whole seconds: every playlist of a film must say the same (section 6.2.4)."""
    return ceil(max(seconds for row in plan.rows for seconds in durations(plan, row)))


def _variant(plan: Plan, row: Row, sizes: Sizes, grouped: Sequence[Row]) -> str:
    sound = _loudest(grouped) if row.kind == "picture" else None
    heard = [row] if sound is None else [row, sound]
    said = [f"BANDWIDTH={sum(promise(plan, one) for one in heard)}"]
    averages = [_average(plan, one, sizes) for one in heard]
    if all(averages):
        said.append(f"AVERAGE-BANDWIDTH={sum(averages)}")
    said.append(f'CODECS="{",".join(dict.fromkeys(one.codecs for one in heard))}"')
    if row.kind == "picture":
        said += [f"RESOLUTION={row.width}x{row.height}", f"FRAME-RATE={float(plan.clock):.3f}", "VIDEO-RANGE=SDR"]
    if grouped:
        said.append(f'AUDIO="{SOUNDS}"')
    return f"#EXT-X-STREAM-INF:{','.join([*said, 'CLOSED-CAPTIONS=NONE'])}"


def promise(plan: Plan, row: Row) -> int:
    """Bits a second that this row does not exceed, boxes and all."""
    if row.kind == "sound":
        samples, size = Fraction(row.sample_rate, frames.SAMPLES), SOUND_SAMPLE_BYTES
    else:
        samples, size = plan.clock, PICTURE_SAMPLE_BYTES
    return row.cap_bits + ceil(8 * (samples * size + SEGMENT_BYTES))


def _average(plan: Plan, row: Row, sizes: Sizes) -> int:
    """Bits a second on average; 0 until every column's size is known, for a part says nothing about the whole."""
    known = sizes.get(row.name, ())
    if len(known) != plan.columns or not all(known):
        return 0
    return ceil(8 * sum(known) / sum(durations(plan, row)))


def _loudest(rows: Sequence[Row]) -> Row | None:
    return max(rows, key=lambda row: row.cap_bits, default=None)


def _sounds(rows: Sequence[Row]) -> Iterator[str]:
    """One group of all tracks; the first is the film's own choice. Names must differ (section 4.4.6.1.1)."""
    taken: set[str] = set()
    for number, row in enumerate(rows, 1):
        name = _name(row, number)
        name = f"{name} {number}" if name in taken else name
        taken.add(name)
        said = [f'TYPE=AUDIO,GROUP-ID="{SOUNDS}",NAME="{name}"']
        if TAG.fullmatch(row.language):
            said.append(f'LANGUAGE="{row.language}"')
        said += [f"DEFAULT={'YES' if number == 1 else 'NO'}", "AUTOSELECT=YES", f'CHANNELS="{row.channels}"', f'URI="{_address(row)}"']
        yield f"#EXT-X-MEDIA:{','.join(said)}"


def _name(row: Row, number: int) -> str:
    """What a player's menu shows: the language in its own words where we know them, else its tag."""
    tag = row.language if TAG.fullmatch(row.language) else ""
    known = LANG_INFO.get(tag.lower(), {})
    return str(known.get("name_local") or tag or _("Sound %(number)d") % {"number": number})


def _address(row: Row) -> str:
    return f"{row.name}/index.m3u8"


def _decimals(seconds: Sequence[Fraction]) -> list[str]:
    """Durations to the microsecond. The ends are rounded, not the lengths: however long the film, nothing adds up."""
    ends = [0, *(round(end * 1_000_000) for end in accumulate(seconds))]
    return [f"{(end - first) // 1_000_000}.{(end - first) % 1_000_000:06d}" for first, end in pairwise(ends)]


def _text(lines: Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
