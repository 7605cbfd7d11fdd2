"""What is kept of a stranger's words."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidarium.library import words


@pytest.mark.parametrize(
    ("filename", "title"),
    [
        ("Ein Film.mp4", "Ein Film"),
        ("../../etc/cron.d/x", "x"),
        ("C:\\Videos\\Urlaub 2026.MOV", "Urlaub 2026"),
        (".mp4", ".mp4"),
        ("archive.tar.gz", "archive.tar"),
        ("Folge 3. Die Rückkehr", "Folge 3. Die Rückkehr"),
        ("a\r\nb.mp4", "a\ufffd\ufffdb"),
        ("\u202egpj.exe", "\ufffdgpj"),
        ("folder/", "folder/"),
        ("", "Untitled"),
        ("   ", "Untitled"),
    ],
)
def test_a_film_is_called_after_its_file(filename: str, title: str) -> None:
    assert words.title_of(filename) == title


@given(st.text(max_size=700))
def test_what_is_shown_is_short_and_can_be_seen(text: str) -> None:
    shown = words.shown(text)
    assert len(shown) <= words.LONGEST_NAME
    assert not words.UNSEEN.search(shown)
    assert words.title_of(text)


def test_a_very_long_name_takes_no_time() -> None:
    began = time.process_time()
    words.title_of("n" * 1_000_000)
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize("title", ["", "  ", "a\0b", "a\ud800", "n" * 501])
def test_a_title_that_can_not_be_kept_is_refused(title: str) -> None:
    assert words.misfit_of_title(title)


def test_any_other_title_is_fine() -> None:
    assert words.misfit_of_title("新しい名前 🎬") is None


@pytest.mark.parametrize("external_id", ["", "a\nb", "a\0", "x" * 201])
def test_an_external_id_that_can_not_be_kept_is_refused(external_id: str) -> None:
    assert words.misfit_of_external_id(external_id)


NOT_FLAT = [{"a": 1}, {1: "a"}, {"a": {"b": "c"}}, {"a": None}, {"": "a"}, {"a": "\0"}, {"k" * 101: ""}, {"a": "v" * 1001}]


@pytest.mark.parametrize("meta", NOT_FLAT)
def test_meta_that_is_no_flat_map_of_strings_is_refused(meta: dict[object, object]) -> None:
    assert words.misfit_of_meta(meta)


def test_meta_of_too_many_entries_is_refused() -> None:
    assert words.misfit_of_meta({str(number): "" for number in range(51)})
    assert words.misfit_of_meta({str(number): "" for number in range(50)}) is None
