"""Sound that can be measured: films with beeps at known times, and what is heard at each sample of a stream's own clock."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from fractions import Fraction
from math import log10
from pathlib import Path

from tests.production import numbered

BEEP_SECONDS = 0.04
FIRST, EVERY = 0.5, 1.0
LOUD = 0.3
"""Of the beeps' 0.7: what an encoder smears before a beep stays below."""
X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-g", "50")
BEEPS = f"0.7*sin(2*PI*1000*t)*lt(mod(t-{FIRST}+{EVERY},{EVERY}),{BEEP_SECONDS})*gte(t,{FIRST})"


def make(
    path: Path,
    *,
    seconds: float,
    sound: str = BEEPS,
    sound_seconds: float | None = None,
    delay: float = 0,
    rate: int = 48000,
    fps: Fraction = Fraction(25),
    filters: str = "anull",
    codec: Sequence[str] = (*X264, "-c:a", "aac"),
) -> Path:
    """A film of a small moving picture and a sound given as an `aevalsrc` expression of `t`, the sound after `delay`."""
    heard = f"aevalsrc='{sound}':s={rate}:d={sound_seconds or seconds},{filters}"
    words = ["-f", "lavfi", "-i", f"testsrc2=size=64x36:rate={fps}:duration={seconds}"]
    numbered.run([*words, "-itsoffset", str(delay), "-f", "lavfi", "-i", heard, *codec, "-y", str(path)])
    return path


def samples(media: Path, *, rate: int, zero: Fraction = Fraction(0), channel: int = 0) -> array[float]:
    """One channel, sample by sample from `zero` on the stream's own clock: sample `n` is heard at `zero + n / rate`."""
    placed = f"asetpts='round(PTS-{float(zero * rate)})',aresample={rate}:async=1:min_comp=0:first_pts=0"
    # At the stream's own rate PTS counts samples.
    chain = f"aresample={rate},{placed},pan=mono|c0=c{channel}"
    heard = array("f")
    heard.frombytes(numbered.run(["-copyts", "-i", str(media), "-map", "0:a:0", "-af", chain, "-f", "f32le", "-"]).stdout)
    return heard


def onsets(heard: array[float], *, rate: int) -> list[float]:
    """The times (seconds) at which it becomes loud after a fifth of a second of quiet."""
    found, quiet_since = [], -rate
    for at, sample in enumerate(heard):
        if abs(sample) > LOUD:
            if at - quiet_since > rate // 5:
                found.append(at / rate)
            quiet_since = at
    return found


def level(heard: Sequence[float]) -> float:
    """Mean power in dB, full scale being 0; -200 is silence."""
    return 10 * log10(sum(sample * sample for sample in heard) / len(heard) + 1e-20)


def difference(heard: Sequence[float], other: Sequence[float]) -> float:
    """Mean power of the difference in dB."""
    return level([one - another for one, another in zip(heard, other, strict=True)])
