"""The service desk: a company is found by its name, looked into for a reason and a while, and left; each step stands in its own log.

What a company has is not seen here. It is seen on the company's own pages, while an access runs (`membership`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vidarium.accounts import accesses, callers, companies, looks
from vidarium.accounts.accesses import Wish
from vidarium.accounts.authority import Permission
from vidarium.accounts.callers import Caller
from vidarium.accounts.desk_errors import AlreadyInside
from vidarium.accounts.errors import DoesNotFit, NoSuchCompany
from vidarium.accounts.models import Company, Staff
from vidarium.console import at_desk
from vidarium.console.at_desk import for_staff
from vidarium.console.persons import is_sure
from vidarium.foundation import tenancy

FIRST_PAGES = {Permission.SEE_ASSETS: "library", Permission.SEE_PEOPLE: "people", Permission.SEE_ACTIVITY: "activity"}
"""Where each leads, the most telling first."""


@require_safe
@never_cache
@for_staff
def page(request: HttpRequest, member: Staff) -> HttpResponse:
    """Find a company. Nothing is shown until somebody looks for something, and then its name alone."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    found = companies.named(accesses.found(member.person_id, words))
    inside = _inside(request)
    return render(request, "desk.html", {"member": member, "words": words, "companies": found, "inside": inside})


@dataclass(frozen=True)
class Inside:
    """Where they look at this moment."""

    company: Company
    reason: str
    ends_at: datetime
    first_page: str


def _inside(request: HttpRequest) -> Inside | None:
    caller = at_desk.looker(request)
    if caller is None or caller.access is None:
        return None
    (company,) = companies.named([caller.company_id])
    return Inside(company, caller.access.reason, caller.access.ends_at, _first_page(caller.permissions))


def _first_page(permissions: frozenset[Permission]) -> str:
    return next((name for permission, name in FIRST_PAGES.items() if permission in permissions), "desk")


@require_http_methods(("GET", "HEAD", "POST"))
@never_cache
@for_staff
def company(request: HttpRequest, member: Staff, slug: str) -> HttpResponse:
    """Why, at what and for how long. Where an access to this company runs, it is renewed."""
    found = _found(slug)
    if not is_sure(request):
        return redirect(f"/confirm?next={request.path}")
    return _enter(request, member, found) if request.method == "POST" else _form(request, found, request.POST)


def _found(slug: str) -> Company:
    """Raises `NoSuchCompany`, also for one that is disabled."""
    for one in companies.named([companies.id_of(slug)]):
        if not one.disabled_at:
            return one
    raise NoSuchCompany


def _enter(request: HttpRequest, member: Staff, found: Company) -> HttpResponse:
    said = request.POST
    wish = Wish(said.get("reason", ""), said.get("case", ""), tuple(said.getlist("permissions")), said.get("minutes", ""))
    factor, where = request.session.get(callers.FACTOR, ""), request.META.get("REMOTE_ADDR")
    try:
        access = accesses.begin(member, found.id, wish, factor=factor, address=where)
    except DoesNotFit as misfit:
        return _form(request, found, said, misfits=misfit.misfits, status=misfit.status)
    except AlreadyInside as error:
        return _form(request, found, said, misfits={"": _(error.detail)}, status=error.status)
    return redirect(_first_page(accesses.may_see(access)))


def _form(
    request: HttpRequest, found: Company, said: QueryDict, *, misfits: Mapping[str, str] | None = None, status: int = 200
) -> HttpResponse:
    inside = _inside(request)
    seen = {
        "company": found,
        "renews": bool(inside and inside.company.id == found.id),
        "elsewhere": inside if inside and inside.company.id != found.id else None,
        "offered": accesses.OFFERED.items(),
        "terms": accesses.MINUTES,
        "said": said,
        "chosen": said.getlist("permissions"),
        "minutes": said.get("minutes", str(accesses.MINUTES[0])),
        "misfits": misfits or {},
        "trouble": (misfits or {}).get(""),
        "least": accesses.LEAST_REASON,
        "most": accesses.MOST_REASON,
        "longest_case": accesses.MOST_CASE,
    }
    return render(request, "desk_company.html", seen, status=status)


@require_POST
@for_staff
def leave(request: HttpRequest, _member: Staff) -> HttpResponse:
    """Out of the company, before the time is over."""
    caller = at_desk.looker(request)
    if caller:
        _leave(caller)
    return redirect("desk")


def _leave(caller: Caller) -> None:
    with tenancy.within(caller.company_id):
        accesses.end(caller)


@require_safe
@never_cache
@for_staff
def accesses_page(request: HttpRequest, member: Staff) -> HttpResponse:
    """What they themselves looked into, newest first, and at which pages."""
    return render(request, "desk_accesses.html", {"looks": looks.of(member)})
