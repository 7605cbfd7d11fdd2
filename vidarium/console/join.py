"""The way in by an invitation: what it says, what is kept about whoever accepts, and the button. Opening the link changes nothing."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vidarium.accounts import callers, joining, passwords
from vidarium.accounts.errors import DoesNotFit, InvitationIsSpent, PasswordIsUnfit, PasswordIsWeak
from vidarium.accounts.joining import Joined, Opened
from vidarium.accounts.models import Person
from vidarium.console import entering


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def page(request: HttpRequest, secret: str) -> HttpResponse:
    """For whoever holds the link: somebody new, somebody who has an account, or somebody else who is signed in."""
    try:
        opened = joining.open_invitation(secret)
        if request.method != "POST":
            return _page(request, opened)
        person = request.user
        return _again(request, person, secret) if isinstance(person, Person) else _anew(request, secret, opened)
    except InvitationIsSpent as error:
        return render(request, "join_spent.html", {"error": error}, status=error.status)


def _page(request: HttpRequest, opened: Opened, *, misfits: Mapping[str, str] | None = None, status: int = 200) -> HttpResponse:
    person = request.user if isinstance(request.user, Person) else None
    known = {
        "opened": opened,
        "person": person,
        "is_theirs": bool(person and person.email == opened.email),
        "name": request.POST.get("name", opened.name),
        "misfits": misfits or {},
        "back": request.path,
    }
    return render(request, "join.html", known, status=status)


def _again(request: HttpRequest, person: Person, secret: str) -> HttpResponse:
    """Whoever is signed in gets a place in one more company. Raises `ForSomebodyElse`."""
    return _in(request, joining.join_as(person, secret, address=request.META.get("REMOTE_ADDR")))


def _anew(request: HttpRequest, secret: str, opened: Opened) -> HttpResponse:
    """Somebody new sets a name and a password, and is signed in."""
    name, password = request.POST.get("name", ""), request.POST.get("password", "")
    try:
        passwords.check_new(password, about=(opened.email, name, opened.company))
        joined = joining.join_anew(
            secret, name=name, password=password, language=get_language() or "en", address=request.META.get("REMOTE_ADDR")
        )
    except (PasswordIsWeak, PasswordIsUnfit) as error:
        return _page(request, opened, misfits={"password": _(error.detail)}, status=error.status)
    except DoesNotFit as misfit:
        return _page(request, opened, misfits=misfit.misfits, status=misfit.status)
    entering.complete(request, joined.person)
    return _in(request, joined)


def _in(request: HttpRequest, joined: Joined) -> HttpResponse:
    request.session[callers.COMPANY] = joined.company_id.hex
    return redirect("library")
