"""What ffmpeg is asked for: never more than a stretch needs, never on the file's own terms."""

from __future__ import annotations

from fractions import Fraction

import pytest

from vidarium.production import soundtrack
from vidarium.production.frames import SAMPLES, Stretch
from vidarium.production.lattice import Lattice
from vidarium.production.plan import Plan, Row
from vidarium.production.soundtrack import MARGINS, Take
from vidarium.production.source import Sound, Source

HOURS = Fraction(7200)
ROW = Row("a0", "sound", "mp4a.40.2", cap_bits=256_000, stream=1, sample_rate=48000, channels=2)
MINUTE = 60 * 48000 // SAMPLES


def wanted(stretch: Stretch, *, layout: str = "stereo", channels: int = 2, start: int = 0, zero: Fraction = Fraction(0)) -> Take:
    sound = Sound(1, "aac", 48000, channels, layout, "", Fraction(start), HOURS)
    source = Source("mov,mp4", 1 << 30, zero, HOURS, HOURS, None, (sound,))
    return soundtrack.take(source, Plan(Fraction(25), (0, 180_000), (ROW,), (0, 1)), ROW, stretch)


def asked(take: Take) -> list[str]:
    return list(soundtrack.encode(take, margin=MARGINS[0], frames_at=None, quality="1").arguments)


def value(words: list[str], option: str) -> str:
    return words[words.index(option) + 1]


def test_the_films_beginning_is_read_without_a_seek() -> None:
    assert "-ss" not in asked(wanted(Stretch(0, MINUTE)))


@pytest.mark.parametrize("minute", [1, 60, 119])
def test_a_later_stretch_is_read_from_just_before_it(minute: int) -> None:
    seek = float(value(asked(wanted(Stretch(minute * MINUTE, (minute + 1) * MINUTE))), "-ss"))
    assert 0 < minute * 60 - seek < MARGINS[0] + 4


def test_a_seek_goes_by_the_containers_own_clock() -> None:
    words = asked(wanted(Stretch(MINUTE, 2 * MINUTE), zero=Fraction(7, 5)))
    assert (value(words, "-seek_timestamp"), value(words, "-ss")[-7:]) == ("1", ".400000")


def test_a_stretch_after_the_sounds_end_reads_nothing_of_the_source() -> None:
    take = wanted(Stretch(121 * MINUTE, 122 * MINUTE))
    assert take.is_silent
    assert "/in/source" not in soundtrack.silence(ROW, take.stretch).arguments


def test_every_call_opens_the_source_through_the_narrow_door() -> None:
    take = wanted(Stretch(0, MINUTE))
    for words in (asked(take), list(soundtrack.listing(take, margin=3).arguments)):
        assert value(words, "-protocol_whitelist") == "file"
        assert words.index("-format_whitelist") < words.index("-i")


def test_a_known_layout_is_mixed_by_its_places() -> None:
    assert "rematrix_maxval=1" in value(asked(wanted(Stretch(0, 9), layout="5.1(side)", channels=6)), "-af")


def test_of_an_unknown_layout_the_first_channels_are_taken() -> None:
    assert "pan=stereo|c0=c0|c1=c1" in value(asked(wanted(Stretch(0, 9), layout="11 channels", channels=11)), "-af")


def test_frames_on_a_lattice_are_put_back_onto_it() -> None:
    lattice = Lattice(Fraction(37), 1024, tolerance=73)
    words = soundtrack.encode(wanted(Stretch(0, 9)), margin=3, frames_at=lattice, quality="1").arguments
    assert "mod(PTS+NB_SAMPLES-37.000000+512,1024)-512" in value(list(words), "-af")


def test_samples_are_counted_from_a_whole_second() -> None:
    take = wanted(Stretch(MINUTE, 2 * MINUTE))
    assert take.origin * 48000 <= take.stretch.first_sample - 48000
    assert f"first_pts={take.origin * 48000}" in value(asked(take), "-af")
