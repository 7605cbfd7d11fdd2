"""The words that custom elements show, through gettext. The keys are those of `web/words.json`; a test holds them together."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, gettext

from vidarium.console import mailbox
from vidarium.console.element_words import WORDS


def for_pages(request: HttpRequest) -> dict[str, str | bool]:
    """What every page has: the elements' words, the address that people use, and whether there is a mailbox."""
    return {"element_words": document(), "public_url": settings.ENVIRONMENT.public_url, "mailbox": mailbox.is_open()}


def document() -> str:
    """The JSON for `<script id="words">`, in the language of the request."""
    return _document(get_language() or "en")


@cache
def _document(language: str) -> str:
    text = json.dumps({key: gettext(word) for key, word in WORDS.items()}, ensure_ascii=False)
    return text.replace("<", "\\u003c")


def english() -> dict[str, str]:
    """What the front end falls back to."""
    found: dict[str, str] = json.loads((Path(__file__).resolve().parents[2] / "web" / "words.json").read_text())
    return found
