"""The language of the pages: the browser's, unless somebody has chosen one; `?language=zh-hans` on any page does."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

PARAMETER = "language"
OWN_NAMES = {"en": "English", "zh-hans": "中文"}
"""As those who read it call it: nobody looks for their language in another."""
YEAR_SECONDS = 365 * 24 * 3600


def chosen(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Stands before Django's own middleware, which reads the cookie."""

    def answer(request: HttpRequest) -> HttpResponse:
        wanted = request.GET.get(PARAMETER, "")
        if wanted not in OWN_NAMES:
            return get_response(request)
        request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = wanted
        response = get_response(request)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, wanted, max_age=YEAR_SECONDS, samesite="Lax", httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
        return response

    return answer


def others(request: HttpRequest, *, than: str) -> list[tuple[str, str, str]]:
    """Code, name and address of this page in each language but the one that it is in; relative, so that it leads nowhere else."""
    found = []
    for code, name in OWN_NAMES.items():
        if code != than:
            words = request.GET.copy()
            words[PARAMETER] = code
            found.append((code, name, f"?{words.urlencode()}"))
    return found
