"""What people type into one line, as it may be kept and shown; and several things in a row."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import pgettext

UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""Control characters, line and paragraph separators, overrides of the writing direction, halves of UTF-16 pairs."""


def one_line(text: str) -> str:
    """What was typed, on one line: what can't be seen is a space, and many spaces are one."""
    return " ".join(UNSEEN.sub(" ", text).split())


def listed(words: Iterable[str]) -> str:
    """Several in a row, with the comma that the reader's language has there."""
    return pgettext("between the items of a list", ", ").join(words)
