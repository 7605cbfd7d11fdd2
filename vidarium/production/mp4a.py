"""The initialization segment of a sound row (ISO/IEC 14496-12 §8, CMAF §7.3), byte for byte ours.

Written here and not by a muxer, so that every run writes the same bytes, so that no edit list shifts the sound (the
encoder's priming is dropped instead) and so that nothing of the source's metadata can be in it.
"""

from __future__ import annotations

import struct

from vidarium.production.boxes import box, full_box
from vidarium.production.fragments import SYNC_FLAGS
from vidarium.production.frames import SAMPLES

SAMPLE_RATES = (96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350)
"""By their index in an AudioSpecificConfig (ISO/IEC 14496-3, table 1.18)."""

AAC_LC = 2
TRACK = 1
UNDETERMINED = 0x55C4
"""`und`, five bits a letter: the playlist tells the language."""
MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)

# Object type and stream type (ISO/IEC 14496-1 §7.2.6.6) of MPEG-4 sound, and the tags of descriptors.
MPEG4_AUDIO, AUDIO_STREAM = 0x40, 0x15
ES, DECODER_CONFIG, DECODER_SPECIFIC, SYNC_LAYER = 3, 4, 5, 6


def init(*, sample_rate: int, channels: int) -> bytes:
    """A `ftyp` and a `moov` of one AAC-LC track whose clock counts samples; `channels` is 1 or 2."""
    header = full_box("mvhd", struct.pack(">4IIHHQ", 0, 0, sample_rate, 0, 0x10000, 0x100, 0, 0), MATRIX, bytes(24), _u32(TRACK + 1))
    defaults = full_box("trex", struct.pack(">5I", TRACK, 1, SAMPLES, 0, SYNC_FLAGS))
    brands = box("ftyp", b"iso6", _u32(0), b"iso6", b"cmfc", b"mp41")
    return brands + box("moov", header, _track(sample_rate, channels), box("mvex", defaults))


def _track(sample_rate: int, channels: int) -> bytes:
    # Flags 3: enabled, and part of the presentation. 0x100 is full volume.
    header = full_box("tkhd", struct.pack(">5IQHHHH", 0, 0, TRACK, 0, 0, 0, 0, 0, 0x100, 0), MATRIX, bytes(8), flags=3)
    clock = full_box("mdhd", struct.pack(">4IHH", 0, 0, sample_rate, 0, UNDETERMINED, 0))
    handler = full_box("hdlr", _u32(0), b"soun", bytes(12), b"\0")
    own_file = box("dinf", full_box("dref", _u32(1), full_box("url ", flags=1)))
    information = box("minf", full_box("smhd", bytes(4)), own_file, _tables(sample_rate, channels))
    return box("trak", header, box("mdia", clock, handler, information))


def _tables(sample_rate: int, channels: int) -> bytes:
    """The sample table of a fragmented file: a description, and nothing to describe yet."""
    numbers = struct.pack(">6xH8xHH4xHH", 1, channels, 16, sample_rate & 0xFFFF, 0)
    description = full_box("stsd", _u32(1), box("mp4a", numbers, _elementary_stream(sample_rate, channels)))
    empty = [full_box(kind, _u32(0)) for kind in ("stts", "stsc", "stco")]
    return box("stbl", description, *empty, full_box("stsz", bytes(8)))


def _elementary_stream(sample_rate: int, channels: int) -> bytes:
    """The descriptors of ISO/IEC 14496-1 §7.2.6 around an AudioSpecificConfig of two bytes."""
    config = (AAC_LC << 11 | SAMPLE_RATES.index(sample_rate) << 7 | channels << 3).to_bytes(2)
    # Buffer size and bit rates (eleven bytes) stay open: they depend on the film.
    decoder = _descriptor(DECODER_CONFIG, bytes((MPEG4_AUDIO, AUDIO_STREAM)) + bytes(11) + _descriptor(DECODER_SPECIFIC, config))
    return full_box("esds", _descriptor(ES, bytes(3) + decoder + _descriptor(SYNC_LAYER, b"\x02")))


def _descriptor(tag: int, content: bytes) -> bytes:
    return bytes((tag, len(content))) + content


def _u32(number: int) -> bytes:
    return number.to_bytes(4)
