"""Companies, their people, how those come in, the programs that act for a company, and what was done."""

from vidarium.accounts.models.companies import TERABYTE, Company, CustomRole, Invitation, Membership
from vidarium.accounts.models.people import Code, Person, RememberedBrowser, SignedIn, SignInLink
from vidarium.accounts.models.programs import IdempotentAnswer, Token
from vidarium.accounts.models.records import Activity, Attempt, Undeclared
from vidarium.accounts.models.staff import Staff, StaffAccess

__all__ = [
    "TERABYTE",
    "Activity",
    "Attempt",
    "Code",
    "Company",
    "CustomRole",
    "IdempotentAnswer",
    "Invitation",
    "Membership",
    "Person",
    "RememberedBrowser",
    "SignInLink",
    "SignedIn",
    "Staff",
    "StaffAccess",
    "Token",
    "Undeclared",
]
