"""The promises: said in both languages, each with one status, and nothing said of modules and tests that is not so."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils.translation import gettext, override

from tools import promises as told_of
from vidarium.foundation.datamap.promises import PROMISES
from vidarium.privacy import promises
from vidarium.privacy.entries import ROOT, Broken
from vidarium.privacy.promises import Status

SECTIONS = "A:\n  title: {en: First, zh-hans: 一}\n  clauses: [A-a, A-b]\n"
WORKS = "later: {en: what comes, zh-hans: 以后}\n"
SAID = "  words: {en: It is so., zh-hans: 是的。}\n"
HELD = f"A-a:\n{SAID}  kept by: [vidarium/privacy/promises.py]\n  shown by: ['tests/a.py::test_it']\n"
OPEN = f"A-b:\n{SAID}  open: later\n"
IT = "tests/a.py::test_it"


def written(folder: Path, entries: str, *, sections: str = SECTIONS) -> Path:
    for name, text in {"sections.yaml": sections, "works.yaml": WORKS, "A.yaml": entries}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_the_promises_are_read_in_the_order_of_the_policy(tmp_path: Path) -> None:
    first, second = promises.load(written(tmp_path, OPEN + HELD))
    assert (first.clause, first.status, first.kept_by, first.shown_by) == ("A-a", Status.HELD, ("vidarium/privacy/promises.py",), (IT,))
    assert (second.status, second.work, second.words["zh-hans"]) == (Status.OPEN, "later", "是的。")


def test_what_no_software_can_show_says_why(tmp_path: Path) -> None:
    told = promises.load(written(tmp_path, HELD + f"A-b:\n{SAID}  attested: {{en: A lock., zh-hans: 锁。}}\n"))
    assert [promise.why for promise in told if promise.status is Status.ATTESTED] == [{"en": "A lock.", "zh-hans": "锁。"}]


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        (HELD, "sections.yaml:1: A lists A-b, and no file says a promise for it"),
        (HELD + OPEN + f"A-c:\n{SAID}  open: later\n", "A.yaml:8: A-c is no clause"),
        (HELD + OPEN + OPEN, "A.yaml:8: A-b is promised twice"),
        (HELD + OPEN.replace("It is so.", "' '"), "A.yaml:5: A-b leaves its `words` in en empty"),
        (HELD + OPEN.replace(", zh-hans: 是的。", ""), "A.yaml:5: A-b needs its `words` in en and zh-hans"),
        (HELD + OPEN + "  attested: {en: A lock., zh-hans: 锁。}\n", "A.yaml:5: A-b says attested, open"),
        (HELD + f"A-b:\n{SAID}", "A.yaml:5: A-b says nothing. It is held"),
        (HELD + "A-b:\n", "A.yaml:5: A-b says nothing."),
        (HELD + OPEN.replace("later", "never"), "A.yaml:5: A-b waits for never"),
        (HELD + f"A-b:\n{SAID}  attested: {{en: A lock.}}\n", "A.yaml:5: A-b needs its `attested`"),
        (HELD.replace("promises.py", "nowhere.py") + OPEN, "A.yaml:1: A-a is kept by vidarium/privacy/nowhere.py, which is not there"),
        (HELD.replace("vidarium/privacy/promises.py", "tests/cast.py") + OPEN, "A.yaml:1: A-a is kept by tests/cast.py"),
        (HELD.replace("::test_it", "") + OPEN, "A.yaml:1: A-a is shown by tests/a.py, which is no name of a test"),
        (HELD.replace(f"['{IT}']", "[]") + OPEN, "A.yaml:1: A-a names no module, or no test"),
        (HELD.replace(f"'{IT}'", f"'{IT}', '{IT}'") + OPEN, f"A.yaml:1: A-a names {IT} twice"),
        ("- A-a\n", "A.yaml:1: says nothing under any key"),
        ("A-a: {\n", "A.yaml: "),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, entries: str, said: str) -> None:
    with pytest.raises(Broken) as broken:
        promises.load(written(tmp_path, entries))
    assert said in str(broken.value)


@pytest.mark.parametrize(
    ("sections", "said"),
    [
        (SECTIONS.replace("[A-a, A-b]", "A-a"), "sections.yaml:1: A says no `clauses`"),
        (SECTIONS + SECTIONS.replace("A:", "B:"), "sections.yaml:4: B lists A-a, which is listed already"),
        (SECTIONS.replace("First", "''"), "sections.yaml:1: A leaves its `title` in en empty"),
    ],
)
def test_the_list_of_clauses_is_looked_at_too(tmp_path: Path, sections: str, said: str) -> None:
    with pytest.raises(Broken) as broken:
        promises.load(written(tmp_path, HELD + OPEN, sections=sections))
    assert said in str(broken.value)


# -- ours --------------------------------------------------------------------------------------------------------------
def test_there_are_as_many_as_the_policy_has_clauses() -> None:
    assert (len(list(promises.current())), len(promises.current().clauses)) == (266, 266)


def test_every_test_that_is_named_is_there_marked_and_daily() -> None:
    assert list(told_of.breaches(promises.current(), told_of.tests_in(ROOT))) == []


def test_beside_a_why_mark_stands_the_same_sentence() -> None:
    said = {promise.clause: promise.words for promise in promises.current()}
    for language in ("en", "zh-hans"):
        with override(language):
            assert {clause: said[clause][language] for clause in PROMISES} == {clause: gettext(words) for clause, words in PROMISES.items()}
