"""Look-ups made before the company is known: a hash or an id goes in, a company's id comes out, and nothing else.

They are functions of the database that run as the schema's owner (SECURITY DEFINER), so that the application itself
never reads past the wall. Each room lists its own; `project/schema.py` creates them.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class Lookup:
    """One such function. `body` is a SELECT in which `$1`, `$2` … are the arguments; it gives ids and times, no content."""

    name: str
    arguments: tuple[str, ...]
    """PostgreSQL types."""
    returns: tuple[tuple[str, str], ...]
    """Columns: name and PostgreSQL type."""
    body: str

    @property
    def signature(self) -> str:
        return f"{self.name}({', '.join(self.arguments)})"

    def create(self) -> str:
        """The statement that makes it; running it again changes it in place."""
        columns = ", ".join(f"{name} {kind}" for name, kind in self.returns)
        return (
            f"CREATE OR REPLACE FUNCTION {self.signature} RETURNS TABLE ({columns}) LANGUAGE sql STABLE SECURITY DEFINER "
            f"SET search_path = public, pg_temp AS $body$ {self.body} $body$"
        )

    def ask(self, *arguments: str | bytes | uuid.UUID | datetime) -> list[tuple[Any, ...]]:
        """Its rows, for these arguments."""
        places = ", ".join("%s" for _ in self.arguments)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {self.name}({places})", list(arguments))  # noqa: S608 - the name is a constant of ours
            return list(cursor.fetchall())
