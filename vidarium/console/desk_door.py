"""`/desk/sign-in`: how service staff come in, by both steps always; and how they set themselves up when they have come by a link."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vidarium.accounts import coming_in, factors, links, sessions, staff
from vidarium.accounts.doors import Door
from vidarium.accounts.errors import LinkIsSpent, NotRecognised, PasswordIsUnfit, PasswordIsWeak, TooMany
from vidarium.accounts.models import Person, Staff
from vidarium.console import acquaintance, at_desk, entering, patience, typed
from vidarium.console.persons import is_sure
from vidarium.console.sign_in import Password, wanted

SHOWN = ("GET", "HEAD", "POST")


@require_http_methods(SHOWN)
@never_cache
def door(request: HttpRequest) -> HttpResponse:
    """Address and password. People who work in companies are people whom nobody knows here."""
    if request.method == "POST":
        return _by_password(request)
    if at_desk.is_staff(request) and at_desk.has_begun(request):
        return redirect("desk")
    return _show(request)


def _by_password(request: HttpRequest) -> HttpResponse:
    form = Password(request.POST)
    if not form.is_valid():
        return _show(request, form=form, status=422)
    try:
        person = _recognised(request, form.cleaned_data["email"], form.cleaned_data["password"])
    except (NotRecognised, PasswordIsUnfit) as error:
        form.add_error("password", typed.said(error))
        return _show(request, form=form, status=error.status)
    except TooMany as error:
        return patience.with_wait(_show(request, form=form, wait=patience.told(error)), error)
    there = entering.ask_second(request, person, to=wanted(request), door=Door.DESK)
    return acquaintance.keep(request, there, person, door="desk-sign-in")


def _recognised(request: HttpRequest, email: str, password: str) -> Person:
    """Raises `NotRecognised`, also where there is no second step to be asked for: then a link lets them begin anew."""
    known, where = acquaintance.kept(request), request.META.get("REMOTE_ADDR")
    person = coming_in.by_password(email, password, address=where, browser=known, door=Door.DESK)
    if not factors.has(person):
        raise NotRecognised
    return person


@require_http_methods(SHOWN)
@never_cache
def by_link(request: HttpRequest, secret: str) -> HttpResponse:
    """A one-time link. Opening it does nothing yet: programs that preview links must not spend them."""
    if request.method != "POST":
        return render(request, "desk_link.html")
    try:
        person = links.use(secret, door=Door.DESK)
    except LinkIsSpent as error:
        return _show(request, spent=True, status=error.status)
    return entering.set_up_at_desk(request, person)


@require_http_methods(SHOWN)
@never_cache
def setup(request: HttpRequest) -> HttpResponse:
    """A password, then a second step, then out: whoever is set up comes in by the door."""
    member = at_desk.of(request)
    if member is None or not at_desk.has_begun(request):
        return at_desk.to_the_door(request)
    if at_desk.has_come_in(request):
        return redirect("desk")
    return _set_password(request, member) if request.method == "POST" else _setting_up(request, member)


def _set_password(request: HttpRequest, member: Staff) -> HttpResponse:
    """The first one; another than that is set by whoever has come in."""
    if not member.person.has_usable_password():
        try:
            staff.set_password(member.person, request.POST.get("password", ""), mark=request.session.get(sessions.MARK, ""))
        except (PasswordIsWeak, PasswordIsUnfit) as error:
            return _setting_up(request, member, error=typed.said(error), status=error.status)
        at_desk.stay(request, member.person)
    return redirect("desk-setup")


def _setting_up(request: HttpRequest, member: Staff, *, error: str = "", status: int = 200) -> HttpResponse:
    person = member.person
    seen = {
        "person": person,
        "error": error,
        "has_password": person.has_usable_password(),
        "has_factor": factors.has(person),
        "is_set_up": staff.is_set_up(person),
        "sure": is_sure(request),
    }
    return render(request, "desk_setup.html", seen, status=status)


def _show(request: HttpRequest, *, form: Password | None = None, status: int = 200, **more: Any) -> HttpResponse:
    seen = {"form": form or Password(), "next": entering.on_site(wanted(request)), **more}
    return render(request, "desk_sign_in.html", seen, status=status)
