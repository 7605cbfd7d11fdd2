"""Nobody fetches a company's thing by its id alone.

Surfaces ask the verbs of a room, which walk from who is asking. A room that reads the rows of another says whose they are:
the company, or a thing of the company's that it holds already. The database's wall stands behind all of this.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from tools.house.checkout import Checkout, Finding, Module

SURFACES = frozenset({"console", "api", "edge", "cli"})
NARROWS_NOTHING = frozenset({"select_for_update", "select_related", "prefetch_related"})
ASKS = frozenset({"get", "filter", "get_or_create", "exclude"})


@dataclass(frozen=True)
class Question:
    """`Model.objects….verb(names=…)` in some file."""

    line: int
    model: str
    verb: str
    names: tuple[str, ...]


def breaches(checkout: Checkout) -> Iterator[Finding]:
    rooms = company_models(checkout)
    excepted = checkout.excepted("tenants")
    for module in checkout.package:
        for question in questions(module, rooms):
            said = fault(question, asked_in=module.room, room=rooms[question.model], things={name.lower() for name in rooms})
            if said and f"{module.path}:{question.model}" not in excepted:
                yield Finding(module.path, question.line, said)


def fault(question: Question, *, asked_in: str, room: str, things: set[str]) -> str:
    """What is wrong with it, empty where nothing is."""
    model = question.model
    if question.verb == "all":
        return f"{model}.objects.all() asks for everybody's rows. Say whose."
    if asked_in in SURFACES:
        return f"{model} belongs to the companies and is {room}'s: ask a verb of {room}, which walks from who is asking."
    if asked_in != room and question.verb in ASKS and not any(walks(name, things) for name in question.names):
        return f"{model} is {room}'s and is fetched by its id alone. Say whose it is, company_id=…, or ask a verb of {room}."
    return ""


def walks(name: str, things: set[str]) -> bool:
    """Whether a keyword starts from the company, or from a thing that is in hand (`asset=asset`, `asset__in=…`)."""
    head = name.partition("__")[0]
    return head in {"company", "company_id"} or head in things


def company_models(checkout: Checkout) -> dict[str, str]:
    """Names of the models that have a company, and the room of each."""
    found = {}
    for module in checkout.package:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef) and any(is_company(statement) for statement in node.body):
                found[node.name] = module.room
    return found


def is_company(statement: ast.stmt) -> bool:
    """`company = labelled(models.ForeignKey(…), …)`"""
    if not isinstance(statement, ast.Assign):
        return False
    return ast.unparse(statement.targets[0]) == "company" and "ForeignKey(" in ast.unparse(statement.value)


def questions(module: Module, models: dict[str, str]) -> Iterator[Question]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            model = manager_under(node.func.value)
            if model in models:
                yield Question(node.lineno, model, node.func.attr, tuple(keyword.arg for keyword in node.keywords if keyword.arg))


def manager_under(node: ast.expr) -> str:
    """`Asset` for `Asset.objects` and for calls on it that narrow nothing yet; empty for anything else."""
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in NARROWS_NOTHING:
        node = node.func.value
    return ast.unparse(node.value) if isinstance(node, ast.Attribute) and node.attr == "objects" else ""
