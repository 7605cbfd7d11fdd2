"""`/take-back/…`: the way back that a letter carries. Opening it changes nothing; the button does."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vidarium.accounts import taking_back
from vidarium.accounts.errors import WayBackIsOver


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def page(request: HttpRequest, secret: str) -> HttpResponse:
    """What would be taken back; then that it was. Raises `WayBackIsOver`."""
    way = taking_back.read(secret)
    words = taking_back.stands(way) if way else ""
    if way is None or not words:
        raise WayBackIsOver
    if request.method == "POST" and not taking_back.take(way, address=request.META.get("REMOTE_ADDR")):
        raise WayBackIsOver
    seen = {"words": words, "is_company": way.what == taking_back.COMPANY, "done": request.method == "POST"}
    return render(request, "take_back.html", seen)
