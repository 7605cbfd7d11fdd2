"""What lies below a link is named by strict patterns; its object by the signed ids."""

from __future__ import annotations

import uuid

import pytest

from vidarium.delivery import parts
from vidarium.delivery.links import Link
from vidarium.delivery.parts import Init, Master, Media, Part, Poster, Segment, Stored

LINK = Link(uuid.UUID(int=1), uuid.UUID(int=2), uuid.UUID(int=3), uuid.UUID(int=4), expires=0)
HOME = f"c/{LINK.company.hex}/a/{LINK.asset.hex}/g/{LINK.grid.hex}"


@pytest.mark.parametrize(
    ("tail", "part"),
    [
        ("master.m3u8", Master()),
        ("poster.jpg", Poster()),
        ("v720/index.m3u8", Media("v720")),
        ("a0/init.mp4", Init("a0")),
        ("v1080/000012.m4s", Segment("v1080", 12)),
    ],
)
def test_each_part_has_one_name(tail: str, part: Part) -> None:
    assert parts.read(tail) == part


HOSTILE = [
    "", "/", "master.m3u8/", "/master.m3u8", "./master.m3u8", "v720/../master.m3u8", "v720//index.m3u8", "v720/./index.m3u8",
    "..%2f..%2fsource", "%2e%2e/source", "%252e%252e%252fsource", "..\\source", "v720%5c000000.m4s", "v720/000000.m4s;x",
    "v720/000000.m4s%00", "v720/000000.m4s\0", "v720/000000.m4s\n", "v720/0.m4s", "v720/-00001.m4s", "v720/0000000.m4s",
    "v720/٠٠٠٠٠٠.m4s", "v٧٢٠/index.m3u8", "V720/index.m3u8", "s720/index.m3u8", "v/index.m3u8", "v123456/index.m3u8",
    "../v720/000000.m4s", "source", "\xc0\xaf", "master.m3u8?x", "MASTER.M3U8", "c/x/a/y/source",
]  # fmt: skip


@pytest.mark.parametrize("tail", HOSTILE)
def test_p_06_what_is_not_a_name_to_the_letter_is_nothing(tail: str) -> None:
    assert parts.read(tail) is None


@pytest.mark.parametrize(
    ("part", "key"),
    [(Poster(), f"{HOME}/poster.jpg"), (Init("v720"), f"{HOME}/v720/init.mp4"), (Segment("a0", 7), f"{HOME}/a0/000007.m4s")],
)
def test_p_06_an_object_is_named_from_the_signed_ids(part: Stored, key: str) -> None:
    assert parts.key_of(LINK, part) == key
