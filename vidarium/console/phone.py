"""`/you/phone`: a phone number of one's own, optional: given, proved by a code, taken back."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vidarium.accounts import reach
from vidarium.accounts.errors import AccountsError
from vidarium.accounts.models import Person
from vidarium.console import mailbox, typed
from vidarium.console.persons import for_persons, sure


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_persons
@sure
def page(request: HttpRequest, person: Person) -> HttpResponse:
    """First the number, then the code that went there."""
    try:
        return _done(request, person) if request.method == "POST" else _show(request, person)
    except AccountsError as error:
        return _show(request, person, error=error)


def _done(request: HttpRequest, person: Person) -> HttpResponse:
    said = request.POST
    if "remove" in said:
        reach.take_back(person)
    elif "code" in said and "send" not in said:
        reach.prove(person, said["code"])
    else:
        reach.give(person, said.get("phone") or person.phone, region="")
        if can_send():
            reach.ask(person, language=person.language or get_language() or "", address=request.META.get("REMOTE_ADDR"))
            return _show(request, person, sent=True)
    return redirect("you-phone")


def can_send() -> bool:
    """Whether a code comes to a phone, or to the mailbox of a development start."""
    return bool(settings.ENVIRONMENT.sms_url) or mailbox.is_open()


def _show(request: HttpRequest, person: Person, *, error: AccountsError | None = None, sent: bool = False) -> HttpResponse:
    seen = {
        "person": person,
        "typed": request.POST.get("phone", person.phone),
        "sent": sent or "code" in request.POST,
        "can_send": can_send(),
        "error": typed.said(error) if error else "",
    }
    return render(request, "you_phone.html", seen, status=error.status if error else 200)
