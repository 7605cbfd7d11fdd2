"""What ffmpeg is asked for when a stretch of a film's sound is encoded. Decides; does nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from vidarium.foundation.process import Limits, Step
from vidarium.production import lattice
from vidarium.production import plan as plans
from vidarium.production.frames import Stretch
from vidarium.production.lattice import Lattice
from vidarium.production.media import SAFE_INPUT, SOURCE
from vidarium.production.plan import Plan, Row
from vidarium.production.source import Sound, Source

QUALITIES = ("1.2", "0.4", "0.1")
"""ffmpeg's scale for its own encoder. The first gives about 150 kb/s for two channels, whatever their loudness; only
harsh synthetic sound exceeds the row's cap with it and is encoded again with the next."""

MARGINS = (3, 20)
"""Seconds by which a seek goes further back than the first sample that is wanted: sound may lie a second away from its
picture in a transport stream, and a decoder needs some frames to be right. The second where the first led too far."""

GAP = Fraction(12, 1000)
"""Seconds of missing or surplus sound that are mended: less than one frame of any usual codec, more than any jitter."""

MIXABLE = frozenset((
    "mono", "stereo", "downmix", "2.1", "3.0", "3.0(back)", "4.0", "quad", "quad(side)", "3.1", "5.0", "5.0(side)", "4.1", "5.1",
    "5.1(side)", "6.0", "6.0(front)", "3.1.2", "hexagonal", "6.1", "6.1(back)", "6.1(front)", "7.0", "7.0(front)", "7.1",
    "7.1(wide)", "7.1(wide-side)", "5.1.2", "5.1.2(back)", "octagonal", "cube", "5.1.4", "7.1.2", "7.1.4", "7.2.3", "9.1.4",
    "9.1.6", "hexadecagonal", "22.2",
))  # fmt: skip
"""Layouts that ffmpeg's resampler can mix down (tried one by one). Of any other the first channels are taken."""

LAYOUTS = {1: "mono", 2: "stereo"}


