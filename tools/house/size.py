"""A file fits on a few screens and a function on one."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tools.house.checkout import Checkout, Finding, Module

FILE_LINES, FUNCTION_LINES = 300, 40


def breaches(checkout: Checkout) -> Iterator[Finding]:
    excepted = checkout.excepted("size")
    for module in checkout.modules:
        if module.path not in excepted:
            yield from of_file(module)
        yield from (finding for name, finding in of_functions(module) if f"{module.path}:{name}" not in excepted)


def of_file(module: Module) -> Iterator[Finding]:
    lines = module.text.count("\n")
    if lines > FILE_LINES:
        yield Finding(module.path, 1, f"{lines} lines; {FILE_LINES} are the limit. Which second noun lives here? Give it its own file.")


def of_functions(module: Module) -> Iterator[tuple[str, Finding]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES:
                said = f"{node.name} has {lines} lines; {FUNCTION_LINES} are the limit, 25 the aim. Name its steps and make them functions."
                yield node.name, Finding(module.path, node.lineno, said)
