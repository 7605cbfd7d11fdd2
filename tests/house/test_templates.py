"""Templates hold no word outside gettext, no style and no code."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tools.house import templates
from tools.house.checkout import Checkout

Lay = Callable[[dict[str, str]], Checkout]


def said(lay: Lay, text: str) -> list[tuple[int, str]]:
    return [(finding.line, finding.said) for finding in templates.breaches(lay({"vidarium/console/page.html": text}))]


@pytest.mark.parametrize(
    "text",
    [
        '<p>{% translate "Drop a video" %}</p>',
        "<p>{% blocktranslate count n=3 %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}</p>",
        '<a class="brand" href="/">Vidarium</a>',
        "<p>{{ asset.title }} · {{ asset.size }}</p>",
        "<code>vidarium ingest film.mov</code>",
        "{# a note to the next reader #}<!-- another -->{% comment %}and a third{% endcomment %}",
        '<img src="/poster.jpg" alt="{{ asset.title }}">',
        '{% block here %} aria-current="page"{% endblock %}',
        '<script type="application/json" id="words">{"key": "value"}</script>',
        '<script type="module" src="/console.js"></script>',
    ],
)
def test_what_needs_no_translation_passes(lay: Lay, text: str) -> None:
    assert said(lay, text) == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("<p>\nDrop a video</p>", "Drop a video"),
        ("<p>{{ size }} bytes</p>", "bytes"),
        ('<button\n aria-label="Close it">×</button>', "Close it"),
        ('<input\n placeholder="Titles">', "Titles"),
    ],
)
def test_a_bare_word_is_found(lay: Lay, text: str, word: str) -> None:
    ((line, sentence),) = said(lay, text)
    assert line == text[: text.index(word)].count("\n") + 1
    assert sentence == f'“{word}” is not translated. Write {{% translate "…" %}} around it.'


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ('<p style="color: red"></p>', "web/styles"),
        ("<style>p {}</style>", "web/styles"),
        ('<button onclick="go()"></button>', "web/elements"),
        ("<script>go()</script>", "under web/"),
    ],
)
def test_what_the_content_policy_refuses_is_refused_here(lay: Lay, text: str, cure: str) -> None:
    ((_, sentence),) = said(lay, text)
    assert cure in sentence
