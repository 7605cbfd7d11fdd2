"""The map as text: each storey, each room, and of each file the first line of what it says about itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

STOREYS = (
    (("project",), "puts the rooms together"),
    (("console", "api", "edge", "cli"), "surfaces: they translate and never decide; strangers to one another"),
    (("delivery",), "from the grid to the viewer"),
    (("production",), "from the file to the grid"),
    (("library",), "what a company keeps"),
    (("notices",), "what people are told"),
    (("privacy",), "what people agreed to"),
    (("accounts",), "who is asking"),
    (("foundation",), "what every room stands on"),
)
"""Top first; the contract that holds them is `.importlinter`."""
SKIPPED = frozenset({"migrations", "__pycache__", "static", "locale"})
HEAD = """# Where a line lives

Written by `python -m tools.map` from the code itself; a change of it that is not written here fails the build.

A room looks down, never up, never sideways. What a room must tell those above it, it announces;
`vidarium/project/wiring.py` says who hears.
"""


def chart(root: Path) -> str:
    """The whole page, in Markdown."""
    package = root / "vidarium"
    return "\n".join([HEAD, *storeys(), *(line for room in rooms() for line in of_room(package / room)), ""])


def rooms() -> list[str]:
    return [room for names, _ in STOREYS for room in names]


def storeys() -> Iterator[str]:
    yield "| storey | what it does |"
    yield "|---|---|"
    for names, what in STOREYS:
        yield f"| {' · '.join(f'[{name}](#{name})' for name in names)} | {what} |"


def of_room(folder: Path) -> Iterator[str]:
    yield f"\n## {folder.name}\n\n{says(folder / '__init__.py')}\n"
    yield "| file | what it is for |"
    yield "|---|---|"
    for file in files(folder):
        yield f"| `{file.relative_to(folder).as_posix()}` | {opening(file)} |"


def files(folder: Path) -> list[Path]:
    """The room's Python files that say something; one that only marks a folder does not."""
    found = [file for file in folder.rglob("*.py") if not SKIPPED & set(file.relative_to(folder).parts)]
    return sorted(file for file in found if file != folder / "__init__.py" and says(file))


def says(file: Path) -> str:
    """What a file says about itself, empty where it says nothing."""
    return (ast.get_docstring(ast.parse(file.read_text())) or "") if file.exists() else ""


def opening(file: Path) -> str:
    """The first paragraph of that, in one line of a table."""
    return " ".join(says(file).split("\n\n")[0].split()).replace("|", "\\|")
