"""What can go wrong with accounts.

AccountsError
├── NotSignedIn      401
├── NotAllowed       403
├── TooMany          429   too many tries in too short a time
├── LinkIsSpent      410
├── NoSuchCompany    404
├── NotAMember       404
└── SlugIsTaken      409
"""

from __future__ import annotations

from typing import ClassVar

from vidarium.foundation.errors import VidariumError


class AccountsError(VidariumError):
    """Something about this account does not fit."""

    code: ClassVar[str] = "accounts"
    status: ClassVar[int] = 400


class NotSignedIn(AccountsError):
    """Sign in first, or send a token that is valid."""

    code, status = "accounts.not_signed_in", 401


class LinkIsSpent(AccountsError):
    """This sign-in link was used already or is too old. Ask for a new one."""

    code, status = "accounts.link_spent", 410


class NoSuchCompany(AccountsError):
    """There is no company of this name here."""

    code, status = "accounts.no_such_company", 404


class NotAMember(AccountsError):
    """Nobody with this address works in this company."""

    code, status = "accounts.not_a_member", 404


class SlugIsTaken(AccountsError):
    """Another company has this short name already. Choose a different one."""

    code, status = "accounts.slug_taken", 409


class NotAllowed(AccountsError):
    """Your role in this company does not include this. Its administrator can change that."""

    code, status = "accounts.not_allowed", 403


class TooMany(AccountsError):
    """That was tried too often in a short time. Wait a moment, then try again."""

    code, status = "accounts.too_many", 429

    def __init__(self, detail: str = "", *, seconds: int = 60) -> None:
        super().__init__(detail)
        self.seconds = seconds
        """Until another try counts."""
