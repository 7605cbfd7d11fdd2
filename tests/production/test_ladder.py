"""Which sizes a picture is made in."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from vidarium.production import ladder
from vidarium.production.ladder import Rung

SIZES = {
    (1920, 1080): [(1080, 1920, 1080), (720, 1280, 720), (540, 960, 540), (360, 640, 360), (240, 426, 240)],
    (3840, 2160): [(1080, 1920, 1080), (720, 1280, 720), (540, 960, 540), (360, 640, 360), (240, 426, 240)],
    (1080, 1920): [(1080, 1080, 1920), (720, 720, 1280), (540, 540, 960), (360, 360, 640), (240, 240, 426)],
    # Wider than a class's box: as wide as the box.
    (1280, 548): [(720, 1280, 548), (540, 960, 412), (360, 640, 274), (240, 426, 182)],
    # Between two rungs: its own size first, unless the rung below is hardly smaller.
    (1600, 900): [(900, 1600, 900), (720, 1280, 720), (540, 960, 540), (360, 640, 360), (240, 426, 240)],
    (1366, 768): [(720, 1280, 720), (540, 960, 540), (360, 640, 360), (240, 426, 240)],
    (640, 480): [(480, 640, 480), (360, 480, 360), (240, 320, 240)],
    # Odd sizes lose a line, never gain one.
    (853, 481): [(481, 852, 480), (360, 638, 360), (240, 426, 240)],
    # Smaller than the lowest rung.
    (168, 96): [(96, 168, 96)],
    (3, 2): [(2, 16, 16)],
}


@pytest.mark.parametrize(("size", "rungs"), SIZES.items(), ids=str)
def test_the_rungs_of_a_picture(size: tuple[int, int], rungs: list[tuple[int, int, int]]) -> None:
    assert [(rung.height_class, rung.width, rung.height) for rung in ladder.of(size)] == rungs


@given(some.tuples(some.integers(16, 8192), some.integers(16, 4352)))
def test_no_rung_is_larger_than_the_picture_nor_odd_nor_named_twice(size: tuple[int, int]) -> None:
    rungs = ladder.of(size)
    assert rungs
    assert len({rung.height_class for rung in rungs}) == len(rungs)
    for rung in rungs:
        assert rung.width <= size[0] + size[0] % 2
        assert rung.height <= size[1] + size[1] % 2
        assert (rung.width % 2, rung.height % 2) == (0, 0)


@given(some.tuples(some.integers(160, 4096), some.integers(160, 2304)).filter(lambda size: 0.4 < size[0] / size[1] < 2.5))
def test_every_rung_keeps_the_picture_s_shape(size: tuple[int, int]) -> None:
    for rung in ladder.of(size):
        assert abs(rung.width / rung.height * size[1] / size[0] - 1) < 0.03


def test_a_smaller_rung_promises_fewer_bits() -> None:
    caps = [ladder.cap_bits(rung, Fraction(30)) for rung in ladder.of((1920, 1080))]
    assert caps == sorted(caps, reverse=True)
    assert caps[0] == 7_200_000


def test_twice_the_frames_cost_less_than_twice_the_bits() -> None:
    rung = Rung(720, 1280, 720)
    assert 1.2 < ladder.cap_bits(rung, Fraction(60)) / ladder.cap_bits(rung, Fraction(30)) < 2


@pytest.mark.parametrize(
    ("width", "height", "rate", "level"),
    [
        (1920, 1080, 30, 40),
        (1920, 1080, 60, 42),
        (1280, 720, 30, 31),
        (1280, 720, 60, 32),
        (640, 360, 25, 30),
        (426, 240, 30, 21),
        (1080, 1920, 30, 40),
    ],
)
def test_the_level_is_the_lowest_that_allows_the_row(width: int, height: int, rate: int, level: int) -> None:
    rung = Rung(min(width, height), width, height)
    assert ladder.level(rung, Fraction(rate), cap=ladder.cap_bits(rung, Fraction(rate))) == level


def test_a_cap_above_a_level_s_rate_raises_the_level() -> None:
    assert ladder.level(Rung(240, 426, 240), Fraction(30), cap=9_000_000) == 30
