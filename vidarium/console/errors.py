"""A page for each error code: `docs/errors/<code>.md`, for whoever met it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """What happened, why, and what helps."""
    return render(request, "error.html", {"code": code})
