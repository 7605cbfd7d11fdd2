"""Does `web` work, database and all? The edge asks; people ask the edge, at `/healthz`."""

from __future__ import annotations

from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def web(_request: HttpRequest) -> HttpResponse:
    """204, or 503 while the database is away."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        return HttpResponse(status=503)
    return HttpResponse(status=204)
