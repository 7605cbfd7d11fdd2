"""To the door, and back to where one was going."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

PAGE = "document"


def to_the_door(request: HttpRequest) -> HttpResponseRedirect:
    """Who asked for a page comes back to it after signing in; a form or a part of a page is nowhere to come back to."""
    door = reverse("sign-in")
    if request.method != "GET" or request.headers.get("Sec-Fetch-Dest", PAGE) != PAGE:
        return redirect(door)
    return redirect(f"{door}?{urlencode({'next': request.get_full_path()})}")
