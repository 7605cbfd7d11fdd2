"""What is planned for a source."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import pytest

from tests.production.sources import SOUND, heard, seen
from vidarium.production import plan as plans

NTSC = Fraction(30000, 1001)


@pytest.mark.parametrize(
    ("found", "clock"),
    [
        (Fraction(25), Fraction(25)),
        (Fraction(17), Fraction(17)),
        (NTSC, NTSC),
        (Fraction(120000, 1001), Fraction(60000, 1001)),
        (Fraction(120), Fraction(60)),
        (Fraction(100), Fraction(50)),
        (Fraction(144), Fraction(48)),
        (Fraction(6001, 100), Fraction(60)),
        (Fraction(1, 10), Fraction(1)),
        (Fraction(0), Fraction(25)),
        (Fraction(1_000_000), Fraction(60)),
    ],
)
def test_the_clock_is_the_source_s_own_rate_where_sixty_allow_it(found: Fraction, clock: Fraction) -> None:
    assert abs(plans.of(seen(frame_rate=found)).clock - clock) < clock / 500


@pytest.mark.parametrize(
    ("average", "clock"),
    [
        ("29.97", NTSC),
        ("30.02", Fraction(30)),
        ("29.9", NTSC),
        ("23.5", Fraction(24000, 1001)),
        ("26", NTSC),
        ("13", Fraction(15)),
        ("90", Fraction(60)),
    ],
)
def test_variable_rate_is_brought_onto_the_nearest_usual_one_that_loses_nothing(average: str, clock: Fraction) -> None:
    assert plans.of(seen(frame_rate=Fraction(average), variable=True)).clock == clock


def test_a_strange_rate_still_counts_in_32_bits() -> None:
    clock = plans.of(seen(frame_rate=Fraction(15_360_000, 512_087))).clock
    assert clock.numerator < 1 << 20
    assert abs(clock - Fraction(15_360_000, 512_087)) < Fraction(1, 10_000)


def test_the_film_s_last_boundary_is_its_length_in_frames() -> None:
    assert plans.of(seen(seconds=Fraction(899) / NTSC, frame_rate=NTSC)).boundaries[-1] == 899


def test_a_film_too_short_for_a_frame_has_one() -> None:
    assert plans.of(seen(seconds=Fraction(1, 1000))).boundaries == (0, 1)


def test_the_source_s_keyframes_become_boundaries() -> None:
    keyframes = tuple(Fraction(250 * number) / NTSC for number in range(8))
    assert {250, 500, 750, 1000} <= set(plans.of(seen(frame_rate=NTSC, keyframes=keyframes)).boundaries)


def test_keyframes_of_a_picture_between_two_ticks_lie_on_the_clock() -> None:
    start = Fraction(1, 60)
    shifted = tuple(start + 4 * number for number in range(15))
    assert {100, 200, 300} <= set(plans.of(seen(start=start, keyframes=shifted)).boundaries)


def test_picture_rows_come_largest_first_and_sound_rows_last() -> None:
    plan = plans.of(seen(sounds=(SOUND, replace(SOUND, stream=2, language="fr"))))
    assert [row.name for row in plan.rows] == ["v1080", "v720", "v540", "v360", "v240", "a0", "a1"]
    assert [row.name for row in plan.pictures] == ["v1080", "v720", "v540", "v360", "v240"]
    assert [(row.stream, row.language) for row in plan.sounds] == [(1, "de"), (2, "fr")]


def test_the_codec_is_known_before_anything_is_encoded() -> None:
    assert [row.codecs for row in plans.of(seen(sounds=(SOUND,))).rows[:2]] == ["avc1.640028", "avc1.64001f"]


def test_rotation_and_pixel_shape_decide_the_size() -> None:
    upright = plans.of(seen(width=1920, height=1080, rotation=90)).rows[0]
    wide = plans.of(seen(width=720, height=576, pixel_aspect=Fraction(64, 45))).rows[0]
    assert (upright.width, upright.height) == (1080, 1920)
    assert (wide.width, wide.height) == (960, 540)


@pytest.mark.parametrize(
    ("sample_rate", "channels", "planned"),
    [(48_000, 2, (48_000, 2)), (44_100, 1, (44_100, 1)), (96_000, 6, (48_000, 2)), (8_000, 1, (48_000, 1)), (22_050, 2, (48_000, 2))],
)
def test_sound_is_stereo_or_mono_at_a_studio_s_or_a_disc_s_rate(sample_rate: int, channels: int, planned: tuple[int, int]) -> None:
    (row,) = plans.of(heard(sounds=(replace(SOUND, sample_rate=sample_rate, channels=channels),))).rows
    assert (row.name, row.codecs, row.sample_rate, row.channels) == ("a0", "mp4a.40.2", *planned)


def test_sound_alone_has_columns_of_its_own_clock() -> None:
    plan = plans.of(heard(seconds=70))
    assert (plan.clock, plan.pictures) == (Fraction(25), ())
    assert plan.boundaries[:5] == (0, 25, 50, 100, 200)
    assert plan.pieces == (0, 4, 19, plan.columns)


def test_a_film_without_sound_has_no_pieces() -> None:
    assert plans.of(seen()).pieces == ()


def test_the_same_source_gives_the_same_plan() -> None:
    assert plans.of(seen(sounds=(SOUND,))) == plans.of(seen(sounds=(SOUND,)))


def test_a_plan_survives_json() -> None:
    plan = plans.of(seen(frame_rate=NTSC, sounds=(SOUND,)))
    assert plans.from_data(json.loads(json.dumps(plans.to_data(plan)))) == plan


def test_a_row_survives_json() -> None:
    row = plans.of(seen()).rows[0]
    assert plans.row_from_data(json.loads(json.dumps(plans.row_to_data(row)))) == row


def test_columns_and_their_frames_are_counted() -> None:
    plan = plans.of(seen(seconds=12))
    assert plan.columns == 5
    assert [plan.frames(column) for column in range(5)] == [25, 25, 50, 100, 100]


def test_the_picture_is_moved_by_at_most_half_a_frame() -> None:
    picture = seen(start=Fraction(1, 60)).picture
    assert picture
    assert plans.phase(picture, Fraction(25)) == Fraction(1, 60)
    assert abs(plans.phase(replace(picture, start=Fraction(1, 40)), Fraction(25))) <= Fraction(1, 50)
