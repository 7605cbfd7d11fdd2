"""What an encoder wrote is refused unless it is exactly the cell that was planned."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import pytest

from tests.production import numbered
from tests.production.sources import seen
from vidarium.production import boxes, cells, encode, fragments, inits, verify
from vidarium.production import plan as plans
from vidarium.production.errors import OutputMalformed
from vidarium.production.fragments import DELTA_FLAGS, SYNC_FLAGS, Fragment, Sample
from vidarium.production.plan import Plan, Row

Change = Callable[[list[Sample]], Iterable[Sample]]


@dataclass(frozen=True)
class Good:
    """The second column of a film, as it was made: frames 25 to 49."""

    plan: Plan
    row: Row
    init: bytes
    segment: bytes
    column: int = 1

    @property
    def fragment(self) -> Fragment:
        return fragments.read(self.segment, defaults=inits.read(self.init).defaults)

    def rewritten(self, change: Change = list, *, sequence: int = 2, decode_time: int = 10_000, track: int = 1) -> Good:
        """The same with other samples, times or numbers, in boxes that fit them."""
        samples = list(change(list(self.fragment.samples)))
        return replace(self, segment=fragments.segment(samples, sequence=sequence, decode_time=decode_time, track=track))

    def verify(self) -> None:
        verify.cell(self.init, self.segment, row=self.row, plan=self.plan, column=self.column)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Good:
    folder = tmp_path_factory.mktemp("film")
    film = numbered.make(folder / "film.mp4", frames=75)
    source = seen(seconds=3, width=320, height=180)
    plan = plans.of(source)
    (made,) = cells.make_picture(source, plan, plan.pictures, 1, 2, media=film, into=folder)
    return Good(plan, plan.pictures[0], made.init.read_bytes(), made.path.read_bytes())


def refuses(cell: Good, why: str) -> None:
    with pytest.raises(OutputMalformed, match=why):
        cell.verify()


def test_a_cell_as_it_was_made_is_believed(good: Good) -> None:
    good.verify()
    good.rewritten().verify()


def test_a_cell_cut_off_anywhere_is_refused(good: Good) -> None:
    for length in range(0, len(good.segment), 97):
        with pytest.raises(OutputMalformed):
            replace(good, segment=good.segment[:length]).verify()


def test_an_empty_cell_is_refused(good: Good) -> None:
    refuses(replace(good, segment=b""), "one moof")


def test_a_lost_frame_is_refused(good: Good) -> None:
    refuses(good.rewritten(lambda samples: samples[:-1]), "24 instead of 25")
    refuses(good.rewritten(lambda samples: [*samples[:9], *samples[10:]]), "24 instead of 25")


def test_a_repeated_frame_is_refused(good: Good) -> None:
    refuses(good.rewritten(lambda samples: [*samples, samples[-1]]), "26 instead of 25")


def test_two_frames_shown_at_once_are_refused(good: Good) -> None:
    def twice(samples: list[Sample]) -> list[Sample]:
        return [*samples[:-1], replace(samples[-1], offset=samples[-1].offset - 400)]

    refuses(good.rewritten(twice), "times of presentation")


def test_a_presentation_that_does_not_begin_at_the_boundary_is_refused(good: Good) -> None:
    refuses(good.rewritten(lambda samples: [replace(sample, offset=sample.offset + 400) for sample in samples]), "times of presentation")


def test_a_frame_shown_before_it_is_decoded_is_refused(good: Good) -> None:
    def swapped(samples: list[Sample]) -> list[Sample]:
        """The first frame and the fourth change places: each is shown once, one of them before its bytes are there."""
        offsets = [800 + 1200, 800, 800, 800 - 1200, *[800] * (len(samples) - 4)]
        return [replace(sample, offset=offset) for sample, offset in zip(samples, offsets, strict=True)]

    refuses(good.rewritten(swapped), "before it is decoded")


def test_a_frame_that_lasts_too_long_is_refused(good: Good) -> None:
    refuses(good.rewritten(lambda samples: [*samples[:-1], replace(samples[-1], duration=401)]), "frame lengths")


def test_a_cell_at_another_place_is_refused(good: Good) -> None:
    refuses(good.rewritten(decode_time=9_999), "decode time")
    refuses(good.rewritten(sequence=1), "sequence number")
    refuses(good.rewritten(track=2), "track")


def test_another_column_s_cell_is_refused(good: Good) -> None:
    refuses(replace(good, column=2), "sequence number")


def test_a_cell_that_begins_on_no_keyframe_is_refused(good: Good) -> None:
    refuses(good.rewritten(lambda samples: [replace(samples[0], flags=DELTA_FLAGS), *samples[1:]]), "kind of frame 0")
    refuses(
        good.rewritten(lambda samples: [replace(samples[1], offset=samples[0].offset, flags=SYNC_FLAGS), *samples[1:]]), "kind of frame 0"
    )


def test_a_second_keyframe_is_refused(good: Good) -> None:
    refuses(good.rewritten(lambda samples: [*samples[:5], replace(samples[5], flags=SYNC_FLAGS), *samples[6:]]), "kind of frame 5")


def test_a_frame_without_a_picture_is_refused(good: Good) -> None:
    empty = struct.pack(">IB", 1, 9)
    refuses(good.rewritten(lambda samples: [*samples[:5], replace(samples[5], data=memoryview(empty)), *samples[6:]]), "kind of frame 5")


@pytest.mark.parametrize("length", [0, 3, 4, 5])
def test_a_frame_cut_short_is_refused(good: Good, length: int) -> None:
    with pytest.raises(OutputMalformed):
        good.rewritten(lambda samples: [replace(samples[0], data=samples[0].data[:length]), *samples[1:]]).verify()


def test_another_size_or_codec_than_planned_is_refused(good: Good) -> None:
    refuses(replace(good, row=replace(good.row, width=640)), "size")
    refuses(replace(good, row=replace(good.row, codecs="avc1.640028")), "codecs")


def test_another_clock_than_planned_is_refused(good: Good) -> None:
    refuses(replace(good, plan=replace(good.plan, clock=plans.KNOWN_RATES[0])), "timescale|delay")


def test_an_initialization_segment_with_words_about_the_source_is_refused(good: Good) -> None:
    moov = boxes.only(good.init, "moov")
    words = boxes.box("udta", b"where it was filmed")
    refuses(replace(good, init=good.init[: moov.start] + boxes.box("moov", bytes(moov.body), words)), "boxes of the moov")


def test_an_initialization_segment_without_its_edit_is_refused(good: Good) -> None:
    refuses(replace(good, init=good.init.replace(b"edts", b"free")), "0 edts boxes")


def test_a_shifting_edit_is_refused(good: Good) -> None:
    shifted = inits.finished(good.init, delay=(encode.DELAY_FRAMES + 1) * 400)
    refuses(replace(good, init=shifted), "delay")
