"""What may be kept of a stranger's words. They are shown and never more: no path, header or argument is made of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

LONGEST_NAME = 500
LONGEST_EXTERNAL_ID = 200
MOST_META, LONGEST_META_KEY, LONGEST_META_VALUE = 50, 100, 1000

UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""Control characters, line and paragraph separators, overrides of the writing direction, halves of UTF-16 pairs."""
UNKEPT = re.compile(r"[\x00\ud800-\udfff]")
"""What PostgreSQL and UTF-8 can't hold."""
ENDING = re.compile(r"(?<=.)\.[A-Za-z0-9]{1,8}\Z", re.DOTALL)


def shown(text: str, *, longest: int = LONGEST_NAME) -> str:
    """The text as it is displayed: what can't be seen becomes U+FFFD, and what is too long is cut."""
    return UNSEEN.sub("\ufffd", text)[:longest].strip()


def title_of(filename: str) -> str:
    """What a film is called at first: the file's name without folders and ending."""
    name = filename[max(filename.rfind("/"), filename.rfind("\\")) + 1 :]
    return shown(ENDING.sub("", name)) or shown(filename) or _("Untitled")


def misfit_of_title(text: str) -> str | None:
    """Why this can't be a title, None where it can."""
    if not text.strip():
        return _("A title needs at least one letter.")
    return _misfit(text, longest=LONGEST_NAME)


def misfit_of_external_id(text: str) -> str | None:
    """Why this can't be an external id, None where it can."""
    if not text or UNSEEN.search(text):
        return _("An external id needs at least one character, and none that can't be seen.")
    return _misfit(text, longest=LONGEST_EXTERNAL_ID)


def misfit_of_meta(meta: Mapping[Any, Any]) -> str | None:
    """Why this can't be kept as `meta`, None where it is a flat map of strings."""
    if len(meta) > MOST_META:
        return _("“meta” holds at most %(most)d entries.") % {"most": MOST_META}
    for key, value in meta.items():
        if not isinstance(key, str) or not isinstance(value, str):
            return _("“meta” is a flat map from strings to strings.")
        misfit = _misfit(key, longest=LONGEST_META_KEY) or _misfit(value, longest=LONGEST_META_VALUE)
        if misfit or not key:
            return misfit or _("A key in “meta” needs at least one character.")
    return None


def _misfit(text: str, *, longest: int) -> str | None:
    if len(text) > longest:
        return _("At most %(longest)d characters fit here.") % {"longest": longest}
    return _("Characters that can't be written down (NUL, half of a pair) are not allowed.") if UNKEPT.search(text) else None
