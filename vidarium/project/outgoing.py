"""What `EMAIL_URL` says, as Django wants it: `smtp://user:password@host:587?from=…`, `smtps://` for TLS from the start."""

from __future__ import annotations

import urllib.parse
from typing import Any

PATIENCE_SECONDS = 15
PORTS = {"smtp": 587, "smtps": 465}
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def mailers(url: str | None) -> dict[str, dict[str, Any]]:
    """Django's `MAILERS`. `smtp://` upgrades to TLS (RFC 3207), but for a server on this machine."""
    if not url:
        return {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}
    at = urllib.parse.urlsplit(url)
    options = {
        "host": at.hostname or "",
        "port": at.port or PORTS[at.scheme],
        "username": urllib.parse.unquote(at.username or ""),
        "password": urllib.parse.unquote(at.password or ""),
        "use_ssl": at.scheme == "smtps",
        "use_tls": at.scheme == "smtp" and at.hostname not in LOOPBACK,
        "timeout": PATIENCE_SECONDS,
    }
    return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}


def sender(url: str | None, *, host: str) -> str:
    """Who our mail is from: `?from=…` of the address, else a name at our own host."""
    said = urllib.parse.parse_qs(urllib.parse.urlsplit(url or "").query).get("from", [""])[0]
    return said or f"Vidarium <no-reply@{host}>"
