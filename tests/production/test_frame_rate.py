"""Frame rates, from bare numbers."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidarium.production import frame_rate
from vidarium.production.frame_rate import Timing

MILLISECOND, BROADCAST = Fraction(1, 1000), Fraction(1, 90000)
NTSC, CINEMA = Fraction(30000, 1001), Fraction(24000, 1001)


def timing(times: list[Fraction], tick: Fraction) -> Timing:
    """Frames at these seconds, as a container with such a clock writes them down."""
    ticks = [round(at / tick) for at in times]
    return Timing(tick, Counter(after - before for before, after in pairwise(ticks)))


def even(rate: Fraction, frames: int, tick: Fraction) -> Timing:
    return timing([number / rate for number in range(frames)], tick)


@pytest.mark.parametrize("tick", [MILLISECOND, BROADCAST, Fraction(1, 600), Fraction(1, 15360)])
@pytest.mark.parametrize(
    "rate", [Fraction(10), Fraction(17), CINEMA, Fraction(24), Fraction(25), NTSC, Fraction(30), Fraction(50), Fraction(60)]
)
def test_an_even_film_has_its_rate_in_every_clock(rate: Fraction, tick: Fraction) -> None:
    found = frame_rate.of(even(rate, 600, tick), [rate])
    assert found.rate == rate
    assert not found.variable


@given(rate=st.sampled_from(frame_rate.WELL_KNOWN), seconds=st.integers(20, 60))
def test_without_a_header_the_frames_tell(rate: Fraction, seconds: int) -> None:
    found = frame_rate.of(even(rate, int(rate * seconds) + 2, BROADCAST), [])
    assert found.rate == rate
    assert not found.variable


def test_a_header_that_the_frames_belie_is_not_believed() -> None:
    assert frame_rate.of(even(Fraction(25), 250, BROADCAST), [Fraction(50), Fraction(90000)]).rate == 25


def test_thirty_is_told_from_ntsc_over_a_minute() -> None:
    assert frame_rate.of(even(NTSC, 1800, MILLISECOND), [Fraction(30)]).rate == NTSC


def test_a_dropped_frame_makes_a_film_variable_and_keeps_its_rate() -> None:
    times = [Fraction(number, 30) for number in range(300) if number != 100]
    found = frame_rate.of(timing(times, MILLISECOND), [Fraction(30)])
    assert found.rate == 30
    assert found.variable


def test_a_clock_whose_tick_is_a_frame_still_shows_a_dropped_one() -> None:
    found = frame_rate.of(Timing(Fraction(1, 30), {1: 58, 2: 1}), [Fraction(30)])
    assert found.rate == 30
    assert found.variable


def test_a_phone_that_wavers_is_variable_at_its_nominal_rate() -> None:
    times = [Fraction(number, 30) + Fraction((number * 7919) % 11 - 5, 1000) for number in range(300)]
    found = frame_rate.of(timing(times, BROADCAST), [Fraction(2999, 100)])
    assert found.rate in {30, NTSC}
    assert found.variable


def test_a_recorded_screen_keeps_the_rate_of_its_movement() -> None:
    """Mostly still, at times lively: the lively part is what must not be lost."""
    found = frame_rate.of(Timing(MILLISECOND, {17: 200, 16: 100, 500: 300}), [Fraction(4)])
    assert found.rate == 60
    assert found.variable


def test_a_slow_slide_show_is_even() -> None:
    found = frame_rate.of(Timing(MILLISECOND, {10_000: 12}), [Fraction(1, 10)])
    assert found.rate == Fraction(1, 10)
    assert not found.variable


def test_a_single_frame_has_what_its_header_says_or_25() -> None:
    alone = Timing(BROADCAST, {})
    assert frame_rate.of(alone, [Fraction(30)]).rate == 30
    assert frame_rate.of(alone, []).rate == 25


@given(
    deltas=st.dictionaries(st.integers(-10, 1 << 40), st.integers(1, 1 << 30), max_size=20),
    said=st.lists(st.fractions(0, 10**6), max_size=3),
)
def test_whatever_a_file_says_there_is_a_rate(deltas: dict[int, int], said: list[Fraction]) -> None:
    assert frame_rate.of(Timing(BROADCAST, deltas), said).rate > 0
