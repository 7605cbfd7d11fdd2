"""Every error says what happened and what to do: a sentence, a stable code, a status, and a page."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tools.house.checkout import Checkout, Finding, Module

ROOT = "VidariumError"
PAGES = "docs/errors"


@dataclass(frozen=True)
class Declared:
    """An error class as it stands in a file."""

    name: str
    path: str
    line: int
    sentence: str
    code: str
    status: int
    bases: tuple[str, ...]


def breaches(checkout: Checkout) -> Iterator[Finding]:
    excepted = checkout.excepted("errors")
    found = declared(checkout)
    codes = Counter(error.code for error in found if f"{error.path}:{error.name}" not in excepted)
    for error in found:
        yield from (Finding(error.path, error.line, said) for said in faults(error, shared=codes[error.code] > 1))
        if error.code and not page(checkout, error.code).exists():
            said = f"{error.name} has no page. Write {PAGES}/{error.code}.md: what happened, why, and what to do."
            yield Finding(error.path, error.line, said)
    yield from orphans(checkout, set(codes))


def faults(error: Declared, *, shared: bool) -> Iterator[str]:
    if not error.sentence.endswith("."):
        yield f"{error.name} has no docstring that is a sentence: it is what people read."
    if not error.code:
        yield f'{error.name} has no code of its own. Give it one, dotted and stable: `code, status = "upload.closed", 409`.'
    elif shared:
        yield f"{error.name} shares the code {error.code} with another error: programs can't tell them apart."
    if error.code and not 400 <= error.status <= 599:
        yield f"{error.name} has no HTTP status. Surfaces answer with it."


def orphans(checkout: Checkout, codes: set[str]) -> Iterator[Finding]:
    for file in sorted((checkout.root / PAGES).glob("*.md")):
        if file.stem not in codes:
            yield Finding(
                f"{PAGES}/{file.name}",
                1,
                "No error has this code. Remove the page, unless a code was changed: codes are stable.",
            )


def page(checkout: Checkout, code: str) -> Path:
    return checkout.root / PAGES / f"{code}.md"


def declared(checkout: Checkout) -> list[Declared]:
    """Every error of the product: all that descend from `VidariumError`."""
    classes = [read(module, node) for module in checkout.package for node in ast.walk(module.tree) if isinstance(node, ast.ClassDef)]
    found = [error for error in classes if error.name == ROOT]
    for error in found:  # grows while it is read: the children of each error follow it
        known = {(one.path, one.line) for one in found}
        children = [one for one in classes if error.name in one.bases and (one.path, one.line) not in known]
        found.extend(replace(child, status=child.status or error.status) for child in children)
    return found


def read(module: Module, node: ast.ClassDef) -> Declared:
    values = dict(constants(node))
    code, status = values.get("code"), values.get("status")
    return Declared(
        name=node.name,
        path=module.path,
        line=node.lineno,
        sentence=" ".join((ast.get_docstring(node) or "").split()),
        code=code if isinstance(code, str) else "",
        status=status if isinstance(status, int) else 0,
        bases=tuple(ast.unparse(base).rpartition(".")[2] for base in node.bases),
    )


def constants(node: ast.ClassDef) -> Iterator[tuple[str, object]]:
    """Those of the class's body: `code = "…"`, `code: ClassVar[str] = "…"`, and `code, status = "…", 409`."""
    for statement in node.body:
        for name, value in assigned(statement):
            if isinstance(name, ast.Name) and isinstance(value, ast.Constant):
                yield name.id, value.value


def assigned(statement: ast.stmt) -> list[tuple[ast.expr, ast.expr | None]]:
    """Targets of an assignment and what each is given."""
    if isinstance(statement, ast.AnnAssign):
        return [(statement.target, statement.value)]
    if not isinstance(statement, ast.Assign):
        return []
    target = statement.targets[0]
    if isinstance(target, ast.Tuple) and isinstance(statement.value, ast.Tuple):
        return list(zip(target.elts, statement.value.elts, strict=False))
    return [(target, statement.value)]
