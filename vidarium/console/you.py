"""A person's own account: what is known of them, their sessions and devices, and how they come in."""

from __future__ import annotations

import uuid
import zoneinfo
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vidarium.accounts import codes, coming_in, factors, remembered, sessions
from vidarium.accounts.errors import AccountsError
from vidarium.accounts.models import Code, Person
from vidarium.console import at_desk, entering, zones
from vidarium.console.persons import confirm, for_everybody, for_persons, for_setting_up, is_sure, sure

LONGEST_NAME = 200
NEW_APP = "new_app"
"""The session's word for the secret of an app that is being set up."""


@require_safe
@never_cache
@for_everybody
def page(request: HttpRequest, person: Person) -> HttpResponse:
    """All of it on one page."""
    return _shown(request, person)


def _shown(request: HttpRequest, person: Person, *, status: int = 200, **more: Any) -> HttpResponse:
    zones.begin_for(request, person)
    mark = request.session.get(sessions.MARK, "")
    kept = [one for one in factors.of(person) if one.type != factors.Type.RECOVERY_CODES]
    known = {
        "person": person,
        "zones": sorted(zoneinfo.available_timezones()),
        "tongues": settings.LANGUAGES,
        "sessions": sessions.of(person),
        "here": sessions.digest(mark),
        "remembered": remembered.of(person),
        "factors": kept,
        "two_steps": bool(kept),
        "sure": is_sure(request),
        "at_desk": at_desk.is_staff(request),
    }
    return render(request, "you.html", {**known, **more}, status=status)


@require_POST
@for_persons
def save(request: HttpRequest, person: Person) -> HttpResponse:
    """Name, language, time zone."""
    name, language, zone = (request.POST.get(field, "").replace("\x00", "").strip() for field in ("name", "language", "time_zone"))
    if len(name) > LONGEST_NAME:
        person.name = name
        return _shown(request, person, status=400, name_error=_("A name has 200 letters at most."))
    person.name = name
    person.language = language if language in dict(settings.LANGUAGES) else ""
    person.time_zone = zone if zone in zoneinfo.available_timezones() else ""
    person.save(update_fields=["name", "language", "time_zone"])
    return redirect("you")


@require_POST
@for_everybody
def end_session(request: HttpRequest, person: Person, session_id: uuid.UUID) -> HttpResponse:
    """Sign one of one's browsers out."""
    sessions.end(person, session_id)
    return redirect("you")


@require_POST
@for_everybody
def end_others(request: HttpRequest, person: Person) -> HttpResponse:
    """Sign out everywhere but here."""
    sessions.end_others(person, but=request.session.get(sessions.MARK, ""))
    return redirect("you")


@require_POST
@for_persons
def forget(request: HttpRequest, person: Person, browser_id: uuid.UUID) -> HttpResponse:
    """Ask for the second step again in one of one's browsers."""
    remembered.forget(person, browser_id)
    return redirect("you")


# -- the second step ---------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_setting_up
@sure
def app(request: HttpRequest, person: Person) -> HttpResponse:
    """Set up an app that shows codes; the recovery codes come with the answer, this once."""
    secret = request.session.setdefault(NEW_APP, factors.new_secret())
    error = None
    if request.method == "POST":
        try:
            codes = factors.add_app(person, secret, request.POST.get("code", ""))
        except AccountsError as wrong:
            error = wrong
        else:
            del request.session[NEW_APP]
            return render(request, "you_codes.html", {"codes": codes})
    address = factors.address(person, secret)
    seen = {"secret": secret, "address": address, "picture": factors.picture(address), "error": error}
    return render(request, "you_app.html", seen, status=error.status if error else 200)


@require_POST
@never_cache
@for_everybody
@sure
def recovery(request: HttpRequest, person: Person) -> HttpResponse:
    """Ten new recovery codes; the old ones end."""
    return render(request, "you_codes.html", {"codes": factors.recovery_codes(person, anew=True) if factors.has(person) else []})


@require_POST
@for_everybody
@sure
def remove_factor(request: HttpRequest, person: Person, factor_id: int) -> HttpResponse:
    """Take a passkey or the app away; every other session ends."""
    coming_in.take_away(factor_id, of=person, but=request.session.get(sessions.MARK, ""))
    return redirect("you")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_setting_up
def step_up(request: HttpRequest, person: Person) -> HttpResponse:
    """Say once more who you are: by password, by a code of the second step, or of a letter."""
    error = None
    if request.method == "POST":
        try:
            if _proved(request, person):
                confirm(request)
                return redirect(_back(request))
        except AccountsError as wrong:
            error = wrong
    seen = {"person": person, "error": error, "two_steps": factors.has(person), "next": _back(request), "sent": "send" in request.POST}
    return render(request, "confirm.html", seen, status=error.status if error else 200)


def _proved(request: HttpRequest, person: Person) -> bool:
    """By a code in a letter, for those who have nothing else; False where that was only sent. Raises `AccountsError`."""
    if "send" in request.POST:
        where, language = request.META.get("REMOTE_ADDR"), person.language or get_language() or ""
        codes.issue(Code.Purpose.SURE, person.email, language=language, address=where)
        return False
    if "letter" in request.POST:
        codes.check(Code.Purpose.SURE, person.email, request.POST["letter"])
    else:
        factors.prove(person, password=request.POST.get("password", ""), code=request.POST.get("code", ""))
    return True


def _back(request: HttpRequest) -> str:
    """Where they came from; never another site (H-09)."""
    return entering.on_site(request.POST.get("next") or request.GET.get("next") or "") or "/you"
