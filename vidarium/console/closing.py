"""Disabling a company's account, and restoring it: its owner's affair alone."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from vidarium.accounts import closing
from vidarium.accounts.authority import Permission
from vidarium.accounts.models import Person
from vidarium.console.membership import Visit, for_members
from vidarium.console.persons import for_persons, is_sure


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_members(Permission.CLOSE_COMPANY)
def page(visit: Visit) -> HttpResponse:
    """What disabling does, and the button that does it; who they are is asked once more before."""
    if not is_sure(visit.request):
        return redirect("/confirm?next=/company/closing")
    if visit.request.method != "POST":
        return render(visit.request, "closing.html", {"visit": visit, "days": closing.COOLING.days})
    closing.disable(visit.caller)
    return redirect("no-company")


@require_POST
@for_persons
def restore(request: HttpRequest, person: Person, company_id: uuid.UUID) -> HttpResponse:
    """Everything works again."""
    closing.restore(person, company_id, address=request.META.get("REMOTE_ADDR"))
    return redirect("library")
