"""API v1, put together."""

from __future__ import annotations

from django.http import HttpRequest

from vidarium.accounts.authority import Permission
from vidarium.api import assets, collections, company, members, problems, uploads
from vidarium.api.auth import BySession, ByToken
from vidarium.api.description import Described


def asked(request: HttpRequest) -> Permission | None:
    """What the operation that this request is for asks of whoever calls."""
    return api.permission(request)


api = Described(
    title="Vidarium",
    version="1.0.0",
    description="Upload videos, watch them being made, play them. Once a version is released, fields are added and never changed.",
    auth=[ByToken(asked), BySession(asked)],
    docs_url=None,
    urls_namespace="api-1",
)
api.add_router("/assets", assets.router)
api.add_router("/collections", collections.router)
api.add_router("/uploads", uploads.router)
api.add_router("", company.router)
api.add_router("", members.router)
problems.attach(api)
