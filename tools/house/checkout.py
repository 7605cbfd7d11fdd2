"""What the laws look at: the files of one checkout, parsed once."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

PACKAGE, AROUND = ("vidarium",), ("tests", "tools", "bench")
SKIPPED = frozenset({"node_modules", "__pycache__", "migrations", "static", ".venv"})
EXCEPTIONS = "tools/house/exceptions.toml"


@dataclass(frozen=True, order=True)
class Finding:
    """One breach of one law."""

    path: str
    line: int
    said: str
    """What is wrong and what to do instead, as a sentence."""


@dataclass(frozen=True)
class Module:
    """A Python file."""

    path: str
    """Relative to the checkout, with slashes."""
    text: str
    tree: ast.Module

    @property
    def room(self) -> str:
        """`library` for `vidarium/library/assets.py`, empty outside the package."""
        parts = self.path.split("/")
        return parts[1] if parts[0] == "vidarium" and len(parts) > 2 else ""


@dataclass(frozen=True)
class Checkout:
    """A checkout of the project."""

    root: Path

    @property
    def modules(self) -> list[Module]:
        """Every Python file but migrations."""
        return [*self.package, *self._around]

    @cached_property
    def package(self) -> list[Module]:
        """Those of the product itself."""
        return [Module(path, text, ast.parse(text)) for path, text in self.files("*.py", PACKAGE)]

    @cached_property
    def _around(self) -> list[Module]:
        return [Module(path, text, ast.parse(text)) for path, text in self.files("*.py", AROUND)]

    def files(self, pattern: str, folders: Sequence[str] = (*PACKAGE, *AROUND)) -> Iterator[tuple[str, str]]:
        """Paths and texts of the files of our own folders."""
        for folder in folders:
            for path in sorted((self.root / folder).rglob(pattern)):
                inside = path.relative_to(self.root)
                if not SKIPPED & set(inside.parts):
                    yield inside.as_posix(), path.read_text()

    def excepted(self, law: str) -> dict[str, str]:
        """What a law lets pass: path, or path and name, and the reason."""
        file = self.root / EXCEPTIONS
        found: dict[str, str] = tomllib.loads(file.read_text()).get(law, {}) if file.exists() else {}
        return found


def imported(module: Module) -> Iterator[tuple[int, str]]:
    """Line and full name of everything that a module imports."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
