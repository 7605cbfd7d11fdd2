"""What can go wrong with service staff.

AccountsError
├── NotAllowed       403
│   └── NotForStaff         they only look, at what they named
├── NotStaff         404    to a command: nobody of this address is staff
├── IsStaff          409    staff work in no company
├── WorksInACompany  409    whoever works in a company is no staff
├── AlreadyInside    409    staff look into one company at a time
└── LastFactor       409    staff keep a second step
"""

from __future__ import annotations

from vidarium.accounts.errors import AccountsError, NotAllowed


class NotForStaff(NotAllowed):
    """Service staff only look, and only at what they named when they came in. Renew the access if the case needs more."""

    code, status = "accounts.not_for_staff", 403


class NotStaff(AccountsError):
    """Nobody with this address is service staff."""

    code, status = "accounts.not_staff", 404


class IsStaff(AccountsError):
    """This address belongs to service staff, who work in no company. Use another address."""

    code, status = "accounts.is_staff", 409


class WorksInACompany(AccountsError):
    """Somebody with this address works in a company. Service staff have an address of their own."""

    code, status = "accounts.works_in_a_company", 409


class AlreadyInside(AccountsError):
    """You are looking into another account at this moment. Leave it first."""

    code, status = "accounts.already_inside", 409


class LastFactor(AccountsError):
    """Service staff always come in by two steps. Set up another second step before you remove this one."""

    code, status = "accounts.last_factor", 409
