"""One stream of a film and what its packets tell."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import av
from av.audio.frame import AudioFrame
from av.packet import Packet
from av.video.frame import VideoFrame

from .keyframes import is_closed


class Track:
    """One stream and what its packets told."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream
        self.tick = Fraction(stream.time_base)
        self.picture = stream.type == "video"
        self.frame: VideoFrame | AudioFrame | None = None
        self.times: list[int] = []
        self.keyframes: list[int] = []
        self.first: int | None = None
        self.last: tuple[int, int] | None = None
        # Frame threads would hold back the first frame; one is enough for one.
        stream.codec_context.thread_count = 1

    def see(self, packet: Packet[Any]) -> None:
        if self.frame is None:
            self._decode(packet)
        at = packet.dts if packet.pts is None else packet.pts
        # What an edit list cuts off is in the file and not in the film.
        if at is None or packet.size == 0 or packet.is_discard:
            return
        self.first = at if self.first is None else min(self.first, at)
        self.last = max(self.last or (at, 0), (at, packet.duration or 0))
        if self.picture:
            self.times.append(at)
            if packet.is_keyframe and is_closed(self.stream.codec_context, packet):
                self.keyframes.append(at)

    def _decode(self, packet: Packet[Any]) -> None:
        try:
            frames = packet.decode()
        except av.FFmpegError:
            # A broken frame at the start is skipped, as every player does.
            return
        for frame in frames:
            if isinstance(frame, VideoFrame | AudioFrame):
                self.frame = frame
                return

    def begins(self) -> int | None:
        """The first frame that a decoder gives: an encoder's priming and what an edit list cuts off come before it."""
        if self.frame is None or self.frame.pts is None or not self.frame.time_base:
            return self.first
        return round(self.frame.pts * self.frame.time_base / self.tick)

    def ends(self) -> Fraction:
        at, duration = self.last or (0, 0)
        return (at + duration) * self.tick
