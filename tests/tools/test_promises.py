"""What a run of the tests leaves about the promises, and what is told where a promise is not held."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.privacy.test_promises import HELD, IT, OPEN, written
from tests.promises import Run
from tools import promises as told_of
from tools.promises import Breach
from tools.promises import Test as Shown
from vidarium.privacy import promises
from vidarium.privacy.entries import ROOT

MARKED = frozenset({"A-a"})


@pytest.mark.parametrize(
    ("tests", "said"),
    [
        ({IT: Shown(MARKED, nightly=False)}, []),
        ({}, [f"is shown by {IT}, which does not exist."]),
        ({IT: Shown(frozenset(), nightly=False)}, [f'is shown by {IT}, which is not marked so: @pytest.mark.promise("A-a").']),
        ({IT: Shown(MARKED, nightly=True)}, ["is shown at night alone. Name a test that runs every day."]),
        ({IT: Shown(MARKED | {"A-z"}, nightly=False)}, [f"is named by {IT} and is no promise."]),
    ],
)
def test_a_promise_shown_by_what_is_not_so_is_told(tmp_path: Path, tests: dict[str, Shown], said: list[str]) -> None:
    assert [breach.said for breach in told_of.breaches(promises.load(written(tmp_path, HELD + OPEN)), tests)] == said


@pytest.mark.parametrize(
    ("outcomes", "nightly", "said"),
    [
        ({IT: "passed"}, False, []),
        ({IT: "failed"}, False, [Breach("A-a", f"is not shown: {IT} has failed.")]),
        ({IT: "skipped"}, False, [Breach("A-a", f"is not shown: {IT} was skipped.")]),
        ({}, False, [Breach("A-a", f"is not shown: {IT} was not run.")]),
        ({}, True, []),
    ],
)
def test_a_promise_whose_test_did_not_pass_is_told(tmp_path: Path, outcomes: dict[str, str], nightly: bool, said: list[Breach]) -> None:
    told = promises.load(written(tmp_path, HELD + OPEN))
    assert list(told_of.unshown(told, {IT: Shown(MARKED, nightly=nightly)}, outcomes)) == said


def test_marks_are_found_on_a_test_on_its_parameters_and_on_its_file(tmp_path: Path) -> None:
    folder = tmp_path / "tests"
    folder.mkdir()
    lines = [
        "import pytest",
        "pytestmark = [pytest.mark.promise('A-a'), pytest.mark.stack]",
        "@pytest.mark.parametrize('one', [pytest.param(1, marks=pytest.mark.promise('A-b'))])",
        "@pytest.mark.nightly",
        "def test_it(one): ...",
        "async def test_other(): ...",
    ]
    (folder / "test_a.py").write_text("\n".join(lines))
    assert told_of.tests_in(tmp_path) == {
        "tests/test_a.py::test_it": Shown(frozenset({"A-a", "A-b"}), nightly=True),
        "tests/test_a.py::test_other": Shown(frozenset({"A-a"}), nightly=False),
    }


def test_the_counts_stand_by_section_and_what_was_not_shown_is_not_held(tmp_path: Path) -> None:
    told = promises.load(written(tmp_path, HELD + OPEN))
    assert [line.split() for line in told_of.table(told, []).splitlines()] == [
        ["promises", "held", "attested", "open", "not", "shown"],
        ["A", "2", "1", "–", "1", "–"],
        ["All", "2", "1", "–", "1", "–"],
    ]
    assert told_of.table(told, [Breach("A-a", "has failed.")]).splitlines()[1].split() == ["A", "2", "–", "–", "1", "1"]


def report(name: str, outcome: str, *, when: str = "call", marked: bool = True) -> pytest.TestReport:
    properties = [("promise", "A-a")] if marked else []
    return pytest.TestReport(name, ("", 0, ""), {}, outcome, None, when, user_properties=properties)  # type: ignore[arg-type]  # outcomes and phases are literals to it


def test_a_run_leaves_the_worst_that_was_told_of_each_marked_test(tmp_path: Path) -> None:
    run = Run(tmp_path / "left.json")
    for one in (
        report("a::test_it[1]", "passed"), report("a::test_it[2]", "failed"), report("a::test_it[3]", "skipped"),
        report("a::test_whole", "passed", when="setup"), report("a::test_whole", "passed"),
        report("a::test_whole", "failed", when="teardown"),
        report("a::test_good", "passed"), report("a::test_begun", "passed", when="setup"), report("a::test_other", "passed", marked=False),
    ):  # fmt: skip
        run.pytest_runtest_logreport(one)
    run.pytest_sessionfinish()
    assert json.loads(run.file.read_text())["tests"] == {"a::test_good": "passed", "a::test_it": "failed", "a::test_whole": "failed"}


def test_a_run_without_marked_tests_leaves_what_was_there(tmp_path: Path) -> None:
    run = Run(tmp_path / "left.json")
    run.pytest_runtest_logreport(report("a::test_other", "passed", marked=False))
    run.pytest_sessionfinish()
    assert not run.file.exists()


def test_a_mark_that_names_no_clause_is_an_error_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "test_a.py").write_text("import pytest\n@pytest.mark.promise('I.A-zz')\ndef test_it(): ...\n")
    command = [sys.executable, "-m", "pytest", "-c", "/dev/null", "-p", "tests.promises", "-p", "no:cacheprovider", "-q", str(tmp_path)]
    said = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert (said.returncode, "test_it names the promise I.A-zz" in said.stdout) == (2, True)


def test_the_count_is_told_with_the_run_and_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(told_of, "LEFT", tmp_path / "left.json")
    assert told_of.main([]) == 1
    assert "No run of the tests has left anything yet" in capsys.readouterr().out
    held = {name for promise in promises.current() for name in promise.shown_by}
    left = {"at": "2026-11-30T18:00:00+00:00", "tests": dict.fromkeys(held, "passed")}
    told_of.LEFT.write_text(json.dumps(left))
    assert told_of.main([]) == 0
    left["tests"] = dict.fromkeys(held, "failed")
    told_of.LEFT.write_text(json.dumps(left))
    assert told_of.main([]) == 1
    assert told_of.main(["check"]) == 0
