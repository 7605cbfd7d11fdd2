"""How a run of the encoder is described."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest

from tests.production.sources import heard, seen
from vidarium.production import encode, media
from vidarium.production import plan as plans
from vidarium.production.source import Source

NTSC = Fraction(30000, 1001)
MPEGTS = "mpegts"


def words(source: Source, first: int = 3, last: int = 5, **options: Fraction | None) -> list[str]:
    plan = plans.of(source)
    return list(encode.picture(source, plan, plan.pictures, first, last, **options).arguments)


def said(arguments: list[str], flag: str) -> list[str]:
    """What stands behind each occurrence of a flag."""
    return [value for word, value in pairwise(arguments) if word == flag]


def graph(source: Source, first: int = 3, last: int = 5) -> str:
    (found,) = said(words(source, first, last), "-filter_complex")
    return found


def test_foreign_media_passes_the_narrow_door() -> None:
    found = words(seen())
    before = found[: found.index("-i")]
    assert [flag for flag in media.SAFE_INPUT if flag not in before] == []
    assert said(found, "-i") == ["/in/source"]


def test_each_row_has_an_output_of_its_own() -> None:
    assert [word for word in words(seen()) if word.endswith(".mp4")] == [f"/out/v{name}.mp4" for name in (1080, 720, 540, 360, 240)]


def test_the_film_is_decoded_once_and_each_row_is_made_from_the_next_larger() -> None:
    assert graph(seen()).count("[0:0]") == 1
    assert "[above-v540]scale=960:540" in graph(seen())


def test_frames_are_chosen_by_their_number_on_the_output_clock() -> None:
    source = seen(frame_rate=NTSC)
    plan = plans.of(source)
    assert f"trim=start_pts={plan.boundaries[3]}:end_pts={plan.boundaries[5]}" in graph(source)
    assert "fps=30000/1001:start_time=" in graph(source)


def test_idr_frames_stand_at_each_column_s_first_frame() -> None:
    assert set(said(words(seen()), "-force_key_frames")) == {"expr:eq(n,0)+eq(n,100)"}


def test_the_profile_and_level_are_the_plan_s() -> None:
    assert said(words(seen()), "-level:v") == ["4.0", "3.1", "3.1", "3.0", "2.1"]
    assert set(said(words(seen()), "-profile:v")) == {"high"}


def test_the_peak_is_three_quarters_of_the_cap() -> None:
    plan = plans.of(seen())
    assert said(words(seen()), "-maxrate") == [str(row.cap_bits * 3 // 4) for row in plan.pictures]


def test_everything_runs_on_one_thread() -> None:
    assert set(said(words(seen()), "-threads")) == {"1"}
    assert len(said(words(seen()), "-threads")) == 6


def test_no_words_of_the_source_are_kept() -> None:
    assert said(words(seen()), "-map_metadata") == ["-1"] * 5


def test_the_first_column_is_read_from_the_film_s_start() -> None:
    assert "-ss" not in words(seen(), 0, 1)


def test_an_index_is_asked_for_the_boundary_itself() -> None:
    # A quarter of a frame later, so that rounding never makes it the keyframe before.
    assert said(words(seen()), "-ss") == ["4.010000"]


def test_without_an_index_reading_begins_earlier() -> None:
    source = seen(container=MPEGTS)
    assert said(words(source, 4, 5), "-ss") == ["3.000000"]
    assert "-ss" not in words(source, 3, 4)


def test_a_container_s_own_zero_is_added_to_what_is_asked_for() -> None:
    source = seen(zero=Fraction(3600))
    assert said(words(source), "-ss") == ["3604.010000"]
    assert "setpts=PTS-(3600000000)" in graph(source)


def test_a_second_try_reads_from_further_back_and_the_last_from_the_start() -> None:
    assert said(words(seen(), 10, 11, back=Fraction(15)), "-ss") == ["17.010000"]
    assert "-ss" not in words(seen(), 10, 11, back=None)


def test_a_picture_between_two_ticks_of_the_clock_is_moved_onto_one() -> None:
    assert "setpts=PTS-(16667)" in graph(seen(start=Fraction(1, 60)))


def test_fields_become_frames() -> None:
    assert "bwdif" in graph(seen(interlaced=True))
    assert "bwdif" not in graph(seen())


@pytest.mark.parametrize(
    ("clock", "ticks"),
    [(Fraction(25), (10_000, 400)), (NTSC, (30_000, 1001)), (Fraction(17), (10_013, 589)), (Fraction(60), (10_020, 167))],
)
def test_a_frame_is_a_whole_number_of_ticks(clock: Fraction, ticks: tuple[int, int]) -> None:
    assert encode.ticks(clock) == ticks
    assert Fraction(*ticks) == clock


def test_sound_alone_has_no_rows_of_picture() -> None:
    with pytest.raises(ValueError, match="without a picture"):
        encode.picture(heard(), plans.of(heard()), (), 0, 1)
