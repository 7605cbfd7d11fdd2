"""API tokens: shown once, kept as a keyed hash."""

from __future__ import annotations

import uuid

from django.conf import settings

from vidarium.accounts.models import Token
from vidarium.foundation import ids, tenancy

ALL_SCOPES = ("assets:read", "assets:write", "uploads:write")
PREFIX = "vdt"


def digest(text: str) -> bytes:
    """What is kept of a secret: HMAC-SHA-256 under the tokens' key."""
    return bytes(settings.ENVIRONMENT.key("tokens").mac(text.encode()))


def issue(company_id: uuid.UUID) -> str:
    """A new token with every scope; the only time that it can be read."""
    text = ids.show(PREFIX, ids.unguessable())
    with tenancy.within(company_id):
        Token.objects.create(company_id=company_id, digest=digest(text), scopes=list(ALL_SCOPES))
    return text
