"""A film whose every frame says its own number, so that a lost, repeated or misplaced frame can be read off.

The number stands in sixteen upright stripes, one a bit. The frames are drawn here, sixteen grey samples each, and only
enlarged by ffmpeg: whatever scaling, cropping of codecs or colour does to them, a stripe stays dark or bright.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from vidarium.foundation.process.programs import find

BITS = 16
DARK, BRIGHT, BETWEEN = 40, 215, 128
H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-crf", "20")
FFMPEG = find("ffmpeg").binds[0][0]
SHOWN = re.compile(r"pts_time:(-?[\d.]+)")


def make(path: Path, *, frames: int, rate: Fraction = Fraction(25), size: str = "320x180", codec: Sequence[str] = H264) -> Path:
    """Write a film of `frames` numbered frames; `codec` are ffmpeg's output arguments."""
    drawn = b"".join(bytes(BRIGHT if number >> bit & 1 else DARK for bit in range(BITS)) for number in range(frames))
    arguments = ["-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{BITS}x1", "-r", str(rate), "-i", "-"]
    enlarged = f"scale={size.replace('x', ':')}:flags=neighbor,format=yuv420p,setsar=1"
    run([*arguments, "-vf", enlarged, *codec, "-y", str(path)], fed=drawn)
    return path


def read(media: Path, *, stream: str = "0:v:0", frames: int | None = None) -> tuple[list[int], list[float]]:
    """The numbers and times (seconds on the stream's own clock) of each frame that a player would show, in order."""
    limit = ["-frames:v", str(frames)] if frames else []
    shrunk = f"scale={BITS}:1:flags=area,format=gray,showinfo=checksum=0"
    done = run(
        ["-copyts", "-i", str(media), "-map", stream, "-fps_mode", "passthrough", "-vf", shrunk, *limit, "-f", "rawvideo", "-"],
        level="info",
    )
    pictures = [done.stdout[at : at + BITS] for at in range(0, len(done.stdout), BITS)]
    numbers = [sum(1 << bit for bit in range(BITS) if picture[bit] > BETWEEN) for picture in pictures]
    return numbers, [float(time) for time in SHOWN.findall(done.stderr.decode())]


def run(arguments: Sequence[str], *, fed: bytes = b"", level: str = "error") -> subprocess.CompletedProcess[bytes]:
    """Run ffmpeg outside the sandbox: in the tests it works on nothing but our own films."""
    done = subprocess.run([FFMPEG, "-hide_banner", "-nostats", "-v", level, *arguments], input=fed, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()[-800:]
    return done
