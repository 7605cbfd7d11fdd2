"""Every address that `web` answers."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from vidarium.api.app import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    path("", include("vidarium.console.urls")),
]
