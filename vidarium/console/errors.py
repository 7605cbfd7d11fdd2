"""A page for each error code: `docs/errors/<code>.md`, for whoever met it."""

from __future__ import annotations

import re
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from vidarium.console import prose
from vidarium.foundation import environment

PAGES = environment.CHECKOUT / "docs" / "errors"
CODE = re.compile(r"[a-z_]+(\.[a-z_]+)?")


@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """What happened, why, and what helps, in the reader's language where it is written in that; English otherwise."""
    file = file_of(code, language=get_language() or "en")
    if file is None:
        raise Http404
    title, *blocks = prose.read(file.read_text())
    return render(request, "error.html", {"code": code, "title": title, "blocks": blocks})


def file_of(code: str, *, language: str) -> Path | None:
    """The text about an error, None where there is no such error. The code is checked first: it comes from an address."""
    if not CODE.fullmatch(code):
        return None
    return next((file for file in (PAGES / language / f"{code}.md", PAGES / f"{code}.md") if file.is_file()), None)
