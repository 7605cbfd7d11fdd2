"""Where films are cut."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from vidarium.production import columns

NTSC = Fraction(30000, 1001)
rates = some.sampled_from([Fraction(1), Fraction(10), Fraction(17), Fraction(24), Fraction(25), NTSC, Fraction(60)])


def lengths(boundaries: tuple[int, ...], clock: Fraction) -> list[float]:
    """Seconds of each column."""
    return [round(float((end - start) / clock), 2) for start, end in pairwise(boundaries)]


def test_a_film_begins_with_one_one_and_two_seconds() -> None:
    assert lengths(columns.of(500, clock=Fraction(25), keyframes=[]), Fraction(25)) == [1, 1, 2, 4, 4, 4, 4]


def test_keyframes_near_every_four_seconds_are_the_boundaries() -> None:
    found = columns.of(1500, clock=Fraction(25), keyframes=range(0, 1500, 55))
    assert set(found[4:-1]) <= set(range(0, 1500, 55))
    assert all(2 <= length <= 6 for length in lengths(found, Fraction(25))[3:])


def test_a_gap_of_more_than_six_seconds_is_split_evenly() -> None:
    found = columns.of(899, clock=NTSC, keyframes=[0, 250, 500, 750])
    assert found == (0, 30, 60, 125, 250, 375, 500, 625, 750, 899)


def test_a_gap_of_six_seconds_stays_whole() -> None:
    assert 300 not in columns.of(600, clock=Fraction(25), keyframes=[0, 100, 250, 400, 500])[1:-1]


def test_a_keyframe_too_close_to_the_end_is_no_boundary() -> None:
    assert columns.of(520, clock=Fraction(25), keyframes=[0, 100, 200, 300, 400, 505])[-2:] == (400, 520)


def test_keyframes_at_odd_places_make_no_column_shorter_than_a_second() -> None:
    found = columns.of(1440, clock=Fraction(24), keyframes=[0, 36, 48, 126, 216, 228, 408, 522, 720])
    assert min(lengths(found, Fraction(24))) >= 1


def test_a_film_of_one_frame_is_one_column() -> None:
    assert columns.of(1, clock=Fraction(25), keyframes=[0]) == (0, 1)


@pytest.mark.parametrize("seconds", [1, 2, 3, 5])
def test_a_film_of_few_seconds_has_no_tiny_last_column(seconds: int) -> None:
    assert min(lengths(columns.of(seconds * 25 + 5, clock=Fraction(25), keyframes=[0]), Fraction(25))) >= 1


@given(frames=some.integers(1, 5000), clock=rates, keyframes=some.lists(some.integers(0, 5000), max_size=40))
def test_columns_cover_the_film_once_and_are_one_to_six_seconds_long(frames: int, clock: Fraction, keyframes: list[int]) -> None:
    found = columns.of(frames, clock=clock, keyframes=keyframes)
    gaps = [end - start for start, end in pairwise(found)]
    assert (found[0], found[-1]) == (0, frames)
    assert max(gaps) <= 6 * clock
    assert min(gaps) >= min(frames, round(clock))


def test_the_first_piece_of_sound_is_short_and_the_others_take_a_minute() -> None:
    boundaries = columns.of(25 * 200, clock=Fraction(25), keyframes=[])
    starts = [boundaries[column] / 25 for column in columns.pieces(boundaries, clock=Fraction(25))]
    assert starts == [0, 8, 68, 128, 188, 200]


def test_a_short_film_has_one_piece_of_sound() -> None:
    assert columns.pieces((0, 25, 50), clock=Fraction(25)) == (0, 2)
