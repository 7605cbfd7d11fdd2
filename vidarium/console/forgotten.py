"""`/forgotten`: a new password, by a code that goes to one's address."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vidarium.accounts import coming_in
from vidarium.accounts.errors import CodeIsVoid, CodeIsWrong, PasswordIsUnfit, PasswordIsWeak
from vidarium.accounts.models import Code
from vidarium.console import acquaintance, entering, presence, sent_code, typed


class Forgotten(forms.Form):
    """An address, the code that went there, and the new password."""

    email = typed.address()
    code = typed.digits()
    password = typed.secret()


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """First the address, then code and password; the same for an address that nobody here has."""
    if request.method != "POST":
        return _show(request, Forgotten())
    form = Forgotten(request.POST)
    if "send" in request.POST:
        typed.only(form, "email")
        if form.errors:
            return _show(request, form)
        return sent_code.send(request, Code.Purpose.RESET, form.cleaned_data["email"], show=partial(_show, request, form))
    return _change(request, form) if form.is_valid() else _show(request, form, sent=not form.errors.get("email"))


def _change(request: HttpRequest, form: Forgotten) -> HttpResponse:
    cleaned, about = form.cleaned_data, str(presence.about(request))
    try:
        person = coming_in.by_new_password(cleaned["email"], cleaned["code"], cleaned["password"], about=about)
    except (CodeIsWrong, CodeIsVoid) as error:
        form.add_error("code", typed.said(error))
    except (PasswordIsWeak, PasswordIsUnfit) as error:
        form.add_error("password", typed.said(error))
    else:
        return acquaintance.keep(request, entering.enter(request, person, how="code"), person)
    return _show(request, form, sent=True)


def _show(request: HttpRequest, form: Forgotten, **more: Any) -> HttpResponse:
    return render(request, "forgotten.html", {"form": form, **more}, status=422 if form.errors else 200)
