"""How films lie in their containers: the codecs and containers that the picture's cells are proved on."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

NTSC = Fraction(30000, 1001)
SECRET = "shot-by-nobody-42"
B_FRAMES = (
    "-c:v",
    "libx264",
    "-preset",
    "veryfast",
    "-crf",
    "20",
    "-metadata",
    f"comment={SECRET}",
    "-metadata:s:v",
    f"handler_name={SECRET}",
)
MPEG2 = ("-c:v", "mpeg2video", "-b:v", "2M", "-bf", "2", "-g", "12")

# How films lie in their containers: rate, size, and ffmpeg's words for codec and container.
FILMS: dict[str, tuple[Fraction, str, Sequence[str]]] = {
    "far.mp4": (NTSC, "640x360", (*B_FRAMES, "-g", "250")),
    "near.mp4": (Fraction(25), "640x360", (*B_FRAMES, "-g", "50", "-keyint_min", "50", "-sc_threshold", "0")),
    "odd_places.mp4": (Fraction(24), "640x360", (*B_FRAMES, "-g", "400", "-force_key_frames", "1.5,2,5.25,9,9.5,11")),
    "seventeen.mkv": (Fraction(17), "320x180", (*B_FRAMES, "-g", "40")),
    "rounded.mkv": (NTSC, "320x180", (*B_FRAMES, "-g", "60")),
    "broadcast.ts": (Fraction(25), "320x180", MPEG2),
    "camera.ts": (Fraction(50), "320x180", (*B_FRAMES, "-g", "100", "-output_ts_offset", "3600")),
    "disc.mpg": (NTSC, "352x240", (*MPEG2, "-f", "vob")),
    "web.webm": (Fraction(25), "320x180", ("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-g", "60")),
    "old.avi": (Fraction(25), "320x180", ("-c:v", "msmpeg4", "-b:v", "1M")),
    "open.ogv": (Fraction(25), "320x180", ("-c:v", "libtheora", "-b:v", "1M")),
    "flash.flv": (NTSC, "320x180", (*B_FRAMES, "-g", "60")),
    "fragmented.mp4": (Fraction(25), "320x180", (*B_FRAMES, "-g", "50", "-movflags", "+frag_keyframe+empty_moov")),
    "editing.mov": (Fraction(25), "320x180", ("-c:v", "prores_ks", "-profile:v", "proxy")),
}
