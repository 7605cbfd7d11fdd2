"""What ffmpeg is asked for when a stretch of a source's sound is encoded. Decides; does nothing."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from vidarium.foundation.process import Limits, Step
from vidarium.production import lattice
from vidarium.production.frames import Stretch
from vidarium.production.lattice import Lattice
from vidarium.production.media import SAFE_INPUT, SOURCE
from vidarium.production.plan import Row
from vidarium.production.source import Sound, Source

QUALITY = "1.2"
"""ffmpeg's scale for its own encoder: about 150 kb/s for two channels of music, less for speech."""

SEEK_MARGIN = 3
"""Seconds by which a seek goes further back: sound lies up to a second away from its picture in a transport stream, and
decoders need some frames before they are right."""

GAP = Fraction(12, 1000)
"""Seconds of missing or surplus sound that are mended: less than one frame of any usual codec, more than any jitter."""

MIXABLE = frozenset(
    "mono stereo downmix 2.1 3.0 3.0(back) 4.0 quad quad(side) 3.1 5.0 5.0(side) 4.1 5.1 5.1(side) 6.0 6.0(front) 3.1.2 hexagonal "
    "6.1 6.1(back) 6.1(front) 7.0 7.0(front) 7.1 7.1(wide) 7.1(wide-side) 5.1.2 5.1.2(back) octagonal cube 5.1.4 7.1.2 7.1.4 7.2.3 "
    "9.1.4 9.1.6 hexadecagonal 22.2".split()
)
"""Layouts that ffmpeg's resampler can mix down (tried one by one). Of any other the first channels are taken."""

LAYOUTS = {1: "mono", 2: "stereo"}


def limits(row: Row, stretch: Stretch) -> Limits:
    """Sixty times what a stretch of sound costs, and half a minute for a machine with other work."""
    seconds = stretch.samples // row.sample_rate
    return Limits(cpu_seconds=30 + seconds, wall_seconds=60.0 + 4 * seconds, memory_bytes=2 << 30)


def is_silent(sound: Sound, row: Row, stretch: Stretch) -> bool:
    """Whether the stretch lies wholly after the sound's end: there is nothing to decode."""
    return _origin(row, stretch) > sound.start + sound.duration


def silence(row: Row, stretch: Stretch) -> Step:
    """The step that encodes a stretch of nothing, without a look at the source."""
    nothing = ("-f", "lavfi", "-i", f"anullsrc=r={row.sample_rate}:cl={LAYOUTS[row.channels]}")
    return Step("ffmpeg", (*_quiet(), *nothing, "-af", f"atrim=end_sample={stretch.samples}", *_encoder()))


def listing(source: Source, sound: Sound, row: Row, stretch: Stretch, *, media: Path) -> Step:
    """The step that lists the packets from which the stretch will be decoded: cheap, nothing is decoded."""
    packets = ("-c:a", "copy", "-frames:a", str(lattice.PACKETS), "-f", "framecrc", "-")
    return Step("ffmpeg", (*_opening(source, sound, row, stretch), *packets), inputs={"source": media})


def encode(source: Source, sound: Sound, row: Row, stretch: Stretch, *, media: Path, frames_at: Lattice | None) -> Step:
    """The step that decodes a stretch of the source's sound and writes it to standard output as ADTS frames."""
    filters = ",".join(_filters(source, sound, row, stretch, frames_at))
    return Step("ffmpeg", (*_opening(source, sound, row, stretch), "-af", filters, *_encoder()), inputs={"source": media})


def _origin(row: Row, stretch: Stretch) -> int:
    """The whole second, of presentation, from which samples are counted.

    The grids of two sample rates meet in every whole second, so a resampler that begins in one gives the very samples
    that it would have given had it begun with the film.
    """
    return max(0, stretch.first_sample // row.sample_rate - 1)


def _quiet() -> tuple[str, ...]:
    return ("-nostdin", "-hide_banner", "-nostats", "-v", "error")


def _opening(source: Source, sound: Sound, row: Row, stretch: Stretch) -> tuple[str, ...]:
    words = [*_quiet(), *SAFE_INPUT]
    # The container's own times: everything below counts from `Source.zero` on that clock.
    words += ["-copyts"]
    seek = _origin(row, stretch) - SEEK_MARGIN
    if seek > max(0, sound.start):
        # The filters cut to the sample, so ffmpeg need not throw away anything after the seek.
        words += ["-noaccurate_seek", "-seek_timestamp", "1", "-ss", f"{float(source.zero + seek):.6f}"]
    # A broken minute is filled with silence; it does not end the film.
    words += ["-max_error_rate", "1"]
    # Sound is cheap: one thread, so that a piece costs one core.
    words += ["-threads", "1"]
    return (*words, "-i", SOURCE, "-map", f"0:{sound.stream}", "-map_metadata", "-1", "-filter_threads", "1")


def _filters(source: Source, sound: Sound, row: Row, stretch: Stretch, frames_at: Lattice | None) -> Iterator[str]:
    origin = _origin(row, stretch)
    yield f"asetpts='{_time(source, sound, frames_at)}'"
    yield f"atrim=start={origin}"
    # At the source's own rate: silence where sound is missing, a cut where there is too much, and an exact first sample.
    yield f"aresample={sound.sample_rate}:async=1:min_hard_comp={float(GAP)}:first_pts={origin * sound.sample_rate}"
    yield from _mix(sound, row)
    yield f"aresample={row.sample_rate}"
    # The rest counts samples, which no longer have times of their own: silence up to the end, then exactly what is encoded.
    begin = stretch.first_sample - origin * row.sample_rate
    yield f"apad=whole_len={begin + stretch.samples}"
    yield f"atrim=start_sample={begin}:end_sample={begin + stretch.samples}"


def _time(source: Source, sound: Sound, frames_at: Lattice | None) -> str:
    """The expression that gives a frame's time in samples of presentation."""
    zero = f"{float(source.zero * sound.sample_rate):.6f}"
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


def _encoder() -> tuple[str, ...]:
    return (
        "-c:a", "aac",
        # Constant quality: a bit rate's control has a memory, and a joint between two runs could be heard.
        "-q:a", QUALITY,
        # Without ffmpeg's own name in the first frame.
        "-flags:a", "+bitexact",
        "-threads", "1",
        "-f", "adts", "-",
    )  # fmt: skip
