"""What a run of the tests says about the promises: the outcome of each test that is marked with one, left in `.promises.json`.

`@pytest.mark.promise("IV.5-a")` names a clause. One that no section of the policy lists is an error of the file that names it.
`make promises` reads what a run left.
"""

from __future__ import annotations

import json
from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tools.promises import LEFT
from vidarium.privacy import promises

PROPERTY = "promise"
WORST = ("passed", "skipped", "failed")


class Run:
    """The outcomes of this run, by test without its parameters: the worst that any of its reports tells."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.tests: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        marked = any(name == PROPERTY for name, _ in report.user_properties)
        if marked and (report.when == "call" or report.outcome != "passed"):
            test = report.nodeid.partition("[")[0]
            self.tests[test] = max(self.tests.get(test, "passed"), report.outcome, key=WORST.index)

    def pytest_sessionfinish(self) -> None:
        # Where no marked test was run there is nothing to say: what an earlier run left stays.
        if self.tests:
            told = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "tests": dict(sorted(self.tests.items()))}
            self.file.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    # A worker of xdist tells its reports to the process that began the run; that one alone leaves them.
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Run(LEFT))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """A mark that names no clause is an error of its file, told before any test runs."""
    report = yield
    items = [one for one in report.result or () if isinstance(one, pytest.Item)]
    known = promises.current().clauses
    strange = sorted({f"{item.name} names the promise {clause}" for item in items for clause in named_by(item) if clause not in known})
    if strange:
        report.outcome, report.result = "failed", []
        report.longrepr = "\n".join(f"{one}; promised/sections.yaml lists no such clause." for one in strange)
    return report


def pytest_itemcollected(item: pytest.Item) -> None:
    item.user_properties.extend((PROPERTY, clause) for clause in named_by(item))


def named_by(item: pytest.Item) -> list[str]:
    return [str(mark.args[0]) for mark in item.iter_markers("promise")]
