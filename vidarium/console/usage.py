"""What a company uses of what it may use, and what happens at each limit."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vidarium.console.membership import Visit, for_members
from vidarium.production import usage


@require_safe
@for_members(None)
def page(visit: Visit) -> HttpResponse:
    """The meters, as they stand at this moment."""
    return render(visit.request, "usage.html", {"visit": visit, "usage": usage.of(visit.membership.company)})
