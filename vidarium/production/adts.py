"""AAC frames as ffmpeg writes them one after the other: ADTS (ISO/IEC 14496-3, annex 1.A.3.2)."""

from __future__ import annotations

from vidarium.production.errors import OutputMalformed

HEADER_BYTES = 7
SYNC = 0xFFF0
SYNC_MASK = 0xFFF6
"""Twelve bits of ones and the layer, which is always 0; the version and the checksum bit between them are free."""


def split(stream: bytes) -> list[bytes]:
    """The bare frames of an ADTS stream without their headers. Raises `OutputMalformed` where it is no whole stream."""
    frames = []
    at = 0
    while at < len(stream):
        size = _frame_bytes(stream[at : at + HEADER_BYTES])
        if at + size > len(stream):
            raise OutputMalformed(f"The frame at byte {at} of the sound breaks off.")
        frames.append(stream[at + HEADER_BYTES : at + size])
        at += size
    return frames


def _frame_bytes(header: bytes) -> int:
    """The size of a frame with its header, in bytes; the header says it in 13 bits."""
    if len(header) < HEADER_BYTES or (int.from_bytes(header[:2]) & SYNC_MASK) != SYNC:
        raise OutputMalformed("No frame of sound begins where one should.")
    if not header[1] & 1:
        raise OutputMalformed("A checksum follows the header, which our encoder never writes.")
    size = int.from_bytes(header[3:6]) >> 5 & 0x1FFF
    if size <= HEADER_BYTES:
        raise OutputMalformed("A frame of sound is empty.")
    return size
