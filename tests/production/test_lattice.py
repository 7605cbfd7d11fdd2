"""The lattice finds the true times of frames behind a container's rounded ones, or says that there is none."""

from __future__ import annotations

import random
from fractions import Fraction
from math import floor

import pytest

from vidarium.production import lattice
from vidarium.production.lattice import Packets

MILLISECOND = Fraction(1, 1000)


def rounded(begin: Fraction, period: Fraction, *, count: int = 127, tick: Fraction = MILLISECOND) -> Packets:
    return Packets(tick, tuple(floor((begin + number * period) / tick + Fraction(1, 2)) * tick for number in range(count)))


@pytest.mark.parametrize("place", [0, 1, 2, 1000, 54_321])
def test_every_stretch_of_aac_in_milliseconds_shows_the_same_lattice(place: int) -> None:
    period, begin = Fraction(1024, 48000), Fraction(37, 48000)
    found = lattice.find(rounded(begin + place * period, period), sample_rate=48000)
    known = lattice.find(rounded(begin, period), sample_rate=48000)
    assert found == known
    assert found is not None
    assert abs(found.phase - 37) <= 8


@pytest.mark.parametrize("place", [0, 7, 9_999])
def test_a_rate_that_never_repeats_is_known_to_less_than_a_sample(place: int) -> None:
    period = Fraction(1152, 44100)
    found = lattice.find(rounded(Fraction(500, 44100) + place * period, period), sample_rate=44100)
    assert found is not None
    assert abs(found.phase - 500) < 1


def test_jitter_is_no_lattice() -> None:
    shaken = random.Random(5)
    times = tuple(Fraction(20 * number + shaken.randint(-4, 4), 1000) for number in range(127))
    assert lattice.find(Packets(MILLISECOND, times), sample_rate=48000) is None


def test_frames_of_changing_length_are_no_lattice() -> None:
    lengths = [1024 if number % 5 else 576 for number in range(127)]
    times = tuple(Fraction(sum(lengths[:number]) * 1000 // 48000, 1000) for number in range(127))
    assert lattice.find(Packets(MILLISECOND, times), sample_rate=48000) is None


@pytest.mark.parametrize("count", [0, 1, 2])
def test_too_few_packets_show_nothing(count: int) -> None:
    assert lattice.find(rounded(Fraction(0), Fraction(1024, 48000), count=count), sample_rate=48000) is None


def test_a_listing_is_read_as_times() -> None:
    listing = "#tb 0: 1/1000\n#media_type 0: audio\n0,        -21,        -21,       21,      434, 0x49, S=1\n0, 0, 0, 21, 5, 0x1\n"
    assert lattice.packets(listing) == Packets(MILLISECOND, (Fraction(-21, 1000), Fraction(0)))
    assert lattice.packets("") == Packets(Fraction(0), ())


def test_only_containers_with_rough_times_are_listened_to() -> None:
    assert lattice.is_needed("matroska,webm")
    assert lattice.is_needed("mpegts")
    assert not lattice.is_needed("mov,mp4,m4a,3gp,3g2,mj2")
