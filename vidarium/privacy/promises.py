"""What the product promises, clause by clause: in its own words, and how each promise stands.

The promises lie in `promised/`, a file for each part. `sections.yaml` says which clauses there are and in which order; `works.yaml`
names the work that an open promise waits for. A promise is *held*: kept by modules and shown by tests; or *attested*: no software
can show it, and it says why; or *open*. Exactly one of the three, or nothing loads.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from vidarium.privacy.entries import ROOT, Broken, Entry, in_each_language, read

HERE = Path(__file__).parent / "promised"
LISTS = ("sections.yaml", "works.yaml")
TEST = re.compile(r"tests/[\w/]+\.py::test_\w+")


class Status(StrEnum):
    """How a promise stands."""

    HELD = "held"
    ATTESTED = "attested"
    OPEN = "open"


SAYS: Mapping[Status, frozenset[str]] = {
    Status.HELD: frozenset({"kept by", "shown by"}),
    Status.ATTESTED: frozenset({"attested"}),
    Status.OPEN: frozenset({"open"}),
}
"""What an entry says besides its words and its note, and the status that this makes."""


@dataclass(frozen=True)
class Promise:
    """One clause, as we keep it."""

    clause: str
    words: Mapping[str, str]
    """One sentence in each language of the pages."""
    status: Status
    kept_by: tuple[str, ...] = ()
    """Modules, by their place in the checkout."""
    shown_by: tuple[str, ...] = ()
    """Tests, as pytest names them, without parameters."""
    why: Mapping[str, str] | None = None
    """Of what is attested: why software can't show it."""
    work: str = ""
    """Of what is open: the work it comes with, a key of `Promises.works`."""
    note: Mapping[str, str] | None = None
    """How we read the clause, or what of it stands already."""


@dataclass(frozen=True)
class Section:
    """Promises that stand together in the policy."""

    key: str
    title: Mapping[str, str]
    promises: tuple[Promise, ...]


@dataclass(frozen=True)
class Promises:
    """All of them, in the order of the policy."""

    sections: tuple[Section, ...]
    works: Mapping[str, Mapping[str, str]]

    def __iter__(self) -> Iterator[Promise]:
        return (promise for section in self.sections for promise in section.promises)

    @property
    def clauses(self) -> frozenset[str]:
        return frozenset(promise.clause for promise in self)

    def count(self) -> Counter[Status]:
        return Counter(promise.status for promise in self)


@cache
def current() -> Promises:
    """Those of this version of the product."""
    return load(HERE)


def load(folder: Path) -> Promises:
    """Read them. Raises `Broken`, with a line for each thing that is wrong and where it stands."""
    works = {entry.key: in_each_language(entry, entry.value) for entry in read(folder / "works.yaml")}
    sections = [(entry, _section(entry)) for entry in read(folder / "sections.yaml")]
    entries = [entry for file in sorted(folder.glob("*.yaml")) if file.name not in LISTS for entry in read(file)]
    wrong = [*_in_the_lists(sections), *_against_the_lists(sections, entries)]
    found: dict[str, Promise] = {}
    for entry in entries:
        wrong += (problems := list(_problems(entry, works)))
        if not problems:
            found[entry.key] = _promise(entry)
    if wrong:
        raise Broken("\n".join(wrong))
    return Promises(tuple(Section(entry.key, title, tuple(found[one] for one in ids)) for entry, (title, ids) in sections), works)


def _section(entry: Entry) -> tuple[Mapping[str, str], list[str]]:
    value = entry.value if isinstance(entry.value, dict) else {}
    ids = value.get("clauses")
    if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
        raise Broken(entry.wrong("says no `clauses`. List their ids."))
    return in_each_language(entry, value.get("title"), "title"), ids


def _in_the_lists(sections: list[tuple[Entry, tuple[Mapping[str, str], list[str]]]]) -> Iterator[str]:
    listed = Counter(one for _, (_, ids) in sections for one in ids)
    for entry, (_, ids) in sections:
        yield from (entry.wrong(f"lists {one}, which is listed already. A clause stands in one section.") for one in ids if listed[one] > 1)


def _against_the_lists(sections: list[tuple[Entry, tuple[Mapping[str, str], list[str]]]], entries: list[Entry]) -> Iterator[str]:
    listed = {one for _, (_, ids) in sections for one in ids}
    said = Counter(entry.key for entry in entries)
    for entry in entries:
        if entry.key not in listed:
            yield entry.wrong("is no clause that `sections.yaml` lists. Mend the id.")
        if said[entry.key] > 1:
            yield entry.wrong("is promised twice. Leave one of both.")
    for section, (_, ids) in sections:
        yield from (section.wrong(f"lists {one}, and no file says a promise for it. Add one.") for one in ids if one not in said)


def _problems(entry: Entry, works: Mapping[str, object]) -> Iterator[str]:
    if not isinstance(entry.value, dict):
        yield entry.wrong("says nothing.")
        return
    yield from entry.unsaid("words")
    yield from (problem for name in ("attested", "note") if name in entry.value for problem in entry.unsaid(name))
    says = set(entry.value) - {"words", "note"}
    if says not in SAYS.values():
        told = ", ".join(sorted(says)) or "nothing"
        yield entry.wrong(f"says {told}. It is held (`kept by` and `shown by`), or `attested`, or `open`: one of the three.")
    elif "open" in says and entry.value["open"] not in works:
        yield entry.wrong(f"waits for {entry.value['open']}, which `works.yaml` does not name.")
    elif "kept by" in says:
        yield from _unkept(entry)


def _unkept(entry: Entry) -> Iterator[str]:
    kept, shown = entry.names("kept by"), entry.names("shown by")
    if not kept or not shown:
        yield entry.wrong("names no module, or no test. What is held has both.")
    for one in kept:
        if not one.startswith("vidarium/") or not (ROOT / one).exists():
            yield entry.wrong(f"is kept by {one}, which is not there.")
    yield from (entry.wrong(f"is shown by {one}, which is no name of a test.") for one in shown if not TEST.fullmatch(one))
    yield from (entry.wrong(f"names {one} twice.") for one, times in Counter((*kept, *shown)).items() if times > 1)


def _promise(entry: Entry) -> Promise:
    said: dict[str, object] = entry.value  # type: ignore[assignment]  # `_problems` has looked
    status = next(status for status, names in SAYS.items() if names <= set(said))
    return Promise(
        entry.key,
        in_each_language(entry, said["words"]),
        status,
        kept_by=entry.names("kept by"),
        shown_by=entry.names("shown by"),
        why=in_each_language(entry, said["attested"]) if "attested" in said else None,
        work=str(said.get("open", "")),
        note=in_each_language(entry, said["note"]) if "note" in said else None,
    )
