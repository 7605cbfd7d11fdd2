"""The progress bar."""

from __future__ import annotations

import io

import pytest

from vidarium.cli.bar import Bar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def drawn(into: io.StringIO, monkeypatch: pytest.MonkeyPatch, *steps: float) -> str:
    monkeypatch.setattr("sys.stderr", into)
    with Bar("Copying") as bar:
        for step in steps:
            bar.show(step)
    return into.getvalue()


def test_in_a_terminal_it_is_drawn_over_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    first, last = "\rCopying    [               " + " " * 15 + "]   0 %", "\rCopying    [" + "#" * 30 + "] 100 %"
    assert drawn(Terminal(), monkeypatch, 0, 1) == f"{first}{last}\n"


def test_elsewhere_it_is_a_line_for_each_tenth(monkeypatch: pytest.MonkeyPatch) -> None:
    assert drawn(io.StringIO(), monkeypatch, 0, 0.05, 0.11, 0.19, 1) == "Copying 0 %\nCopying 11 %\nCopying 100 %\n"


def test_it_never_goes_beyond_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    assert drawn(io.StringIO(), monkeypatch, 1.5) == "Copying 100 %\n"
