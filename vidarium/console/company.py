"""The company itself: its settings, its owner, leaving it, and changing over to another one."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vidarium.accounts import callers, closing, companies, factors, members, places
from vidarium.accounts.authority import Permission
from vidarium.accounts.errors import DoesNotFit, NoSuchCompany, NoSuchMember
from vidarium.accounts.models import Person
from vidarium.console.membership import Visit, for_members
from vidarium.console.persons import for_persons, is_sure
from vidarium.foundation import ids

SHOWN = ("GET", "HEAD", "POST")
NEARBY = 100


@require_http_methods(SHOWN)
@never_cache
@for_members(None)
def page(visit: Visit) -> HttpResponse:
    """What the company has told us; a form for those who may change it."""
    if visit.request.method != "POST":
        return _page(visit)
    visit.caller.require(Permission.MANAGE_COMPANY)
    said = visit.request.POST
    try:
        companies.amend(
            by=visit.caller,
            name=said.get("name", ""),
            country=said.get("country", ""),
            time_zone=said.get("time_zone", ""),
            second_factor=said.get("second_factor") == "yes",
        )
    except DoesNotFit as misfit:
        return _page(visit, misfits=misfit.misfits, status=misfit.status)
    return redirect("company")


def _page(visit: Visit, *, misfits: Mapping[str, str] | None = None, status: int = 200) -> HttpResponse:
    company, language = visit.membership.company, get_language() or "en"
    zones = places.zones(language)
    kept = {"name": company.name, "country": company.country, "time_zone": company.time_zone}
    owns = visit.caller.may(Permission.CLOSE_COMPANY)
    known = {
        "visit": visit,
        "company": company,
        "misfits": misfits or {},
        "typed": {field: visit.request.POST.get(field, value) for field, value in kept.items()},
        "factor": visit.request.POST.get("second_factor") == "yes" if misfits else company.second_factor,
        "countries": places.countries(language),
        "zones": zones,
        "zone_is_listed": any(place.value == company.time_zone for place in zones),
        "manages": visit.caller.may(Permission.MANAGE_COMPANY),
        "owns": owns,
        "owners": members.owners(visit.caller),
        "colleagues": list(members.of(visit.caller).filter(suspended_at=None).exclude(id=visit.membership.id)[:NEARBY]) if owns else [],
    }
    return render(visit.request, "company.html", known, status=status)


@require_POST
@for_members(Permission.CLOSE_COMPANY)
def hand_over(visit: Visit) -> HttpResponse:
    """The company is a colleague's; who they are is asked once more before."""
    if not is_sure(visit.request):
        return redirect("/confirm?next=/company")
    try:
        heir = members.by_email(visit.caller, visit.request.POST.get("to", ""))
        members.hand_over_ownership(heir, by=visit.caller)
    except NoSuchMember as error:
        wrong = _("No other colleague at work here has this address. The page “People” lists them.")
        return _page(visit, misfits={"to": wrong}, status=error.status)
    return redirect("company")


@require_http_methods(SHOWN)
@never_cache
@for_members(None)
def leave(visit: Visit) -> HttpResponse:
    """What leaving does, and then the next company of theirs, or none."""
    if visit.request.method != "POST":
        return render(visit.request, "company_leave.html", {"visit": visit})
    members.leave(by=visit.caller)
    visit.request.session.pop(callers.COMPANY, None)
    return redirect("library")


@require_POST
@for_members(None)
def switch(visit: Visit) -> HttpResponse:
    """From the next page on they are in that company. Raises `NoSuchCompany`, also for one that does not let them in."""
    wanted = ids.read("cmp", visit.request.POST.get("company", ""))
    if wanted not in {*visit.others, visit.caller.company_id}:
        raise NoSuchCompany
    visit.request.session[callers.COMPANY] = wanted.hex
    return redirect("library")


@require_safe
@never_cache
@for_persons
def none(request: HttpRequest, person: Person) -> HttpResponse:
    """Signed in, and no company lets them in: they have left, are suspended, or it is disabled."""
    if callers.companies_of(person.id):
        return redirect("library")
    return render(request, "no_company.html", {"person": person, "disabled": closing.disabled_of(person)})


@require_safe
@never_cache
@for_persons
def two_steps(request: HttpRequest, person: Person) -> HttpResponse:
    """Signed in, and their company asks for a second step that they have not set up yet."""
    return redirect("library") if factors.has(person) else render(request, "two_steps.html", {"person": person})
