"""Rooms and files are named for what they hold."""

from __future__ import annotations

from collections.abc import Iterator

from tools.house.checkout import Checkout, Finding

DRAWERS = frozenset({"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "service", "services", "base", "core"})


def breaches(checkout: Checkout) -> Iterator[Finding]:
    for module in checkout.modules:
        for part in module.path.removesuffix(".py").split("/"):
            if part in DRAWERS:
                said = f"“{part}” names a drawer, not a thing. Which noun is in it? Call the file that."
                yield Finding(module.path, 1, said)
