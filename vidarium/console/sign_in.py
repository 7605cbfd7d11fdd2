"""Coming in by a password or a one-time link, and going out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from vidarium.accounts import coming_in, links, sessions
from vidarium.accounts.errors import LinkIsSpent, NotRecognised, PasswordIsUnfit, TooMany
from vidarium.console import acquaintance, at_desk, entering, patience, typed


class Password(forms.Form):
    """An address and its password."""

    email = typed.address()
    password = typed.secret()


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def door(request: HttpRequest) -> HttpResponse:
    """How one comes in. Whether an address is known changes nothing that one sees."""
    if request.method == "POST":
        return _by_password(request)
    if request.user.is_authenticated:
        return redirect(entering.on_site(wanted(request)) or "library")
    return _show(request)


def _by_password(request: HttpRequest) -> HttpResponse:
    form = Password(request.POST)
    if not form.is_valid():
        return _show(request, form=form, status=422)
    email, password = form.cleaned_data["email"], form.cleaned_data["password"]
    try:
        person = coming_in.by_password(email, password, address=request.META.get("REMOTE_ADDR"), browser=acquaintance.kept(request))
    except (NotRecognised, PasswordIsUnfit) as error:
        form.add_error("password", typed.said(error))
        return _show(request, form=form, status=error.status)
    except TooMany as error:
        return patience.with_wait(_show(request, form=form, wait=patience.told(error)), error)
    return acquaintance.keep(request, entering.enter(request, person, how="password", to=wanted(request)), person)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def by_link(request: HttpRequest, secret: str) -> HttpResponse:
    """A one-time link. Opening it does nothing yet: programs that preview links must not spend them."""
    return _enter(request, secret) if request.method == "POST" else render(request, "sign_in_link.html", {"secret": secret})


def _enter(request: HttpRequest, secret: str) -> HttpResponse:
    try:
        person = links.use(secret)
    except LinkIsSpent as error:
        return _show(request, spent=True, status=error.status)
    return entering.enter(request, person, how="link")


def wanted(request: HttpRequest) -> str:
    """Where somebody was going when they were asked to sign in; the form carries it on."""
    return request.POST.get("next", "") or request.GET.get("next", "")


def _show(request: HttpRequest, *, form: Password | None = None, status: int = 200, **more: Any) -> HttpResponse:
    seen = {"form": form or Password(), "next": entering.on_site(wanted(request)), "development": settings.ENVIRONMENT.development}
    return render(request, "sign_in.html", {**seen, **more}, status=status)


@require_POST
def out(request: HttpRequest) -> HttpResponse:
    """The session ends here and on the server."""
    sessions.end_by_mark(request.session.get(sessions.MARK, ""))
    door = "desk-sign-in" if at_desk.is_staff(request) else "sign-in"
    logout(request)
    return redirect(door)
