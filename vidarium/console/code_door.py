"""`/sign-in/code`: coming in by a code that goes to one's address."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vidarium.accounts import coming_in
from vidarium.accounts.errors import CodeIsVoid, CodeIsWrong
from vidarium.accounts.models import Code
from vidarium.console import acquaintance, entering, sent_code, typed
from vidarium.console.sign_in import wanted


class ByCode(forms.Form):
    """An address and the code that went there."""

    email = typed.address()
    code = typed.digits()


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """First the address, then the code; the same for an address that nobody here has."""
    if request.method != "POST":
        return _show(request, ByCode())
    form = ByCode(request.POST)
    if not form.is_valid():
        return _show(request, form)
    if "send" in request.POST:
        return sent_code.send(request, Code.Purpose.SIGN_IN, form.cleaned_data["email"], show=partial(_show, request, form))
    return _enter(request, form)


def _enter(request: HttpRequest, form: ByCode) -> HttpResponse:
    try:
        person = coming_in.by_code(form.cleaned_data["email"], form.cleaned_data["code"])
    except (CodeIsWrong, CodeIsVoid) as error:
        form.add_error("code", typed.said(error))
        return _show(request, form, sent=True)
    return acquaintance.keep(request, entering.enter(request, person, how="code", to=wanted(request)), person)


def _show(request: HttpRequest, form: ByCode, **more: Any) -> HttpResponse:
    seen = {"form": form, "next": entering.on_site(wanted(request)), **more}
    return render(request, "code_door.html", seen, status=422 if form.errors else 200)
