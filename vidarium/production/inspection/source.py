"""Open a file that claims to be a film, look into it, or say in one word why not."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer

from .film import Film
from .refusal import RefusedError
from .report import report_of

PLAYLISTS = (b"#extm3u", b"#ext-x", b"ffconcat", b"[playlist]", b"v=0", b"<smil", b"<mpd", b"<asx", b"file ")
XML_PLAYLISTS = (b"<mpd", b"<smil", b"<asx", b"<playlist")
MP4_BOXES = {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"}


def main(path: str, formats: str, codecs: str, max_pixels: str, max_streams: str) -> None:
    try:
        report = inspect(path, formats, codecs, int(max_pixels), int(max_streams))
    except RefusedError as refused:
        report = {"refused": refused.reason, "detail": refused.detail}
    json.dump(report, sys.stdout)


def inspect(path: str, formats: str, codecs: str, max_pixels: int, max_streams: int) -> dict[str, Any]:
    size = Path(path).stat().st_size
    with open_source(path, size, formats, codecs) as container:
        if len(container.streams) > max_streams:
            raise RefusedError("too_large", f"{len(container.streams)} streams")
        film = Film(container, size, set(codecs.split(",")), max_pixels)
        film.measure()
        return report_of(film)


def open_source(path: str, size: int, formats: str, codecs: str) -> InputContainer:
    if size == 0:
        raise RefusedError("empty")
    options = {"protocol_whitelist": "file", "format_whitelist": formats, "codec_whitelist": codecs}
    try:
        return av.open(path, container_options=options)
    except (av.FFmpegError, ValueError) as unreadable:
        raise RefusedError(kind_of(path)) from unreadable


def kind_of(path: str) -> str:
    """Why a file did not open, by a look at its first bytes."""
    with Path(path).open("rb") as file:
        head = file.read(4096)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith(PLAYLISTS) or (text.startswith(b"<") and any(word in text for word in XML_PLAYLISTS)):
        return "playlist"
    return "incomplete" if head[4:8] in MP4_BOXES else "unreadable"
