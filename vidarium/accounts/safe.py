"""How allauth keeps the secrets of second factors: encrypted (Fernet) under a key of the installation's."""

from __future__ import annotations

import base64

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Named by `MFA_ADAPTER`."""

    def encrypt(self, text: str) -> str:
        """What the database keeps: nobody signs in with a stolen copy of it."""
        return _safe().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _safe().decrypt(encrypted_text.encode()).decode()


def _safe() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(settings.ENVIRONMENT.key("second-factor").secret))
