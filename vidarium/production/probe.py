"""The probe: what a source file is, found inside the sandbox and decided here."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

from django.utils.translation import gettext as _

from vidarium.foundation import process
from vidarium.foundation.process import Limits, Step
from vidarium.production import findings, frame_rate, languages
from vidarium.production.errors import (
    SourceBomb,
    SourceCodecUnknown,
    SourceEmpty,
    SourceHasNoStreams,
    SourcePlaylist,
    SourceRefused,
    SourceTooLarge,
    SourceTruncated,
    SourceUnreadable,
)
from vidarium.production.findings import Findings, MalformedError, Refusal
from vidarium.production.frame_rate import FrameRate, Timing
from vidarium.production.media import CODECS, FORMATS, MAX_PIXELS, MAX_STREAMS, SOURCE
from vidarium.production.source import Picture, Sound, Source

LIMITS = Limits(cpu_seconds=120, wall_seconds=300, memory_bytes=3 << 30, file_bytes=0, processes=32)
"""Ten hours of MP4 need 250 MB for their index and a few seconds; the rest is for a slow disk and a broken index."""
INSPECTION = Path(__file__).with_name("inspection")
EARLY_SOUND = Fraction(1, 10)
"""Sound that starts earlier than this before the picture is heard from its start; less is cut off."""
BREAK_SECONDS, BREAK_SHARE = Fraction(1), Fraction(1, 100)
STILL_BYTES_A_SECOND = 5_700
"""What all rows of a film without any movement cost, as measured; with it a bomb can be told by its promise."""
MOST_GROWTH, FREE_BYTES = 20, 50_000_000
SANE_ASPECTS = (Fraction(1, 10), Fraction(10))
RANGES = {1: "tv", 2: "pc"}
SPACES = {
    0: "gbr", 1: "bt709", 4: "fcc", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "ycgco", 9: "bt2020nc", 10: "bt2020c",
    11: "smpte2085", 12: "chroma-derived-nc", 13: "chroma-derived-c", 14: "ictcp",
}  # fmt: skip
PRIMARIES = {
    1: "bt709", 4: "bt470m", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "film", 9: "bt2020", 10: "smpte428",
    11: "smpte431", 12: "smpte432", 22: "ebu3213",
}  # fmt: skip
TRANSFERS = {
    1: "bt709", 4: "bt470m", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "linear", 9: "log100", 10: "log316",
    11: "iec61966-2-4", 12: "bt1361e", 13: "iec61966-2-1", 14: "bt2020-10", 15: "bt2020-12", 16: "smpte2084",
    17: "smpte428", 18: "arib-std-b67",
}  # fmt: skip


def source(media: Path, *, within: Limits | None = None, cancelled: Callable[[], bool] | None = None) -> Source:
    """Look into `media` and say what it is.

    A file that breaks off is no error as long as something of it plays: its `claimed` is then more than its `duration`.
    Raises a `SourceRefused` with a sentence for its owner, or a `ProcessError` where the probe itself could not work
    (out of time, out of memory, no sandbox, cancelled): trying again may help then.
    """
    found = _inspect(media, within or LIMITS, cancelled)
    if isinstance(found, Refusal):
        raise refused(found)
    return describe(found, size_bytes=media.stat().st_size)


def _inspect(media: Path, within: Limits, cancelled: Callable[[], bool] | None) -> Findings | Refusal:
    arguments = ("-m", "inspection", SOURCE, ",".join(FORMATS), ",".join(CODECS), str(MAX_PIXELS), str(MAX_STREAMS))
    inputs = {Path(SOURCE).name: media, INSPECTION.name: INSPECTION}
    try:
        return findings.parse(process.run(Step("probe", arguments, inputs), within=within, cancelled=cancelled).output)
    except (process.ProgramFailed, MalformedError) as broken:
        # A decoder that a file brings down, or that it has taken over: either way we don't open this file again.
        raise SourceUnreadable from broken


def refused(found: Refusal) -> SourceRefused:
    name = {"detail": found.detail}
    refusals: dict[str, Callable[[], SourceRefused]] = {
        "empty": SourceEmpty,
        "playlist": SourcePlaylist,
        "no_streams": SourceHasNoStreams,
        "truncated": SourceTruncated,
        "incomplete": lambda: SourceUnreadable(
            _("This file can't be read: its table of contents is missing. It may not have been uploaded or saved completely.")
        ),
        "undecodable": lambda: SourceUnreadable(_("The picture of this file is damaged: no %(detail)s frame could be read.") % name),
        "codec": lambda: unopened(found.detail),
        "too_large": lambda: SourceTooLarge(_("This file is larger than we take: it has %(detail)s.") % name),
    }
    return refusals.get(found.reason, SourceUnreadable)()


def unopened(codec: str) -> SourceCodecUnknown:
    return SourceCodecUnknown(
        _("This file is in the format %(codec)s, which we do not open. Save it as H.264 in an MP4 file and upload that.") % {"codec": codec}
    )


def describe(found: Findings, *, size_bytes: int) -> Source:
    """What was found, in presentation time. Pure."""
    _check_codecs(found)
    zero = zero_of(found)
    picture = picture_of(found.picture, zero) if found.picture else None
    sounds = tuple(sound_of(sound, zero) for sound in found.sounds)
    duration = picture.start + picture.duration if picture else sounds[0].start + sounds[0].duration
    _check_promise(duration, size_bytes)
    ends = [duration, *(sound.start + sound.duration for sound in sounds)]
    return Source(
        container=found.container,
        size_bytes=size_bytes,
        zero=zero,
        duration=duration,
        claimed=claimed(found.claimed, duration=duration, ends=max(ends), zero=zero),
        picture=picture,
        sounds=sounds,
    )


def _check_codecs(found: Findings) -> None:
    """A film whose only picture or only sound we can't open would be another film."""
    for kind, opened in (("video", found.picture), ("audio", found.sounds)):
        closed = [codec for of_kind, codec in found.unopened if of_kind == kind]
        if closed and not opened:
            raise unopened(closed[0])


