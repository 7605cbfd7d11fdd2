"""What a browser keeps for the door, where people come in: under our name for it, sent back as seldom as can be, and to no script."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse


def kept(request: HttpRequest, name: str) -> str:
    """What this browser has kept under this name."""
    return request.COOKIES.get(settings.ENVIRONMENT.cookie(name), "")


def keep(response: HttpResponse, name: str, value: str, *, life: timedelta, door: str) -> None:
    """From now on it keeps this. By plain http it is sent back to the door alone, which is named as a page.

    By https it goes with every request: a browser that lets no other host set a cookie (`__Host-`) binds it to no path.
    """
    by_tls: bool = settings.ENVIRONMENT.by_tls
    path = "/" if by_tls else reverse(door)
    response.set_cookie(settings.ENVIRONMENT.cookie(name), value, max_age=life, path=path, httponly=True, samesite="Lax", secure=by_tls)
