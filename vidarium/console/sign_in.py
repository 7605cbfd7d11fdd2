"""Coming in and going out."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vidarium.accounts import links, sessions
from vidarium.accounts.errors import LinkIsSpent
from vidarium.console import entering


@require_safe
@never_cache
def door(request: HttpRequest) -> HttpResponse:
    """How one comes in."""
    if request.user.is_authenticated:
        return redirect("library")
    return render(request, "sign_in.html", {"development": settings.ENVIRONMENT.development})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def by_link(request: HttpRequest, secret: str) -> HttpResponse:
    """A one-time link. Opening it does nothing yet: programs that preview links must not spend them."""
    return _enter(request, secret) if request.method == "POST" else render(request, "sign_in_link.html", {"secret": secret})


def _enter(request: HttpRequest, secret: str) -> HttpResponse:
    try:
        person = links.use(secret)
    except LinkIsSpent as error:
        return render(request, "sign_in.html", {"error": error, "development": settings.ENVIRONMENT.development}, status=error.status)
    return entering.enter(request, person, how="link")


@require_POST
def out(request: HttpRequest) -> HttpResponse:
    """The session ends here and on the server."""
    sessions.end_by_mark(request.session.get(sessions.MARK, ""))
    logout(request)
    return redirect("sign-in")
