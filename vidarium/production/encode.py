"""How cells of picture are encoded: one decode, every row from it, as data.

    step = encode.picture(source, plan, plan.pictures, first, last)

Each run knows nothing of the others and still makes the same frames: times are the film's own from the first filter on
(never the run's), so frame `n` of the output clock is the same picture wherever decoding began.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, pairwise

from vidarium.foundation.process import Step
from vidarium.production import colour
from vidarium.production import plan as plans
from vidarium.production.media import SAFE_INPUT, SOURCE
from vidarium.production.plan import Plan, Row
from vidarium.production.source import Picture, Source

FRAMES = "frames.txt"
"""Which frame of the source each frame of the output came from, in the folder of the outputs."""

LONGEST_GOP = 600
"""Frames; more than any column has, so that only we decide where keyframes are."""

PARTS = 1000
"""Of a frame; the exactness with which a frame's time is compared with the output clock."""

DELAY_FRAMES = 2
"""How many frames decoding is ahead of presentation: what x264 needs for a pyramid of B-frames, in every preset that has
them."""

VBV_SHARE, VBV_SECONDS = Fraction(3, 4), Fraction(1, 2)
"""A run begins with a full buffer, so each may spend `VBV_SECONDS` at the peak rate beyond its time. In the worst case
of HLS (columns of 1, 1 and 2 seconds, each from a run of its own) that is 5.5 seconds' bits in 4: three quarters of the
cap as the encoder's peak then keep the cap."""

EXACT_INDEXES = frozenset({"mov", "mp4", "matroska", "webm", "avi", "flv"})
"""Containers (ffmpeg's names of demuxers) whose index leads to the last keyframe before the time that is asked for."""
BLIND_SECONDS = Fraction(5)
"""In other containers a seek lands on any packet near a time, and decoding begins at the next keyframe: so much earlier
we ask. Most broadcasts have two a second, most cameras one in two."""


@dataclass(frozen=True)
class _Span:
    """Frames `[start, end)` of a film's picture on its output clock."""

    source: Source
    seen: Picture
    plan: Plan
    start: int
    end: int


def picture(source: Source, plan: Plan, rows: Sequence[Row], first: int, last: int, *, back: Fraction | None = Fraction(0)) -> Step:
    """Columns `[first, last)` of `rows` (largest first) as one run that writes `/out/<row>.mp4` and `/out/frames.txt`.

    `back` asks to begin reading that many seconds earlier than needed; `None` asks to read from the film's start.
    """
    span = _Span(source, _picture(source), plan, plan.boundaries[first], plan.boundaries[last])
    cuts = [boundary - span.start for boundary in plan.boundaries[first:last]]
    return Step(
        program="ffmpeg",
        arguments=(
            *_run(),
            *_input(seek(source, plan, span.start, back=back)),
            *("-filter_complex", _graph(span, rows)),
            *chain.from_iterable(_output(row, plan, cuts, leads=row is rows[0]) for row in rows),
        ),
    )


