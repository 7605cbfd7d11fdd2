"""The register: everything that is kept, compiled once from labels, and read by all who handle data.

    accounts_person.email → Personal("contact.email", …)

A field's label is on the field; tables of other people's code, files, cookies and logs are declared by the rooms. What is kept
and not declared is a problem, and a register with a problem is not made.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models

from vidarium.foundation.datamap import lock
from vidarium.foundation.datamap.fields import label_of
from vidarium.foundation.datamap.promises import PROMISES
from vidarium.foundation.datamap.words import Kept, Label, NotPersonal, Personal, Store

OURS = "vidarium."
LONGEST_ANSWER = 90
"""Letters of an answer of the why mark."""

Tables = Mapping[str, Mapping[str, Label]]
"""Table, column, label: what is declared for the tables of other people's code."""


class Incomplete(TypeError):
    """The data map does not tell about everything that is kept."""


@dataclass(frozen=True)
class Register:
    """Everything that is kept, ordered by store and name."""

    kept: tuple[Kept, ...]
    version: int = 0
    """Grows by one whenever the map changes; 0 where no lock file tells."""

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the whole map, in hex."""
        return hashlib.sha256(lock.text_of(self.data()).encode()).hexdigest()

    def data(self) -> dict[str, dict[str, Any]]:
        """The map as plain data, ready for JSON."""
        return lock.data_of_all(self.kept)

    def columns(self) -> dict[tuple[str, str], Label]:
        """Label of each (table, column)."""
        rows = (one for one in self.kept if one.store is Store.DATABASE)
        return {(table, column): row.label for row in rows for table, _, column in [row.name.partition(".")]}

    def personal(self) -> Iterator[tuple[Kept, Personal]]:
        """What is about people, with its label."""
        return ((one, one.label) for one in self.kept if isinstance(one.label, Personal))


@dataclass(frozen=True)
class Declared:
    """Everything that a register is compiled from."""

    models: Sequence[type[models.Model]]
    """Every model of every installed application, with the tables that Django makes for many-to-many fields."""
    tables: Tables
    kept: Sequence[Kept]

    def problems(self) -> list[str]:
        """What is missing, stale or badly said: a sentence each."""
        return [*self._unlabelled(), *self._stale(), *self._twice(), *(fault for one in self._all() for fault in faults(one))]

    def register(self, *, version: int = 0) -> Register:
        """The register. Raises `Incomplete` with every problem."""
        found = self.problems()
        if found:
            raise Incomplete("\n".join(found))
        return Register(tuple(sorted(self._all(), key=lambda one: (one.store, one.name))), version)

    def _all(self) -> list[Kept]:
        return [*self._fields(), *self._foreign(), *self.kept]

    def _foreign(self) -> Iterator[Kept]:
        for table, columns in self.tables.items():
            for column, label in columns.items():
                yield Kept(Store.DATABASE, f"{table}.{column}", label)

    def _fields(self) -> Iterator[Kept]:
        for model in self.models:
            for field in model._meta.local_concrete_fields:
                label = label_of(field)
                if label is not None:
                    yield Kept(Store.DATABASE, f"{model._meta.db_table}.{field.column}", label)

    def _unlabelled(self) -> Iterator[str]:
        for model in self.models:
            for field in model._meta.local_concrete_fields:
                if label_of(field) is None and field.column not in self.tables.get(model._meta.db_table, {}):
                    yield unlabelled(model, field)

    def _stale(self) -> Iterator[str]:
        """What is declared for a model's table and is no column of it. A table without a model is compared with the live catalogue."""
        for model in self.models:
            table = model._meta.db_table
            for column in self.tables.get(table, {}).keys() - {field.column for field in model._meta.local_concrete_fields}:
                yield f"{table}.{column} is declared in the data map, but {model._meta.label} has no such column. Take it out."

    def _twice(self) -> Iterator[str]:
        for (store, name), times in Counter((one.store, one.name) for one in self._all()).items():
            if times > 1:
                yield f"{name} ({store}) has {times} labels. Keep one."


def together(kept: Iterable[tuple[Kept, Personal]]) -> list[tuple[Personal, list[Kept]]]:
    """Each label once, with everything that carries it, in the order in which it came first."""
    found: list[tuple[Personal, list[Kept]]] = []
    for one, label in kept:
        same = next((ones for known, ones in found if known == label), None)
        if same is None:
            found.append((label, [one]))
        else:
            same.append(one)
    return found


def unlabelled(model: type[models.Model], field: models.Field[Any, Any]) -> str:
    """The sentence about a field that nobody labelled."""
    if model.__module__.startswith(OURS):
        return f"{model._meta.label}.{field.name} has no label in the data map. Say on the field what it is: labelled(…, Personal(…))."
    return (
        f"{model._meta.db_table}.{field.column} is a column of {model._meta.label}, which is not ours, and nobody declares it. "
        f"Look at what it holds, then label it in project/third_party.py, or in personal_data.py of the room that uses it."
    )


def faults(one: Kept) -> Iterator[str]:
    """What a label leaves unsaid: a sentence each."""
    label = one.label
    if isinstance(label, NotPersonal):
        if len(label.reason.split()) < 2:
            yield f"{one.name} ({one.store}) is said to be about nobody. Say why in a few words."
        return
    if label.clause not in PROMISES:
        yield f"{one.name} ({one.store}) names the clause {label.clause}, which datamap/promises.py does not have. Add it in our own words."
    for what, said in (("words", label.words), ("uses", label.uses), ("seen_by", label.seen_by), ("keep", label.keep.event)):
        if not said:
            yield f"{one.name} ({one.store}) is personal and leaves `{what}` empty. A reader must find the answer there."
    yield from (f"{one.name} ({one.store}) answers in more than {LONGEST_ANSWER} letters: “{said}”." for said in too_long(label))


def too_long(label: Personal) -> Iterable[str]:
    return [said for said in (label.words, label.keep.event, ", ".join(label.seen_by)) if len(said) > LONGEST_ANSWER]


class _Installed:
    """What `bind` was told, and the register once somebody has asked for it."""

    compile: Callable[[], Register] | None = None
    register: Register | None = None


def bind(compile_register: Callable[[], Register]) -> None:
    """Say how this installation's register is compiled; the project does, once every room is loaded."""
    _Installed.compile, _Installed.register = staticmethod(compile_register), None


def current() -> Register:
    """This installation's register, compiled the first time that somebody asks. Raises `Incomplete`."""
    if _Installed.register is None:
        if _Installed.compile is None:
            raise Incomplete("No register is bound: Django is not set up.")
        _Installed.register = _Installed.compile()
    return _Installed.register
