"""Names of codecs and loudspeaker layouts as people say them."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

NAMES = {
    "h264": "H.264", "hevc": "HEVC", "av1": "AV1", "vp8": "VP8", "vp9": "VP9", "theora": "Theora", "prores": "ProRes", "dnxhd": "DNxHD",
    "mpeg1video": "MPEG-1", "mpeg2video": "MPEG-2", "mpeg4": "MPEG-4", "msmpeg4v2": "MS-MPEG-4", "msmpeg4v3": "MS-MPEG-4", "mjpeg": "MJPEG",
    "aac": "AAC", "ac3": "AC-3", "eac3": "E-AC-3", "mp2": "MP2", "mp3": "MP3", "opus": "Opus", "vorbis": "Vorbis", "flac": "FLAC",
    "alac": "ALAC", "dts": "DTS", "truehd": "TrueHD",
}  # fmt: skip
"""By ffmpeg's name."""
PROFILES = {"42": "Baseline", "4d": "Main", "64": "High"}
"""Of H.264, by its number in a codecs parameter (RFC 6381, 3.3)."""


def named(codec: str) -> str:
    """`msmpeg4v3` is MS-MPEG-4, `pcm_s16le` is PCM."""
    return "PCM" if codec.startswith("pcm_") else NAMES.get(codec, codec.upper())


def rung(codecs: str) -> str:
    """`avc1.64001f` is H.264 High, `mp4a.40.2` is AAC."""
    sample, _dot, rest = codecs.partition(".")
    match sample:
        case "avc1":
            return f"H.264 {PROFILES.get(rest[:2], '')}".strip()
        case "mp4a":
            return "AAC"
    return codecs


def loudspeakers(layout: str, channels: int) -> str:
    """`5.1(side)` is 5.1; what has no name is counted."""
    match layout.partition("(")[0]:
        case "mono":
            return _("Mono")
        case "stereo":
            return _("Stereo")
        case "" | "unknown":
            return ngettext("%(n)d channel", "%(n)d channels", channels) % {"n": channels}
        case other:
            return other
