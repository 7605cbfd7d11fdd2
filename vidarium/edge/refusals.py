"""Errors as the raw part of the edge answers them: RFC 9457 problem documents, never kept by a cache."""

from __future__ import annotations

import json

from django.conf import settings
from django.utils.translation import gettext as _

from vidarium.edge.asgi import Headers, Scope, Send, answer
from vidarium.foundation.errors import VidariumError

GUARDED = (
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'; sandbox"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
"""What every refusal carries."""


async def refuse(send: Send, scope: Scope, error: VidariumError, *, headers: Headers = ()) -> None:
    """Answer with the error; one that will pass says when to ask again."""
    again = [(b"retry-after", b"1")] if error.status == 503 else []
    kind = [(b"content-type", b"application/problem+json")]
    await answer(send, scope, status=error.status, headers=[*kind, *GUARDED, *again, *headers], body=document(error))


def document(error: VidariumError) -> bytes:
    """The problem as JSON; its `type` is the page that explains it."""
    body = {
        "type": f"{settings.ENVIRONMENT.public_url}/errors/{error.code}",
        "title": _(error.sentence()),
        "status": error.status,
        "detail": _(error.detail),
        "code": error.code,
        "errors": [],
    }
    return json.dumps(body).encode()
