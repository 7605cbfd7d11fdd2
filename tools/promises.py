"""How the promises stand: `python -m tools.promises` counts them by the last run of the tests, and is not 0 where one isn't held.

`… check` asks without a run: whether each test that a promise names is there, carries its mark, and runs every day.
"""

from __future__ import annotations

import ast
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from vidarium.privacy import promises
from vidarium.privacy.promises import Promises, Status

ROOT = Path(__file__).resolve().parents[1]
LEFT = ROOT / ".promises.json"
"""What the last run of the tests left; `tests/promises.py` writes it."""
HEADS = ("promises", *Status, "not shown")


@dataclass(frozen=True)
class Test:
    """A test as its file shows it."""

    clauses: frozenset[str]
    """The promises that it is marked with, on itself, on one of its parameters, or on its whole file."""
    nightly: bool


@dataclass(frozen=True)
class Breach:
    """Something that is not as a promise says it."""

    clause: str
    said: str


def tests_in(root: Path) -> dict[str, Test]:
    """By its name as pytest gives it, without parameters."""
    found = {}
    for file in sorted((root / "tests").rglob("test_*.py")):
        module = ast.parse(file.read_text(encoding="utf-8"))
        for_all = [one.value for one in module.body if isinstance(one, ast.Assign) and _names(one) == {"pytestmark"}]
        for one in module.body:
            if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) and one.name.startswith("test_"):
                marks = [*for_all, *one.decorator_list]
                name = f"{file.relative_to(root).as_posix()}::{one.name}"
                found[name] = Test(frozenset(_clauses(marks)), nightly=any(ast.unparse(mark).endswith("mark.nightly") for mark in marks))
    return found


def _names(assignment: ast.Assign) -> set[str]:
    return {target.id for target in assignment.targets if isinstance(target, ast.Name)}


def _clauses(marks: Iterable[ast.expr]) -> Iterator[str]:
    for mark in marks:
        for one in ast.walk(mark):
            if isinstance(one, ast.Call) and ast.unparse(one.func).endswith("mark.promise"):
                yield from (word.value for word in one.args if isinstance(word, ast.Constant) and isinstance(word.value, str))


def breaches(told: Promises, tests: Mapping[str, Test]) -> Iterator[Breach]:
    """Where what the promises say of their tests is not so."""
    for promise in told:
        for name in promise.shown_by:
            if name not in tests:
                yield Breach(promise.clause, f"is shown by {name}, which does not exist.")
            elif promise.clause not in tests[name].clauses:
                yield Breach(promise.clause, f'is shown by {name}, which is not marked so: @pytest.mark.promise("{promise.clause}").')
        if promise.shown_by and all(name in tests and tests[name].nightly for name in promise.shown_by):
            yield Breach(promise.clause, "is shown at night alone. Name a test that runs every day.")
    for name, test in tests.items():
        yield from (Breach(clause, f"is named by {name} and is no promise.") for clause in sorted(test.clauses - told.clauses))


def unshown(told: Promises, tests: Mapping[str, Test], outcomes: Mapping[str, str]) -> Iterator[Breach]:
    """Where a test that a promise names did not pass in the run; what runs at night may be missing."""
    for promise in told:
        for name in promise.shown_by:
            outcome = outcomes.get(name, "not run")
            at_night = name in tests and tests[name].nightly
            if outcome != "passed" and not (outcome == "not run" and at_night):
                yield Breach(promise.clause, f"is not shown: {name} {'has failed' if outcome == 'failed' else f'was {outcome}'}.")


def table(told: Promises, found: Iterable[Breach]) -> str:
    """Counts by section and status, as lines of text. What says that it is held and wasn't shown counts as not shown."""
    broken = {breach.clause for breach in found}
    stands = {promise.clause: HEADS[-1] if promise.clause in broken else str(promise.status) for promise in told}
    rows = [(section.key, Counter(stands[promise.clause] for promise in section.promises)) for section in told.sections]
    lines = [("", HEADS), *((key, _cells(count)) for key, count in rows), ("All", _cells(Counter(stands.values())))]
    return "\n".join(f"{key:<14}" + "".join(f"{cell:>10}" for cell in cells) for key, cells in lines)


def _cells(count: Counter[str]) -> tuple[str, ...]:
    return (str(count.total()), *(str(count[head]) if count[head] else "–" for head in HEADS[1:]))


def main(words: list[str]) -> int:
    told, tests = promises.current(), tests_in(ROOT)
    found = list(breaches(told, tests))
    if words != ["check"]:
        if not LEFT.exists():
            sys.stdout.write("No run of the tests has left anything yet: `make test` does.\n")
            return 1
        run = json.loads(LEFT.read_text(encoding="utf-8"))
        found += unshown(told, tests, run["tests"])
        named = {name for promise in told for name in promise.shown_by}
        passed = sum(run["tests"].get(name) == "passed" for name in named)
        sys.stdout.write(f"{table(told, found)}\nIn the run of {run['at']} {passed} of {len(named)} tests that hold promises passed.\n")
    sys.stdout.write("".join(f"{breach.clause} {breach.said}\n" for breach in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
