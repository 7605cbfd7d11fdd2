"""Runs of columns: a set of half-open ranges, stored as PostgreSQL's `int4multirange`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from psycopg.types.multirange import Int4Multirange
from psycopg.types.range import Int4Range

if TYPE_CHECKING:
    Field = models.Field[Any, Any]
else:
    Field = models.Field  # Django's field is generic for the type checker alone.

Run = tuple[int, int]
"""Columns [first, last)."""


def runs_of(columns: Iterable[int]) -> list[Run]:
    """The fewest runs that hold exactly these columns."""
    found: list[Run] = []
    for column in sorted(set(columns)):
        if found and found[-1][1] == column:
            found[-1] = (found[-1][0], column + 1)
        else:
            found.append((column, column + 1))
    return found


def columns_of(runs: Iterable[Run]) -> set[int]:
    """Every column that some run holds."""
    return {column for first, last in runs for column in range(first, last)}


class RunsField(Field):
    """A list of runs in Python, an `int4multirange` in the database."""

    def db_type(self, connection: Any) -> str:
        return "int4multirange"

    def from_db_value(self, value: Any, expression: object, connection: object) -> list[Run] | None:
        return None if value is None else [(run.lower, run.upper) for run in value]

    def get_prep_value(self, value: Iterable[Run] | None) -> Int4Multirange | None:
        return None if value is None else as_multirange(value)


def literal(runs: Iterable[Run]) -> str:
    """Runs as PostgreSQL writes a multirange; cast it where it is used."""
    return "{" + ",".join(f"[{first},{last})" for first, last in runs) + "}"


def as_multirange(runs: Iterable[Run]) -> Int4Multirange:
    """What the driver sends for a list of runs."""
    return Int4Multirange([Int4Range(first, last) for first, last in runs])
