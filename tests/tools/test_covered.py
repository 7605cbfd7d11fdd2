"""How much of the code the tests ran: too little of one file, or of all, is said with the lines, and fails."""

from __future__ import annotations

from typing import Any

import pytest

from tools import covered


def told(total: float, *, each: float = 100.0, missing: list[int] | None = None, excused: float = 50.0) -> dict[str, Any]:
    """A report as `coverage json` writes it: of one file, and of one in the sandbox."""
    return {
        "totals": {"percent_covered": total},
        "files": {
            "vidarium/a.py": {"summary": {"percent_covered": each}, "missing_lines": missing or []},
            "vidarium/b/c.py": {"summary": {"percent_covered": excused}, "missing_lines": []},
        },
    }


@pytest.fixture(autouse=True)
def excuse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(covered, "NOT_COUNTED", {"vidarium/b/": "runs elsewhere"})


@pytest.mark.parametrize(("total", "each"), [(95.0, 85.0), (100.0, 100.0)])
def test_enough_is_enough(total: float, each: float) -> None:
    assert covered.too_little(told(total, each=each)) == []


def test_a_file_that_is_hardly_run_is_named_with_its_lines() -> None:
    assert covered.too_little(told(99.0, each=84.9, missing=[3, 7])) == ["vidarium/a.py: 84.9 %, below 85 %. Not run: 3, 7"]


def test_an_excuse_that_is_needed_no_longer_is_told() -> None:
    assert covered.too_little(told(99.0, excused=85.0)) == ["vidarium/b/ is run enough by now: take it out of NOT_COUNTED."]


def test_too_little_of_all_fails_though_no_file_is_thin() -> None:
    assert covered.too_little(told(94.99)) == ["In all 94.99 %, below 95 %."]
