"""What service staff looked at, in words: the company reads which page it was, not how we address it."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vidarium.accounts.models import Activity

PAGES: Mapping[str, str | Promise] = {
    "library": gettext_lazy("the page Library"),
    "collections": gettext_lazy("the page Collections"),
    "people": gettext_lazy("the page People"),
    "person": gettext_lazy("the page of a colleague"),
    "roles": gettext_lazy("the page Roles"),
    "activity": gettext_lazy("the page Activity"),
}
"""By the name of its address."""
FILM = "asset"
"""Names of addresses that show a film, or a part of its page, begin so."""


def path(line: Activity) -> str:
    """Where it was. Lines of before hold it as their words."""
    return str(line.after.get("page") or line.words)


def named(line: Activity) -> str:
    """`the page People`, `the video “Harbour”`; the path itself where there is no such page any more."""
    name = _name(path(line))
    if name.partition("-")[0] == FILM:
        title = line.words if line.after.get("page") else ""
        return _("the video “%(title)s”") % {"title": title} if title else _("a video")
    return str(PAGES.get(name, path(line)))


def is_page(line: Activity) -> bool:
    """Whether one can go there; of what is a part of a page, one can't."""
    name = _name(path(line))
    return name in PAGES or name == FILM


def _name(where: str) -> str:
    try:
        return resolve(where).url_name or ""
    except Resolver404:
        return ""
