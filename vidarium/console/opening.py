"""`/open`: a new account. The code is asked for and typed on the same page; nothing that was typed gets lost between."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vidarium.accounts import callers, opening, places
from vidarium.accounts.errors import AccountsError, CodeIsVoid, CodeIsWrong, TooMany
from vidarium.accounts.models import Code, Company, Person
from vidarium.console import acquaintance, at_desk, entering, patience, sent_code, typed
from vidarium.console.opening_forms import Account, Newcomer
from vidarium.foundation.datamap import register

SECRET = typed.LONGEST_SECRET


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """For newcomers; for those who are signed in, a second account of theirs."""
    person = request.user
    if at_desk.is_staff(request):
        return redirect("desk")
    if request.method != "POST":
        return _show(request, _form(request))
    if isinstance(person, Person):
        return _open_another(request, person)
    return _send(request) if "send" in request.POST else _open(request)


def _form(request: HttpRequest) -> Account:
    """Empty, but for what most people would choose."""
    initial = {"kind": Company.Kind.ORGANISATION}
    return Account(initial=initial) if request.user.is_authenticated else Newcomer(initial=initial)


def _send(request: HttpRequest) -> HttpResponse:
    form = Newcomer(request.POST)
    typed.only(form, "email")
    if form.errors:
        return _show(request, form)
    return sent_code.send(request, Code.Purpose.OPEN, form.cleaned_data["email"], show=partial(_show, request, form))


def _open(request: HttpRequest) -> HttpResponse:
    form = Newcomer(request.POST)
    if not form.is_valid():
        return _show(request, form, sent=bool(request.POST.get("code")))
    try:
        _, person = opening.by_newcomer(
            form.wish(_language(), request.META.get("REMOTE_ADDR")), form.owner(), code=form.cleaned_data["code"]
        )
    except (CodeIsWrong, CodeIsVoid) as error:
        return _refused(request, form, "code", error)
    except TooMany as error:
        return patience.with_wait(_show(request, form, wait=patience.told(error)), error)
    return acquaintance.keep(request, entering.enter(request, person, how="code"), person)


def _open_another(request: HttpRequest, person: Person) -> HttpResponse:
    form = Account(request.POST)
    if not form.is_valid():
        return _show(request, form)
    company = opening.by(person, form.wish(_language(), request.META.get("REMOTE_ADDR")))
    request.session[callers.COMPANY] = company.id.hex
    return redirect("library")


def _refused(request: HttpRequest, form: Account, field: str, error: AccountsError) -> HttpResponse:
    form.add_error(field, typed.said(error))
    return _show(request, form, sent=True)


def _show(request: HttpRequest, form: Account, **more: Any) -> HttpResponse:
    language = _language()
    return render(request, "opening.html", {
        "form": form,
        "kinds": Company.Kind.choices,
        "countries": places.countries(language),
        "zones": places.zones(language),
        "notice": register.current(),
        **more,
    }, status=422 if form.errors else 200)  # fmt: skip


def _language() -> str:
    return get_language() or "en"
