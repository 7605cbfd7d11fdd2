"""Where a request comes from: `web` is reached through a unix socket alone, so the edge, or a proxy in its place, says it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


def told_by_the_edge(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The address that the last hop saw. What stood before it in the header the edge has dropped already (`edge.forward`)."""

    def answer(request: HttpRequest) -> HttpResponse:
        told = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if told:
            request.META["REMOTE_ADDR"] = told
        return get_response(request)

    return answer
