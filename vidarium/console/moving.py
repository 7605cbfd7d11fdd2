"""Two pages of one's own: another e-mail address, another password."""

from __future__ import annotations

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vidarium.accounts import coming_in, moving, passwords, sessions
from vidarium.accounts.errors import AccountsError
from vidarium.accounts.models import Person
from vidarium.console.persons import for_everybody, for_persons, sure

WANTED = "new_address"
"""The session's word for the address that one wants to move to."""


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_persons
@sure
def address(request: HttpRequest, person: Person) -> HttpResponse:
    """Which address; then the two codes that went out."""
    if request.method != "POST":
        return _address(request, person)
    try:
        if "to" in request.POST:
            where, language = request.META.get("REMOTE_ADDR"), person.language or get_language() or ""
            request.session[WANTED] = moving.ask(person, request.POST["to"], language=language, address=where)
            return redirect("you-address")
        wanted, mark = request.session.get(WANTED, ""), request.session.get(sessions.MARK, "")
        codes = {"new_code": request.POST.get("new_code", ""), "old_code": request.POST.get("old_code", "")}
        moving.move(person, wanted, **codes, mark=mark)
    except AccountsError as wrong:
        return _address(request, person, error=wrong)
    del request.session[WANTED]
    return redirect("you")


def _address(request: HttpRequest, person: Person, *, error: AccountsError | None = None) -> HttpResponse:
    again = "again" in request.GET or "to" in request.POST
    seen = {
        "person": person,
        "wanted": "" if again else request.session.get(WANTED, ""),
        "typed": request.POST.get("to", ""),
        "error": error,
    }
    return render(request, "you_address.html", seen, status=error.status if error else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_everybody
@sure
def password(request: HttpRequest, person: Person) -> HttpResponse:
    """A new password; every other session ends."""
    error = None
    if request.method == "POST":
        wanted = request.POST.get("password", "")
        try:
            passwords.check_new(wanted, about=(person.email, person.name))
        except AccountsError as wrong:
            error = wrong
        else:
            coming_in.set_password(person, wanted, about="", but=request.session.get(sessions.MARK, ""))
            update_session_auth_hash(request, person)
            return redirect("you")
    return render(request, "you_password.html", {"person": person, "error": error}, status=error.status if error else 200)
