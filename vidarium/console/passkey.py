"""The two halves of a passkey's ceremonies, as the `pass-key` element asks for them: JSON in, JSON out."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from vidarium.accounts import passkeys
from vidarium.accounts.errors import AccountsError, PasskeyRefused, StepUpNeeded
from vidarium.accounts.models import Person
from vidarium.console.persons import for_setting_up, is_sure

STATE, CODES = "passkey", "codes"
LONGEST_BODY = 64 << 10


@require_POST
@never_cache
@for_setting_up
def begin_adding(request: HttpRequest, person: Person) -> HttpResponse:
    """What the browser is to make."""
    if not is_sure(request):
        return refused(StepUpNeeded())
    options, request.session[STATE] = passkeys.begin_adding(person)
    return JsonResponse({"options": options})


@require_POST
@never_cache
@for_setting_up
def add(request: HttpRequest, person: Person) -> HttpResponse:
    """Keep what it made; then the recovery codes are shown, once."""
    if not is_sure(request):
        return refused(StepUpNeeded())
    try:
        body = body_of(request)
        request.session[CODES] = passkeys.add(person, request.session.pop(STATE, None), body["credential"], name=str(body.get("name", "")))
    except AccountsError as wrong:
        return refused(wrong)
    return JsonResponse({"next": "/you/codes"})


@require_safe
@never_cache
@for_setting_up
def codes(request: HttpRequest, _person: Person) -> HttpResponse:
    """The recovery codes after a passkey was added: this once."""
    found = request.session.pop(CODES, None)
    return render(request, "you_codes.html", {"codes": found}) if found else redirect("you")


def body_of(request: HttpRequest) -> dict[str, Any]:
    """The JSON that the element sent. Raises `PasskeyRefused`."""
    try:
        body = json.loads(request.body) if len(request.body) <= LONGEST_BODY else None
    except ValueError:
        body = None
    if not isinstance(body, dict) or not isinstance(body.get("credential"), dict):
        raise PasskeyRefused
    return body


def refused(error: AccountsError) -> JsonResponse:
    """The element says the sentence."""
    return JsonResponse({"code": error.code, "detail": _(error.detail)}, status=error.status)
