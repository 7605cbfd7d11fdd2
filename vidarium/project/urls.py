"""Every address that `web` answers."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from vidarium.api import problems
from vidarium.api.app import api
from vidarium.console import health

handler403 = "vidarium.console.trouble.refused"
handler404 = "vidarium.console.trouble.not_found"
handler500 = "vidarium.console.trouble.broke"
urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    path("api/<path:rest>", problems.nothing_here),
    path("healthz/web", health.web),
    path("", include("vidarium.console.urls")),
]