def _check_promise(duration: Fraction, size_bytes: int) -> None:
    """A file of a thousand bytes that lasts ten hours would become two hundred megabytes."""
    if duration * STILL_BYTES_A_SECOND > MOST_GROWTH * size_bytes + FREE_BYTES:
        raise SourceBomb


def zero_of(found: Findings) -> Fraction:
    """The picture's start; the sound's where it starts clearly earlier, or where there is no picture."""
    heard = min((sound.first * sound.tick for sound in found.sounds), default=None)
    seen = found.picture.first * found.picture.tick if found.picture else None
    if seen is None:
        return heard or Fraction(0)
    return seen if heard is None or heard >= seen - EARLY_SOUND else heard


def claimed(promise: Fraction, *, duration: Fraction, ends: Fraction, zero: Fraction) -> Fraction:
    """What the header promises, where the file does not keep it; else what was measured.

    A promise may be of the longest stream, and may count from the container's zero instead of the film's.
    """
    kept = max(ends, ends + zero)
    return duration if promise <= kept + max(BREAK_SECONDS, promise * BREAK_SHARE) else promise


def picture_of(found: findings.Picture, zero: Fraction) -> Picture:
    shown = frame_rate.of(Timing(found.tick, found.deltas), found.rates)
    start = found.first * found.tick - zero
    duration = picture_duration(found, shown)
    keyframes = sorted(at * found.tick - zero for at in found.keyframes)
    color_range, color_space, primaries, transfer = found.color
    return Picture(
        stream=found.stream,
        codec=found.codec,
        width=found.width,
        height=found.height,
        pixel_aspect=found.pixel_aspect if SANE_ASPECTS[0] <= found.pixel_aspect <= SANE_ASPECTS[1] else Fraction(1),
        rotation=found.rotation if found.rotation in {90, 180, 270} else 0,
        frame_rate=shown.rate,
        variable=shown.variable,
        start=start,
        duration=duration,
        keyframes=tuple(at for at in keyframes if start <= at < start + duration),
        pixel_format=found.pixel_format,
        bit_depth=found.bit_depth,
        interlaced=found.interlaced,
        color_range=RANGES.get(color_range, "unknown"),
        color_space=SPACES.get(color_space, "unknown"),
        color_primaries=PRIMARIES.get(primaries, "unknown"),
        color_transfer=TRANSFERS.get(transfer, "unknown"),
    )


def picture_duration(found: findings.Picture, shown: FrameRate) -> Fraction:
    """From the first frame to the end of the last, which lasts one frame where its container does not say."""
    frame = 1 / shown.rate
    to_last = max(Fraction(0), (found.last - found.first) * found.tick)
    if not shown.variable and found.deltas:
        # Exact where the container rounds each time to a millisecond.
        return (round(to_last * shown.rate) + 1) * frame
    return to_last + (found.last_duration * found.tick if found.last_duration > 0 else frame)


def sound_of(found: findings.Sound, zero: Fraction) -> Sound:
    start = found.first * found.tick
    return Sound(
        stream=found.stream,
        codec=found.codec,
        sample_rate=found.sample_rate,
        channels=found.channels,
        layout=found.layout,
        language=languages.tag(found.language),
        start=start - zero,
        duration=max(Fraction(0), found.end - start),
    )
