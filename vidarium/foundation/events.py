"""Facts that rooms announce. Who hears what stands on one page: `project/wiring.py`.

A listener runs inside the announcer's transaction: what it enqueues is rolled back with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

_ears: dict[type, list[Callable[[Any], None]]] = defaultdict(list)


def hear[Fact](fact: type[Fact], listener: Callable[[Fact], None]) -> None:
    """Call `listener` whenever a fact of this class is announced; a second time is the same as once."""
    if listener not in _ears[fact]:
        _ears[fact].append(listener)


def announce(fact: object) -> None:
    """Tell every listener, in the order of the wiring page; a listener's error is the announcer's."""
    for listener in _ears[type(fact)]:
        listener(fact)