def ticks(clock: Fraction) -> tuple[int, int]:
    """Timescale of the rows of picture, and how much of it one frame lasts: 30000 and 1001, 10000 and 400."""
    fine = -(-10_000 // clock.numerator)
    return clock.numerator * fine, clock.denominator * fine


def seek(source: Source, plan: Plan, start: int, *, back: Fraction | None) -> Fraction | None:
    """The time on the container's clock to read from for frame `start`; `None` is the beginning."""
    if start == 0 or back is None:
        return None
    wanted = start / plan.clock + plans.phase(_picture(source), plan.clock)
    if EXACT_INDEXES.isdisjoint(source.container.split(",")):
        wanted -= BLIND_SECONDS
    else:
        # Containers round times; a quarter of a frame keeps a keyframe at the boundary from seeming to lie behind it.
        wanted += 1 / (4 * plan.clock)
    return source.zero + wanted - back if wanted > back else None


def _picture(source: Source) -> Picture:
    if source.picture is None:
        raise ValueError("a source without a picture has no rows of picture")
    return source.picture


def _run() -> Iterator[str]:
    # Whoever runs it has no keyboard.
    yield "-nostdin"
    yield "-hide_banner"
    # The log is read by people when a run failed; progress and banners would fill it.
    yield from ("-v", "error")
    # One core for each chunk: several chunks run side by side, and threads inside one only get in their way.
    yield from ("-filter_complex_threads", "1")


def _input(begin: Fraction | None) -> Iterator[str]:
    yield from SAFE_INPUT
    # The film's own times, not times from where the run began to read.
    yield "-copyts"
    # Filters choose the frames, by number; ffmpeg's own cut at the time of the seek would lose some.
    yield "-noaccurate_seek"
    # A picture that changes its size halfway must not start the filters anew: they would count from the start again.
    yield from ("-reinit_filter", "0")
    # A damaged stretch is shown as the last good frame; what is too damaged we see by what came out.
    yield from ("-max_error_rate", "1")
    # Frames from before the first keyframe are grey smears: none is better, the one before is held.
    yield from ("-flags:v", "-output_corrupt")
    # The other streams are not even read.
    yield from ("-an", "-sn", "-dn")
    yield from ("-threads", "1")
    if begin is not None:
        # Without it ffmpeg adds the container's start time to the time that is asked for.
        yield from ("-seek_timestamp", "1")
        yield from ("-ss", f"{float(begin):.6f}")
    yield from ("-i", SOURCE)


def _graph(span: _Span, rows: Sequence[Row]) -> str:
    """From decoded frames to every row's: each smaller picture is made from the next larger one."""
    seen, top = span.seen, rows[0]
    filters = [*colour.named(seen), *_deinterlaced(seen), *_on_the_clock(span), *colour.to_bt709(seen, top.width, top.height)]
    links = [f"[0:{seen.stream}]{','.join(filters)}"]
    for row, below in pairwise(rows):
        links[-1] += f",split=2[{row.name}][above-{below.name}]"
        links.append(f"[above-{below.name}]scale={below.width}:{below.height}:flags=bicubic,setsar=1")
    links[-1] += f"[{rows[-1].name}]"
    return ";".join(links)


def _deinterlaced(seen: Picture) -> list[str]:
    """One frame for each two fields; frames that are marked as whole pass."""
    return ["bwdif=mode=send_frame:parity=auto:deint=interlaced"] if seen.interlaced else []


def _on_the_clock(span: _Span) -> list[str]:
    """Exactly the frames of the span, each at its own number of the output clock."""
    clock = span.plan.clock
    shift = span.source.zero + plans.phase(span.seen, clock)
    return [
        # Microseconds hold every container's times; then the film's zero is subtracted in whole numbers.
        "settb=AVTB",
        f"setpts=PTS-({round(shift * 1_000_000)})",
        # Parts of a frame from here on: where the next filter begins is then exact, and so is what it rounds.
        f"settb={clock.denominator}/{PARTS * clock.numerator}",
        # Holds a frame where the next is missing, drops what comes too fast, holds the first one back to zero, and shows
        # the last one however briefly it lasts.
        f"fps={clock}:start_time={float(span.start / clock):.9f}:round=near:eof_action=pass",
        # A film whose last frames are missing holds its last picture.
        "tpad=stop_mode=clone:stop=-1",
        f"trim=start_pts={span.start}:end_pts={span.end}",
    ]


def _output(row: Row, plan: Plan, cuts: Sequence[int], *, leads: bool) -> Iterator[str]:
    yield from ("-map", f"[{row.name}]")
    # Neither the source's words nor the encoder's own (its settings, as a text in the first frame) go out.
    yield from ("-map_metadata", "-1")
    yield from ("-map_chapters", "-1")
    yield from ("-fflags", "+bitexact")
    # A column refers to nothing outside itself.
    yield from ("-flags:v", "+bitexact+cgop")
    yield from ("-bsf:v", "filter_units=remove_types=6")
    # The filters have made exactly the right frames; none is to be added or taken away.
    yield from ("-fps_mode", "passthrough")
    yield from _x264(row, cuts)
    yield from _fragments(plan)
    if leads:
        yield from ("-stats_enc_pre", f"/out/{FRAMES}")
        yield from ("-stats_enc_pre_fmt", "{pts} {ptsi} {tbi}")
    yield f"/out/{row.name}.mp4"


def _x264(row: Row, cuts: Sequence[int]) -> Iterator[str]:
    peak = int(row.cap_bits * VBV_SHARE)
    yield from ("-c:v", "libx264")
    yield from ("-preset", row.preset)
    # Fixed by the plan, so that `codecs` is known before a frame is encoded.
    yield from ("-profile:v", "high")
    yield from ("-level:v", f"{row.level // 10}.{row.level % 10}")
    # Constant quality, and a peak that a viewer's line can rely on.
    yield from ("-crf", str(row.crf))
    yield from ("-maxrate", str(peak))
    yield from ("-bufsize", str(int(peak * VBV_SECONDS)))
    # One core for each chunk.
    yield from ("-threads", "1")
    # Keyframes stand at the columns' first frames and nowhere else.
    yield from ("-g", str(LONGEST_GOP))
    yield from ("-sc_threshold", "0")
    yield from ("-forced-idr", "1")
    yield from ("-force_key_frames", "expr:" + "+".join(f"eq(n,{cut})" for cut in cuts))


def _fragments(plan: Plan) -> Iterator[str]:
    timescale, _ = ticks(plan.clock)
    yield from ("-video_track_timescale", str(timescale))
    # A fragment at each keyframe, behind an initialization segment that no frame has touched; the first frame is shown
    # at its own time, B-frames before theirs, so that no edit list is needed.
    yield from ("-movflags", "+frag_keyframe+empty_moov+default_base_moof+negative_cts_offsets+cmaf")
    yield from ("-f", "mp4")
