"""Templates: every word through gettext, no style and no code inside the page (the content policy would refuse it)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tools.house.checkout import Checkout, Finding

TRANSLATED = re.compile(r"{%\s*blocktranslate\b.*?%}.*?{%\s*endblocktranslate\s*%}", re.DOTALL)
COMMENT = re.compile(r"{#.*?#}|{%\s*comment\s*%}.*?{%\s*endcomment\s*%}|<!--.*?-->", re.DOTALL)
UNREAD = re.compile(r"<(script|code|svg|style)\b.*?</\1>", re.DOTALL)
"""Code, formulas and drawings are the same in every language; the words of an attribute inside are looked at apart."""
LOOSE = re.compile(r"\b[a-z-]+=\"[^\"]*\"")
"""An attribute that a block hands to the element of its parent."""
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
ELEMENT = re.compile(r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL)
SAID = re.compile(r"\b(?:aria-label|alt|title|placeholder|aria-description)\s*=\s*\"([^\"]*)\"")
WORD = re.compile(r"[^\W\d_]{2,}")
OURS = frozenset({"Vidarium", "nbsp", "ndash", "middot", "rarr", "larr"})
"""The product's name, and what is written as an entity."""
FORBIDDEN = (
    (re.compile(r"\sstyle\s*="), "A style attribute: give it a class, and the rule a place in web/styles."),
    (re.compile(r"<style\b"), "A style element: the rule belongs in web/styles."),
    (re.compile(r"\son[a-z]+\s*="), "Code in an attribute: listen in a custom element under web/elements."),
    (re.compile(r"<script(?![^>]*\b(?:src|type=\"application/json\"))"), "Code in the page: it belongs in a module under web/."),
)


def breaches(checkout: Checkout) -> Iterator[Finding]:
    excepted = checkout.excepted("templates")
    for path, text in checkout.files("*.html"):
        if path.startswith("vidarium/") and path not in excepted:
            yield from (Finding(path, line, said) for line, said in sorted({*inline(text), *untranslated(text)}))


def inline(text: str) -> Iterator[tuple[int, str]]:
    for pattern, said in FORBIDDEN:
        yield from ((line_of(text, match.start()), said) for match in pattern.finditer(text))


def untranslated(text: str) -> Iterator[tuple[int, str]]:
    """Words that a person reads and gettext does not see."""
    bare = blank(TAG, blank(COMMENT, blank(TRANSLATED, text)))
    for match in SAID.finditer(bare):
        yield from told(bare, match.start(1), match.group(1))
    visible = blank(LOOSE, blank(ELEMENT, blank(UNREAD, bare)))
    yield from (finding for match in re.finditer(r"\S.*", visible) for finding in told(visible, match.start(), match.group()))


def told(text: str, start: int, words: str) -> Iterator[tuple[int, str]]:
    if set(WORD.findall(words)) - OURS:
        yield line_of(text, start), f'“{" ".join(words.split())[:40]}” is not translated. Write {{% translate "…" %}} around it.'


def blank(pattern: re.Pattern[str], text: str) -> str:
    """The text without what matches; lines and columns stay where they are."""
    return pattern.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def line_of(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
