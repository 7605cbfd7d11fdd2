"""Frames of sound and the picture's columns: whole, near, and none lost."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest

from vidarium.production import frames
from vidarium.production.frames import SAMPLES, Stretch
from vidarium.production.plan import Plan

NTSC = Fraction(30000, 1001)


def plan(*boundaries: int, clock: Fraction = Fraction(25)) -> Plan:
    return Plan(clock, boundaries, (), (0, len(boundaries) - 1))


@pytest.mark.parametrize("sample_rate", [48000, 44100])
@pytest.mark.parametrize("clock", [Fraction(25), NTSC, Fraction(17)])
def test_a_column_of_sound_begins_within_half_a_frame_of_its_picture(sample_rate: int, clock: Fraction) -> None:
    cut = plan(*range(0, 50_000, 117), clock=clock)
    starts = frames.starts(cut, sample_rate=sample_rate)
    away = [abs(start * SAMPLES - Fraction(at) / clock * sample_rate) for start, at in zip(starts[:-1], cut.boundaries[:-1], strict=True)]
    assert max(away) <= SAMPLES / 2


@pytest.mark.parametrize(("frames_of_film", "end"), [(48, 90), (47, 89), (1, 2), (750, 1407)])
def test_the_last_column_covers_the_films_end_with_its_last_frame(frames_of_film: int, end: int) -> None:
    assert frames.starts(plan(0, frames_of_film), sample_rate=48000) == (0, end)


def test_no_column_is_without_a_frame() -> None:
    starts = frames.starts(plan(0, 1, 2, 3, 4, clock=Fraction(60)), sample_rate=44100)
    assert all(after > before for before, after in pairwise(starts))


def test_durations_are_exact_and_add_up_to_the_whole() -> None:
    cut = plan(0, 30, 60, 120, 299, clock=NTSC)
    durations = frames.durations(cut, sample_rate=44100)
    assert sum(durations) == Fraction(frames.starts(cut, sample_rate=44100)[-1] * SAMPLES, 44100)
    assert durations[0] == Fraction(43 * SAMPLES, 44100)


def test_the_films_first_stretch_has_no_pre_roll() -> None:
    assert (Stretch(0, 10).first_sample, Stretch(0, 10).of([b"priming", b"0", *[b"1"] * 12])[:2]) == (0, [b"0", b"1"])


def test_a_later_stretch_drops_its_pre_roll_and_its_look_ahead() -> None:
    stretch = Stretch(100, 110)
    packets = [bytes([number]) for number in range(stretch.encoded)]
    # The first packet is the encoder's priming, then eight frames of pre-roll, then the stretch, then two of look-ahead.
    assert stretch.first_sample == 92 * SAMPLES
    assert stretch.of(packets) == packets[9:19]
    assert stretch.encoded == 1 + 8 + 10 + 2
