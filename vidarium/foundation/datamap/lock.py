"""The data map as plain data and as text, in a stable order: for the lock file in git, and for the database's comments on its columns."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from vidarium.foundation.datamap.words import Kept, Label, NotPersonal, Store, Term

HOUR, MINUTE = 3600, 60


def data_of_all(kept: Iterable[Kept]) -> dict[str, dict[str, Any]]:
    """The whole map as plain data: store, then name, then the label; a table's columns stand together."""
    stores: dict[str, dict[str, Any]] = {}
    for one in sorted(kept, key=lambda one: (one.store, one.name)):
        names = stores.setdefault(one.store, {})
        if one.store is Store.DATABASE:
            table, _, column = one.name.partition(".")
            names.setdefault(table, {})[column] = data_of(one.label)
        else:
            names[one.name] = data_of(one.label)
    return stores


def text_of(data: object) -> str:
    """JSON as it stands in git: one fact a line."""
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def data_of(label: Label) -> dict[str, Any]:
    """A label as plain data."""
    if isinstance(label, NotPersonal):
        return {"not_personal": label.reason}
    return {
        "category": label.category,
        "words": label.words,
        "clause": label.clause,
        "source": label.source,
        "uses": dict(sorted((str(purpose), str(ground)) for purpose, ground in label.uses.items())),
        "keep": {"until": label.keep.event, "after": duration_of(label.keep.after)},
        "erase": label.erase,
        "export": label.export,
        "log": label.log,
        "role": label.role,
        "owner": label.owner,
        "seen_by": list(label.seen_by),
    }


def duration_of(time: timedelta) -> str:
    """ISO 8601: `P30D`, `PT15M`, `P0D`."""
    seconds = time.seconds
    clock = [(seconds // HOUR, "H"), (seconds % HOUR // MINUTE, "M"), (seconds % MINUTE, "S")]
    told = "".join(f"{count}{unit}" for count, unit in clock if count)
    days = f"{time.days}D" if time.days or not told else ""
    return f"P{days}" + (f"T{told}" if told else "")


def comment_of(label: Label) -> str:
    """The label in one line, for whoever reads the database with plain SQL."""
    if isinstance(label, NotPersonal):
        return f"not personal: {label.reason}"
    return "; ".join((
        f"personal: {label.category} ({label.clause})",
        "for " + ", ".join(sorted(f"{purpose} by {ground}" for purpose, ground in label.uses.items())),
        f"until {until(label.keep)}",
        f"then {label.erase}",
        "exported" if label.export else "not exported",
        f"in logs {label.log}",
        f"we are {label.role}, it is of {label.owner}",
    ))  # fmt: skip


def until(term: Term) -> str:
    return term.event + (f" + {duration_of(term.after)}" if term.after else "")
