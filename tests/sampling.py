"""What runs every day, and what only at night: of many variants of one claim a fixed few are enough between two nights."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import pytest


def daily(variants: Iterable[Any], *, of_these: Collection[Any]) -> list[Any]:
    """Parameters of a test: those `of_these` always, the other `variants` when the nightly tests run. A tuple is several arguments."""
    every = list(variants)
    assert set(of_these) <= set(every), "what is no variant would never run"
    return [one if one in of_these else nightly(one) for one in every]


def nightly(one: Any) -> Any:
    values = one if isinstance(one, tuple) else (one,)
    return pytest.param(*values, marks=pytest.mark.nightly)
