"""What was found, in words that JSON knows."""

from __future__ import annotations

import math
import struct
from fractions import Fraction
from typing import Any

import av
from av.video.frame import VideoFrame

from .film import Film
from .index import thinned
from .refusal import RefusedError
from .track import Track

MOST_DELTAS = 500


def report_of(film: Film) -> dict[str, Any]:
    if not any(track.last for track in film.tracks.values()):
        # A header and nothing behind it.
        raise RefusedError("truncated")
    lead = film.picture or film.sounds[0]
    claimed, whole = lead.stream.duration, film.container.duration
    return {
        "container": film.container.format.name,
        "claimed": str(claimed * lead.tick if claimed else Fraction(whole or 0, av.time_base)),
        "picture": film.picture and report_picture(film.picture, film),
        "sounds": [report_sound(track) for track in film.sounds if track.last],
        "unopened": film.unopened,
    }


def report_picture(track: Track, film: Film) -> dict[str, Any]:
    frame, stream = track.frame, track.stream
    if not isinstance(frame, VideoFrame):
        raise RefusedError("undecodable", stream.codec_context.codec.canonical_name)
    common = sorted(film.deltas.items(), key=lambda pair: -pair[1])
    last, last_duration = track.last or (0, 0)
    return report_frame(frame, stream) | {
        "stream": stream.index,
        "rates": [str(rate) for rate in (stream.guessed_rate, stream.average_rate, stream.base_rate) if rate],
        "tick": str(track.tick),
        "first": track.begins(),
        "last": last,
        "last_duration": last_duration,
        "deltas": common[:MOST_DELTAS],
        "keyframes": thinned(sorted(track.keyframes), track.tick),
    }


def report_frame(frame: VideoFrame, stream: Any) -> dict[str, Any]:
    context = stream.codec_context
    return {
        "codec": context.codec.canonical_name,
        "width": context.width or frame.width,
        "height": context.height or frame.height,
        "pixel_aspect": str(stream.sample_aspect_ratio or context.sample_aspect_ratio or 1),
        "rotation": rotation(context.coded_side_data.get("display_matrix"), frame),
        "pixel_format": frame.format.name,
        "bit_depth": frame.format.components[0].bits,
        "interlaced": bool(frame.interlaced_frame),
        "color": [
            int(shown if shown != silent else told or silent)
            for shown, told, silent in (
                (frame.color_range, context.color_range, 0),
                (frame.colorspace, context.colorspace, 2),
                (frame.color_primaries, context.color_primaries, 2),
                (frame.color_trc, context.color_trc, 2),
            )
        ],
    }


def rotation(matrix: bytes | None, frame: VideoFrame) -> int:
    """Degrees clockwise to the next quarter turn, from a display matrix (nine 32-bit numbers, see ISO 14496-12 8.3.2)."""
    if matrix is None or len(matrix) < 36:
        return -round(frame.rotation / 90) * 90 % 360
    a, b, _, c, d = struct.unpack("=5i", matrix[:20])
    if a * d < b * c:
        # A mirrored picture: what turns it is what is left after the mirror.
        a, c = -a, -c
    return round(math.degrees(math.atan2(b, a)) / 90) * 90 % 360


def report_sound(track: Track) -> dict[str, Any]:
    context = track.stream.codec_context
    return {
        "stream": track.stream.index,
        "codec": context.codec.canonical_name,
        "sample_rate": context.sample_rate,
        "channels": context.layout.nb_channels,
        "layout": context.layout.name,
        "language": track.stream.language or "",
        "first": track.begins(),
        "tick": str(track.tick),
        "end": str(track.ends()),
    }
