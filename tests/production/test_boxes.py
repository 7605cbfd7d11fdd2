"""The boxes of MP4, walked and written."""

from __future__ import annotations

import struct

import pytest

from vidarium.production import boxes
from vidarium.production.errors import OutputMalformed

FILE = boxes.box("ftyp", b"iso6") + boxes.box("moov", boxes.box("trak", b"abcd"), boxes.box("mvex"))


def test_boxes_are_found_in_order_with_their_places() -> None:
    assert [(box.kind, box.start, box.end) for box in boxes.walk(FILE)] == [("ftyp", 0, 12), ("moov", 12, 40)]


def test_a_box_knows_its_body_and_its_whole() -> None:
    first, _ = boxes.walk(FILE)
    assert (bytes(first.body), bytes(first.whole)) == (b"iso6", FILE[:12])


def test_a_path_leads_to_the_one_box_at_its_end() -> None:
    assert bytes(boxes.only(FILE, "moov", "trak").body) == b"abcd"


@pytest.mark.parametrize("path", [("moof",), ("moov", "udta")])
def test_a_path_to_nothing_is_refused(path: tuple[str, ...]) -> None:
    with pytest.raises(OutputMalformed, match=r"0 .* boxes"):
        boxes.only(FILE, *path)


def test_a_second_box_where_one_belongs_is_refused() -> None:
    with pytest.raises(OutputMalformed, match="2 ftyp boxes"):
        boxes.only(FILE[:12] * 2, "ftyp")


@pytest.mark.parametrize("length", range(1, 12))
def test_a_box_cut_anywhere_is_refused(length: int) -> None:
    with pytest.raises(OutputMalformed):
        list(boxes.walk(FILE[:length]))


def test_a_box_that_claims_less_than_its_header_is_refused() -> None:
    with pytest.raises(OutputMalformed, match="says it has 4 bytes"):
        list(boxes.walk(struct.pack(">I4s", 4, b"free")))


def test_a_long_size_is_read() -> None:
    (box,) = boxes.walk(struct.pack(">I4sQ", 1, b"mdat", 19) + b"abc")
    assert bytes(box.body) == b"abc"


def test_a_cut_long_size_is_refused() -> None:
    with pytest.raises(OutputMalformed, match="long size"):
        list(boxes.walk(struct.pack(">I4sI", 1, b"mdat", 0)))


def test_a_full_box_carries_its_version_and_flags() -> None:
    (box,) = boxes.walk(boxes.full_box("tfdt", b"\0" * 8, version=1, flags=0x20))
    assert box.version_and_flags() == (1, 0x20)


def test_fields_beyond_the_end_are_refused() -> None:
    (box,) = boxes.walk(boxes.box("free", b"abc"))
    with pytest.raises(OutputMalformed, match="too short"):
        box.fields("I")


def test_children_beyond_the_end_are_refused() -> None:
    (box,) = boxes.walk(boxes.box("stsd", b"abc"))
    with pytest.raises(OutputMalformed, match="too short"):
        box.children(after=8)
