"""How long to wait, as one would say it, where something was tried too often."""

from __future__ import annotations

from math import ceil

from django.http import HttpResponse
from django.utils.translation import ngettext

from vidarium.accounts.errors import TooMany

MINUTE = 60


def told(error: TooMany) -> str:
    """“40 seconds”, “12 minutes”."""
    if error.seconds < MINUTE:
        return ngettext("%(n)d second", "%(n)d seconds", error.seconds) % {"n": error.seconds}
    minutes = ceil(error.seconds / MINUTE)
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


def with_wait(response: HttpResponse, error: TooMany) -> HttpResponse:
    """The page, and the same for programs (RFC 9110 section 10.2.3)."""
    response.status_code = error.status
    response.headers["Retry-After"] = str(error.seconds)
    return response
