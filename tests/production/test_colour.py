"""From a source's colour to what every screen shows."""

from __future__ import annotations

from typing import Any

import pytest

from tests.production.sources import seen
from vidarium.production import colour
from vidarium.production.source import Picture

UNKNOWN = {"color_space": "unknown", "color_primaries": "unknown", "color_transfer": "unknown", "color_range": "unknown"}


def picture(**changes: Any) -> Picture:
    found = seen(**changes).picture
    assert found
    return found


def filters(**changes: Any) -> str:
    return ",".join(colour.to_bt709(picture(**changes), 1280, 720))


def test_a_file_that_says_its_matrix_is_believed() -> None:
    assert colour.named(picture()) == []


@pytest.mark.parametrize(
    ("width", "height", "matrix"),
    [(1920, 1080, "bt709"), (1280, 720, "bt709"), (720, 576, "smpte170m"), (720, 1280, "bt709"), (480, 854, "smpte170m")],
)
def test_a_silent_file_s_matrix_is_guessed_by_its_size(width: int, height: int, matrix: str) -> None:
    assert colour.named(picture(width=width, height=height, **UNKNOWN)) == [f"setparams=colorspace={matrix}"]


def test_red_green_and_blue_have_no_matrix() -> None:
    assert colour.named(picture(pixel_format="gbrp", **UNKNOWN)) == []


def test_hdr_that_names_only_its_curve_is_taken_for_bt2020() -> None:
    silent = picture(**UNKNOWN | {"color_transfer": "smpte2084"})
    assert colour.named(silent) == ["setparams=colorspace=bt2020nc:color_primaries=bt2020"]


def test_usual_colour_takes_no_detour() -> None:
    assert "zscale" not in filters()
    assert "out_color_matrix=bt709:out_range=tv" in filters()


@pytest.mark.parametrize("transfer", ["smpte2084", "arib-std-b67"])
def test_hdr_is_tone_mapped(transfer: str) -> None:
    assert "tonemap=hable" in filters(color_transfer=transfer, color_primaries="bt2020", color_space="bt2020nc")


def test_wide_colour_without_hdr_is_only_converted() -> None:
    found = filters(color_primaries="bt2020", color_space="bt2020nc")
    assert "zscale=p=bt709" in found
    assert "tonemap" not in found


@pytest.mark.parametrize("transfer", ["bt709", "smpte2084"])
def test_every_result_is_tagged_8_bit_square_bt709(transfer: str) -> None:
    assert filters(color_transfer=transfer).endswith(f"format=yuv420p,setsar=1,{colour.TAGS}")
