"""Every text of ours that people read."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.template import Engine
from django.template.base import Template
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

from tools.house.checkout import Checkout
from tools.house.errors import declared

SINGULAR = frozenset({"_", "gettext", "gettext_lazy", "gettext_noop"})
PLURAL = frozenset({"ngettext", "ngettext_lazy"})
CONTEXT = frozenset({"pgettext", "pgettext_lazy"})
LIBRARIES = {
    "i18n": "django.templatetags.i18n",
    "static": "django.templatetags.static",
    "tz": "django.templatetags.tz",
    **{name: f"vidarium.console.templatetags.{name}" for name in ("console", "public", "why")},
}


@dataclass(frozen=True)
class Text:
    """One text: `plural` only where a number decides, `context` only where the same words mean two things."""

    singular: str
    place: str
    plural: str = ""
    context: str = ""


def texts(root: Path) -> Iterator[Text]:
    """All of them, in the order of the files."""
    checkout = Checkout(root)
    yield from (Text(error.sentence, error.path) for error in declared(checkout))
    for module in checkout.package:
        yield from of_python(module.path, module.tree)
    for path, text in checkout.files("*.html"):
        if path.startswith("vidarium/"):
            yield from of_template(path, text)


def of_python(path: str, tree: ast.Module) -> Iterator[Text]:
    """Constants given to a gettext function; a call on anything else (`_(error.sentence())`) only looks a text up."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            words = [part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
            yield from call(node.func.id, words, path)


def call(function: str, words: list[str], path: str) -> Iterator[Text]:
    if function in SINGULAR and words:
        yield Text(words[0], path)
    elif function in PLURAL and len(words) == 2:
        yield Text(words[0], path, plural=words[1])
    elif function in CONTEXT and len(words) == 2:
        yield Text(words[1], path, context=words[0])


def of_template(path: str, text: str) -> Iterator[Text]:
    """Read by Django itself, so that the words are those that it will look up."""
    nodes = Template(text, engine=Engine(libraries=LIBRARIES)).nodelist
    node: Any
    for node in nodes.get_nodes_by_type(TranslateNode):
        constant = node.filter_expression.var
        words = constant if isinstance(constant, str) else constant.literal
        # A variable only looks a text up that stands elsewhere.
        if isinstance(words, str):
            yield Text(words, path)
    for node in nodes.get_nodes_by_type(BlockTranslateNode):
        singular, plural = (node.render_token_list(part)[0] for part in (node.singular, node.plural))
        yield Text(singular, path, plural=plural)
