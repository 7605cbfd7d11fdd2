"""API keys: shown once, kept as a keyed hash."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from vidarium.accounts.authority import Permission
from vidarium.accounts.models import Membership, Token
from vidarium.foundation import ids, tenancy

FILMS = (Permission.SEE_ASSETS, Permission.CHANGE_ASSETS, Permission.DELETE_ASSETS, Permission.UPLOAD)
"""The scopes of a key that the operator makes by command: everything about videos, nothing about people."""
PREFIX = "vdt"
"""Secret scanners know a key of ours by it: `vdt_` and 26 letters."""
HINT = 4


def digest(text: str) -> bytes:
    """What is kept of a secret: HMAC-SHA-256 under the tokens' key."""
    return bytes(settings.ENVIRONMENT.key("tokens").mac(text.encode()))


def issue(
    company_id: uuid.UUID,
    *,
    name: str = "",
    scopes: Iterable[Permission] = FILMS,
    membership: Membership | None = None,
    expires_at: datetime | None = None,
    collections: Iterable[uuid.UUID] = (),
) -> str:
    """A new key; the only time that it can be read."""
    return make(company_id, name=name, scopes=scopes, membership=membership, expires_at=expires_at, collections=collections)[1]


def make(
    company_id: uuid.UUID,
    *,
    name: str,
    scopes: Iterable[Permission],
    membership: Membership | None,
    expires_at: datetime | None,
    collections: Iterable[uuid.UUID] = (),
) -> tuple[Token, str]:
    """A new key, as it is kept and as it is shown once."""
    text = ids.show(PREFIX, ids.unguessable())
    with tenancy.within(company_id):
        made = Token.objects.create(
            company_id=company_id, name=name, digest=digest(text), hint=text[-HINT:], scopes=sorted(scopes), membership=membership,
            expires_at=expires_at, collections=list(collections),
        )  # fmt: skip
    return made, text
