"""Colour: from what a source is in to what every screen shows, BT.709 at video range in 8 bits of 4:2:0."""

from __future__ import annotations

from vidarium.production.source import Picture

HD_LINES = 720
"""A file that does not say its matrix is taken for BT.709 from here on and for BT.601 below, as players do."""
WIDE_PRIMARIES = frozenset({"bt2020"})
RGB_PREFIXES = ("rgb", "bgr", "gbr", "argb", "abgr", "0rgb", "0bgr", "pal8")

TAGS = "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709"
REFERENCE_WHITE_NITS = 203
"""Where HDR puts the white of a page (ITU-R BT.2408); brighter is highlights."""


def named(seen: Picture) -> list[str]:
    """Filters that say what the file leaves unsaid, so that no later filter guesses otherwise."""
    unsaid = []
    if seen.color_space == "unknown" and not seen.pixel_format.startswith(RGB_PREFIXES):
        unsaid.append(f"colorspace={_matrix(seen)}")
    if seen.hdr and seen.color_primaries == "unknown":
        unsaid.append("color_primaries=bt2020")
    return [f"setparams={':'.join(unsaid)}"] if unsaid else []


def _matrix(seen: Picture) -> str:
    if seen.hdr:
        return "bt2020nc"
    return "bt709" if min(seen.width, seen.height) >= HD_LINES else "smpte170m"


def to_bt709(seen: Picture, width: int, height: int) -> list[str]:
    """Filters to that size (square samples), to BT.709, to 8 bits of 4:2:0, tagged as such."""
    if seen.hdr:
        steps = [f"scale={width}:{height}:flags=bicubic", *_tone_mapped()]
    elif seen.color_primaries in WIDE_PRIMARIES:
        steps = [f"scale={width}:{height}:flags=bicubic", "zscale=p=bt709:t=bt709:m=bt709:r=tv"]
    else:
        steps = [f"scale={width}:{height}:flags=bicubic:out_color_matrix=bt709:out_range=tv"]
    return [*steps, "format=yuv420p", "setsar=1", TAGS]


def _tone_mapped() -> list[str]:
    """Light is linear while it is mapped, and the highlights are bent, not cut."""
    return [
        f"zscale=t=linear:npl={REFERENCE_WHITE_NITS}",
        "format=gbrpf32le",
        "zscale=p=bt709",
        "tonemap=hable:desat=0",
        "zscale=t=bt709:m=bt709:r=tv",
    ]
