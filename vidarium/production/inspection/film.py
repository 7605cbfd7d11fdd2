"""A film in an open container: which streams count, and how long and how regular they are.

How it is measured without reading all of a long film:
- A file up to `WHOLE_BYTES` is read packet by packet (nothing but the first frames is decoded): exact in every kind.
- Of a longer MP4, MOV, Matroska, WebM or AVI the head is read, then the container's index, then the last seconds. An
  index that does not reach the end (a fragmented or unfinished file) is not trusted: then all packets are read.
- Of a longer transport or program stream, which has no index, the head and the last seconds are read: its keyframes
  stay unknown, and the grid falls back to even columns.
- Where the last seconds are not where the header says, or there is no picture, all packets are read.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import av
from av.container import InputContainer

from .index import closed_keyframes, thinned
from .refusal import RefusedError
from .track import Track

WHOLE_BYTES = 64 << 20
HEAD_PACKETS = 3_000
MOST_PACKETS = 20_000_000
"""About a hundred hours of picture and sound; the limits of the sandbox come first."""
TAIL_SECONDS = 3
INDEXED = {"mov", "matroska", "avi"}
TIMELESS = {"mpegts", "mpeg"}
SAMPLED_PLACES, SAMPLED_PACKETS = 8, 600
UNTRUSTED_SECONDS = 60
"""An index may end with its last keyframe, and no further before the film's end than this."""
ATTACHED_PICTURE, TIMED_THUMBNAIL = 0x400, 0x800


class Film:
    """An open container, its picture and its sounds."""

    def __init__(self, container: InputContainer, size: int, codecs: set[str], max_pixels: int) -> None:
        self.container, self.size = container, size
        self.names = set(container.format.name.split(","))
        self.unopened: list[tuple[str, str]] = []
        """Kind and codec of each stream that no listed decoder opens."""
        self.picture = self._picture(codecs, max_pixels)
        self.sounds = [Track(stream) for stream in self._openable("audio", codecs)]
        self.deltas: Counter[int] = Counter()
        self.tracks = {track.stream.index: track for track in (self.picture, *self.sounds) if track}

    def _picture(self, codecs: set[str], max_pixels: int) -> Track | None:
        for stream in self._openable("video", codecs):
            width, height = stream.codec_context.width, stream.codec_context.height
            if width * height > max_pixels:
                raise RefusedError("too_large", f"{width} × {height}")
            return Track(stream)
        return None

    def _openable(self, kind: str, codecs: set[str]) -> Iterable[Any]:
        # Streams of every kind, and the package's types say of each that it has a codec: a stream of no known one has not.
        streams: Iterable[Any] = self.container.streams
        for stream in streams:
            if stream.type != kind or int(stream.disposition) & (ATTACHED_PICTURE | TIMED_THUMBNAIL):
                continue
            context = stream.codec_context
            if context is not None and context.name in codecs:
                yield stream
            else:
                self.unopened.append((kind, "?" if context is None else context.codec.canonical_name))

    def measure(self) -> None:
        if not self.tracks:
            raise RefusedError("codec", self.unopened[0][1]) if self.unopened else RefusedError("no_streams")
        if self.size <= WHOLE_BYTES or self.picture is None or not self._glance(self.picture):
            self._rewind()
            self._read(MOST_PACKETS)
        if self.picture and not self.deltas:
            self.deltas = deltas_of(sorted(self.picture.times))

    def _rewind(self) -> None:
        for track in self.tracks.values():
            track.times, track.keyframes = [], []
        if self.size > WHOLE_BYTES:
            self.container.seek(0)

    def _read(self, most: int) -> None:
        streams = [track.stream for track in self.tracks.values()]
        try:
            for number, packet in enumerate(self.container.demux(streams)):
                self.tracks[packet.stream_index].see(packet)
                if number >= most:
                    return
        except av.FFmpegError:
            # The file breaks off or is damaged from here on: what was read so far is what there is.
            return

    def _glance(self, picture: Track) -> bool:
        """Measure a long film by its head, its index and its tail. False where they don't tell the truth."""
        self._read(HEAD_PACKETS)
        end = self._promised_end()
        if end is None:
            return False
        self.deltas = deltas_of(whole_neighbourhood(picture.times))
        if "mov" not in self.names:
            self._sample_deltas(picture, end)
        if not self._read_from(end - TAIL_SECONDS, MOST_PACKETS) or picture.ends() < end - TAIL_SECONDS:
            return False
        return bool(self.names & TIMELESS) or (bool(self.names & INDEXED) and self._read_index(picture, end))

    def _promised_end(self) -> Fraction | None:
        if self.container.duration is None:
            return None
        # Matroska counts from zero, the others from their first packet.
        start = 0 if "matroska" in self.names else self.container.start_time or 0
        return Fraction(start + self.container.duration, av.time_base)

    def _sample_deltas(self, picture: Track, end: Fraction) -> None:
        """Whether frames come as regularly further on as they do in the head."""
        keyframes = picture.keyframes
        for part in range(1, SAMPLED_PLACES):
            picture.times = []
            self._read_from(end * part / SAMPLED_PLACES, SAMPLED_PACKETS)
            self.deltas += deltas_of(whole_neighbourhood(picture.times))
        picture.keyframes = keyframes

    def _read_from(self, second: Fraction, most: int) -> bool:
        try:
            self.container.seek(int(second * av.time_base))
        except av.FFmpegError:
            return False
        self._read(most)
        return True

    def _read_index(self, picture: Track, end: Fraction) -> bool:
        entries = [(entry.timestamp, entry.is_keyframe) for entry in picture.stream.index_entries if not entry.is_discard]
        if not entries or entries[-1][0] * picture.tick < end - UNTRUSTED_SECONDS:
            return False
        if "mov" in self.names:
            # Here every frame has its entry: decode times tell the length of each, though not its place.
            self.deltas = deltas_of([at for at, _ in entries])
        keys = thinned([at for at, is_key in entries if is_key], picture.tick)
        picture.keyframes = closed_keyframes(self.container, picture, keys)
        return True


def deltas_of(times: list[int]) -> Counter[int]:
    return Counter(after - before for before, after in itertools.pairwise(times))


def whole_neighbourhood(times: list[int]) -> list[int]:
    """In order, without those at the edges: packets come in the order of decoding, so there a neighbour may lack."""
    return sorted(times)[8:-16]
