"""One module reads the environment, and every variable is documented."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tools.house.checkout import Checkout, Finding, Module

READER, DOCUMENT = "vidarium/foundation/environment.py", "docs/operations.md"
READERS = frozenset({"os.environ", "os.getenv"})
VARIABLE = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")


def breaches(checkout: Checkout) -> Iterator[Finding]:
    excepted = checkout.excepted("variables")
    for module in checkout.package:
        if module.path == READER:
            yield from undocumented(checkout, module)
        elif module.path not in excepted:
            said = f"Only {READER} reads the environment: ask settings.ENVIRONMENT, so that a bad value stops the start with a sentence."
            yield from (Finding(module.path, line, said) for line in readings(module))


def undocumented(checkout: Checkout, reader: Module) -> Iterator[Finding]:
    document = checkout.root / DOCUMENT
    known = set(re.findall(r"`([A-Z][A-Z0-9_]+)`", document.read_text())) if document.exists() else set()
    for line, name in asked(reader):
        if name not in known:
            yield Finding(reader.path, line, f"{name} is read here and explained nowhere. Add it to the table in {DOCUMENT}.")


def asked(reader: Module) -> Iterator[tuple[int, str]]:
    """Names that the reader asks for: constants given to a call or an index."""
    for node in ast.walk(reader.tree):
        given = node.args if isinstance(node, ast.Call) else [node.slice] if isinstance(node, ast.Subscript) else []
        for part in given:
            if isinstance(part, ast.Constant) and isinstance(part.value, str) and VARIABLE.fullmatch(part.value):
                yield part.lineno, part.value


def readings(module: Module) -> Iterator[int]:
    """Lines that read a variable; giving Django its settings module is no reading."""
    lines = module.text.splitlines()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node) in READERS and ".setdefault(" not in lines[node.lineno - 1]:
            yield node.lineno