@dataclass(frozen=True)
class Take:
    """A stretch of one sound track, on its way into one row."""

    source: Source
    sound: Sound
    row: Row
    stretch: Stretch
    zero: Fraction
    """The time on the container's clock at which the film begins, as its picture was placed."""

    @property
    def origin(self) -> int:
        """The whole second of the film from which samples are counted, at least one before the first that is wanted.

        The grids of two sample rates meet in every whole second, so a resampler that begins in one gives the very
        samples that it would have given had it begun with the film.
        """
        return max(0, self.stretch.first_sample // self.row.sample_rate - 1)

    def seeks(self, margin: int) -> bool:
        """Whether reading can begin after the sound's own start."""
        return self.origin - margin > max(Fraction(0), self.sound.start)

    @property
    def is_silent(self) -> bool:
        """Whether the stretch lies wholly after the sound's end: there is nothing to decode."""
        return self.origin > self.sound.start + self.sound.duration + 1


def take(source: Source, plan: Plan, row: Row, stretch: Stretch) -> Take:
    """The take of `stretch` for `row`. Raises `ValueError` where the row's stream is no sound of the source."""
    sound = next((sound for sound in source.sounds if sound.stream == row.stream), None)
    if sound is None:
        raise ValueError(f"stream {row.stream} is no sound of this source")
    # The plan moves the whole picture onto its clock, by less than a frame; the sound goes with it.
    moved = plans.phase(source.picture, plan.clock) if source.picture else 0
    return Take(source, sound, row, stretch, source.zero + moved)


def limits(row: Row, stretch: Stretch) -> Limits:
    """Sixty times what a stretch of sound costs, and half a minute for a machine with other work."""
    seconds = stretch.samples // row.sample_rate
    return Limits(cpu_seconds=30 + seconds, wall_seconds=60.0 + 8 * seconds, memory_bytes=2 << 30)


def silence(row: Row, stretch: Stretch) -> Step:
    """The step that encodes a stretch of nothing, without a look at the source."""
    nothing = ("-f", "lavfi", "-i", f"anullsrc=r={row.sample_rate}:cl={LAYOUTS[row.channels]}")
    return Step("ffmpeg", (*_run(), *nothing, "-af", f"atrim=end_sample={stretch.samples}", *_encoder(QUALITIES[0])))


def listing(wanted: Take, *, margin: int) -> Step:
    """The step that lists the packets from which a take will be decoded; nothing is decoded, so it costs next to nothing."""
    packets = ("-c:a", "copy", "-frames:a", str(lattice.PACKETS), "-f", "framecrc", "-")
    return Step("ffmpeg", (*_run(), *_input(wanted, margin), *packets))


def encode(wanted: Take, *, margin: int, frames_at: Lattice | None, quality: str) -> Step:
    """The step that decodes a take and writes it to standard output as ADTS frames, `wanted.stretch.encoded` of them."""
    filters = ",".join(_filters(wanted, frames_at))
    return Step("ffmpeg", (*_run(), *_input(wanted, margin), "-filter_threads", "1", "-af", filters, *_encoder(quality)))


def _run() -> Iterator[str]:
    # Whoever runs it has no keyboard.
    yield "-nostdin"
    # The log is read by people when a run failed; progress and banners would fill it.
    yield "-hide_banner"
    yield from ("-v", "error")


def _input(wanted: Take, margin: int) -> Iterator[str]:
    yield from SAFE_INPUT
    # The film's own times, not times from where the run began to read.
    yield "-copyts"
    # Filters cut to the sample; ffmpeg's own cut at the time of the seek would come before them.
    yield "-noaccurate_seek"
    # A broken minute is filled with silence; it does not end the film.
    yield from ("-max_error_rate", "1")
    # The other streams are not even read.
    yield from ("-vn", "-sn", "-dn")
    # Sound is cheap: a piece costs one core.
    yield from ("-threads", "1")
    if wanted.seeks(margin):
        # Without it ffmpeg adds the container's start time to the time that is asked for.
        yield from ("-seek_timestamp", "1")
        yield from ("-ss", f"{float(wanted.zero + wanted.origin - margin):.6f}")
    # A track that changes its rate or channels halfway must not start the filters anew: they count.
    yield from ("-drop_changed:a", "1")
    yield from ("-i", SOURCE)
    yield from ("-map", f"0:{wanted.sound.stream}")


def _filters(wanted: Take, frames_at: Lattice | None) -> Iterator[str]:
    origin, row, stretch = wanted.origin, wanted.row, wanted.stretch
    yield f"asetpts='{_time(wanted, frames_at)}'"
    yield f"atrim=start={origin}"
    # At the source's own rate: silence where sound is missing, a cut where there is too much, and an exact first sample.
    # Without `min_comp=0` the first sample could be a millisecond off.
    sync = f"async=1:min_comp=0:min_hard_comp={float(GAP)}:first_pts={origin * wanted.sound.sample_rate}"
    yield f"aresample={wanted.sound.sample_rate}:{sync}"
    yield from _mix(wanted.sound, row)
    yield f"aresample={row.sample_rate}"
    # The rest counts samples, which no longer have times of their own: silence to the end, then exactly what is encoded.
    begin = stretch.first_sample - origin * row.sample_rate
    yield f"apad=whole_len={begin + stretch.samples}"
    yield f"atrim=start_sample={begin}:end_sample={begin + stretch.samples}"


def _time(wanted: Take, frames_at: Lattice | None) -> str:
    """The expression that gives a frame's time in samples of the film."""
    zero = f"{float(wanted.zero * wanted.sound.sample_rate):.6f}"
    if frames_at is None:
        return f"round(PTS-{zero})"
    phase, period = f"{float(frames_at.phase):.6f}", frames_at.period
    # Where a decoder cuts the codec's delay off a first frame, only the frame's end is where the lattice says.
    off = f"mod(PTS+NB_SAMPLES-{phase}+{period // 2},{period})-{period // 2}"
    return f"st(0,{off});round(PTS-if(lte(abs(ld(0)),{frames_at.tolerance}),ld(0),0)-{zero})"


def _mix(sound: Sound, row: Row) -> Iterator[str]:
    """Down to the row's channels by ITU-R BS.775's coefficients, scaled so that no sum can clip."""
    layout = LAYOUTS[row.channels]
    if sound.layout in MIXABLE:
        yield f"aresample=ochl={layout}:rematrix_maxval=1"
    else:
        yield f"pan={layout}|" + "|".join(f"c{channel}=c{min(channel, sound.channels - 1)}" for channel in range(row.channels))


def _encoder(quality: str) -> Iterator[str]:
    yield from ("-c:a", "aac")
    # Constant quality: a bit rate's control has a memory, and a joint between two runs could be heard.
    yield from ("-q:a", quality)
    # Without ffmpeg's own name in the first frame, nor the source's words.
    yield from ("-flags:a", "+bitexact")
    yield from ("-map_metadata", "-1")
    yield from ("-threads", "1")
    yield from ("-f", "adts")
    yield "-"
