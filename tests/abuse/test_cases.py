"""`docs/abuse-cases.md` names every case of the groups T, A, H and X, and tells the truth about it."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CASES = {
    *(f"T-{number:02}" for number in range(1, 15)),
    *(f"A-{number:02}" for number in range(1, 17)),
    *(f"H-{number:02}" for number in range(1, 10)),
    *(f"X-{number:02}" for number in range(1, 11)),
}
LINE = re.compile(r"^\| ([TAHX]-\d\d) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
HELD = {case: held for case, _, held in LINE.findall((ROOT / "docs" / "abuse-cases.md").read_text())}


@cache
def docstrings(file: str) -> dict[str, str]:
    """By test, what it says of itself; under the empty name what its file says."""
    module = ast.parse((ROOT / file).read_text())
    tests = [one for one in module.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) and one.name.startswith("test_")]
    return {"": ast.get_docstring(module) or "", **{one.name: ast.get_docstring(one) or "" for one in tests}}


def test_every_case_has_its_line_and_each_line_is_a_case() -> None:
    assert set(HELD) == CASES


@pytest.mark.parametrize("case", sorted(CASES))
def test_a_case_is_held_by_tests_that_name_it_or_has_its_reason(case: str) -> None:
    named = NAMED.findall(HELD[case])
    assert named or HELD[case].startswith(("Waits for ", "Can’t apply: "))
    assert [f"{file}::{test}" for file, test in named if case not in docstrings(file).get(test, "")] == []
