"""Domain rooms know no HTTP: surfaces translate, rooms decide."""

from __future__ import annotations

from collections.abc import Iterator

from tools.house.checkout import Checkout, Finding, imported

DOMAIN = frozenset({"foundation", "accounts", "privacy", "notices", "library", "production", "delivery"})
OF_SURFACES = ("django.http", "django.shortcuts", "django.views", "ninja", "starlette", "granian", "aiohttp")


def breaches(checkout: Checkout) -> Iterator[Finding]:
    for module in checkout.package:
        if module.room in DOMAIN:
            for line, name in imported(module):
                if any(name == of or name.startswith(f"{of}.") for of in OF_SURFACES):
                    said = f"{module.room} imports {name}. Return a value or raise the room's error; the surface makes the answer of it."
                    yield Finding(module.path, line, said)
