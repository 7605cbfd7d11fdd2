"""Keyframes at which decoding can begin: closed ones."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from av.packet import Packet


def is_closed(context: Any, packet: Packet[Any]) -> bool:
    """Whether decoding can begin at this keyframe without a look at what comes before it in any direction."""
    name = context.codec.canonical_name
    if name in {"h264", "hevc"}:
        return any(is_idr(first, name) for first in nal_headers(bytes(packet), context.extradata or b"", name))
    if name == "mpeg2video":
        group = bytes(packet)[:4096].find(b"\0\0\1\xb8")
        # ISO 13818-2 6.2.2.6: 25 bits of time code, then closed_gop.
        return group >= 0 and bool(bytes(packet)[group + 7] & 0x40)
    return True


def is_idr(first: int, name: str) -> bool:
    # H.264 table 7-1: 5 is IDR. HEVC table 7-1: 16 to 20 are BLA and IDR; 21, CRA, is where a GOP is open.
    return first & 0x1F == 5 if name == "h264" else 16 <= first >> 1 & 0x3F <= 20


def nal_headers(data: bytes, extradata: bytes, name: str) -> Iterable[int]:
    """First byte of each NAL unit, behind lengths (MP4, Matroska) or start codes (transport streams, AVI)."""
    if extradata[:1] == b"\1":
        length_size = (extradata[4 if name == "h264" else 21] & 3) + 1
        at = 0
        while at + length_size < len(data):
            yield data[at + length_size]
            at += length_size + int.from_bytes(data[at : at + length_size])
    else:
        at = data.find(b"\0\0\1")
        while 0 <= at < len(data) - 3:
            yield data[at + 3]
            at = data.find(b"\0\0\1", at + 3)
