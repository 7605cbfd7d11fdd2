"""How foreign media is opened: the same narrow door for the probe, the picture, the sound and the poster."""

from __future__ import annotations

SOURCE = "/in/source"
"""The source's name inside the sandbox; the uploader's own file name never reaches an argument list."""

FORMATS = (
    "mov", "matroska", "mpegts", "avi", "flv", "mpeg", "mxf", "asf", "ogg", "wav", "mp3", "aac", "flac", "dv",
)  # fmt: skip
"""Demuxers that may run. A text that names other files (ffconcat, m3u8, sdp) is none of them."""

CODECS = (
    "h264", "hevc", "vp8", "vp9", "av1", "libdav1d", "mpeg4", "mpeg2video", "mpeg1video", "msmpeg4", "msmpeg4v2",
    "h263", "flv", "vc1", "wmv1", "wmv2", "wmv3", "theora", "mjpeg", "prores", "dnxhd", "dvvideo", "cinepak",
    "aac", "aac_latm", "mp3", "mp3float", "mp2", "mp2float", "mp1", "mp1float", "opus", "libopus", "vorbis", "flac",
    "alac", "ac3", "eac3", "dca", "wmav1", "wmav2", "wmapro", "amrnb", "amrwb", "pcm_s16le", "pcm_s16be", "pcm_s24le",
    "pcm_s24be", "pcm_s32le", "pcm_s32be", "pcm_f32le", "pcm_f32be", "pcm_u8", "pcm_s8", "pcm_alaw", "pcm_mulaw",
    "pcm_dvd", "pcm_bluray",
)  # fmt: skip
"""Decoders that may run; a hole in any other one of ffmpeg's hundreds is then not ours (CVE-2026-8461 was MagicYUV's)."""

MAX_PIXELS = 35_651_584
"""Samples of one picture: 8192 × 4352, the largest that HEVC's level 6.2 knows."""

MAX_STREAMS = 32
"""Streams of one container; a file of thousands is an attack or a mistake."""

SAFE_INPUT = (
    # Nothing but local files may be opened, so no source reaches the network.
    "-protocol_whitelist", "file",
    # A protocol list alone lets an ffconcat or m3u8 text read another company's file; the list of formats does not.
    "-format_whitelist", ",".join(FORMATS),
    # A decoder that is not listed is refused before it sees a byte.
    "-codec_whitelist", ",".join(CODECS),
    # A header of a few bytes must not claim gigabytes of memory.
    "-max_pixels", str(MAX_PIXELS),
    "-max_streams", str(MAX_STREAMS),
)  # fmt: skip
"""ffmpeg's input options that stand before `-i` in every call."""
