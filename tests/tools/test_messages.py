"""Every word that a person reads is in the catalogs, and every catalog speaks its language."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.utils.translation import gettext, ngettext, override

from tools.house.checkout import Checkout
from tools.house.errors import declared
from tools.messages import catalogs
from tools.messages.harvest import Text, of_python, of_template, texts
from vidarium.foundation.datamap.promises import PROMISES
from vidarium.foundation.datamap.register import current

ROOT = Path(__file__).resolve().parents[2]
PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


@pytest.fixture(scope="module")
def found() -> list[Text]:
    return list(texts(ROOT))


@pytest.mark.parametrize("language", catalogs.LANGUAGES)
def test_the_catalogs_are_those_of_the_code(language: str, found: list[Text]) -> None:
    catalog = catalogs.renewed(catalogs.source(ROOT, language), language, found)
    assert catalogs.source(ROOT, language).read_bytes() == catalogs.written(catalog), "Run `python -m tools.messages`."
    assert catalogs.compiled(ROOT, language).read_bytes() == catalogs.machine_readable(catalog), "Run `python -m tools.messages`."


@pytest.mark.parametrize("language", catalogs.LANGUAGES)
def test_every_text_has_a_translation(language: str, found: list[Text]) -> None:
    catalog = catalogs.renewed(catalogs.source(ROOT, language), language, found)
    assert catalogs.untranslated(catalog) == []


@pytest.mark.parametrize("language", catalogs.LANGUAGES)
def test_a_translation_has_the_places_of_its_text(language: str, found: list[Text]) -> None:
    for message in catalogs.renewed(catalogs.source(ROOT, language), language, found):
        texts_here = [message.id] if isinstance(message.id, str) else list(message.id)
        told = [message.string] if isinstance(message.string, str) else list(message.string or ())
        for translation in told if message.id else []:
            assert set(PLACES.findall(translation)) == set(PLACES.findall(texts_here[-1])), message.id


def test_the_data_map_speaks_chinese() -> None:
    said = {word for _, label in current().personal() for word in (label.words, label.keep.event, *label.seen_by)} | set(PROMISES.values())
    with override("zh-hans"):
        assert [word for word in sorted(said) if gettext(word) == word] == []


def test_an_error_says_the_same_in_the_catalog_and_on_its_page() -> None:
    with override("zh-hans"):
        for error in declared(Checkout(ROOT)):
            if error.name != "Unforeseen":
                page = (ROOT / "docs" / "errors" / "zh-hans" / f"{error.code}.md").read_text()
                assert page.splitlines()[0] == f"# {gettext(error.sentence)}"


def test_a_number_decides_in_english_and_not_in_chinese() -> None:
    said = ("%(days)d day after %(event)s", "%(days)d days after %(event)s")
    with override("zh-hans"):
        assert ngettext(*said, 1) == ngettext(*said, 30) == "%(event)s后 %(days)d 天"
    with override("en"):
        assert [ngettext(*said, days) for days in (1, 30)] == list(said)


def test_words_are_found_in_python() -> None:
    code = '_("one")\nngettext("%(n)d day", "%(n)d days", 3)\npgettext("a list", ", ")\n_(error.sentence())\nother("no")\n'
    assert list(of_python("a.py", ast.parse(code))) == [
        Text("one", "a.py"), Text("%(n)d day", "a.py", plural="%(n)d days"), Text(", ", "a.py", context="a list"),
    ]  # fmt: skip


def test_words_are_found_in_templates_as_django_will_look_them_up() -> None:
    page = (
        '{% load i18n %}{% if a %}{% translate "one" %}{% endif %}'
        "{% blocktranslate count n=rows|length %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}"
    )
    assert list(of_template("a.html", page)) == [Text("one", "a.html"), Text("%(n)s row", "a.html", plural="%(n)s rows")]
