"""Disabling an account, restoring it, and what comes when nobody does (clause IV.5).

From the moment of disabling the look-ups find the company no longer: no session, key, upload, link or job of it works. Its rows stay
as they are for thirty days; then it is closed, and whoever deletes hears it.
"""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import transaction

from vidarium.accounts import activity
from vidarium.accounts.activity import Act
from vidarium.accounts.authority import Permission
from vidarium.accounts.callers import Caller
from vidarium.accounts.errors import NoSuchCompany
from vidarium.accounts.events import CompanyClosed, CompanyDisabled, CompanyRestored
from vidarium.accounts.lookups import COMPANIES_PAST_COOLING, DISABLED_COMPANIES_OF_OWNER
from vidarium.accounts.models import Company, Person
from vidarium.foundation import clock, events, tenancy

COOLING = timedelta(days=30)


def disable(caller: Caller) -> None:
    """Let nothing of the company work from now on. Inside `tenancy.within(caller.company_id)`. Raises `NotAllowed`."""
    caller.require(Permission.CLOSE_COMPANY)
    changed = Company.objects.filter(id=caller.company_id, disabled_at=None).update(disabled_at=clock.now())
    if changed:
        activity.record(caller, Act.COMPANY_DISABLED)
        events.announce(CompanyDisabled(caller.company_id))


def disabled_of(person: Person) -> list[Company]:
    """The disabled companies that this person owns, and could restore."""
    found = []
    for (company_id,) in DISABLED_COMPANIES_OF_OWNER.ask(person.id):
        with tenancy.within(company_id):
            found.append(Company.objects.get(id=company_id))
    return found


def restore(person: Person, company_id: uuid.UUID, *, address: str | None) -> None:
    """Everything works again as it did. Raises `NoSuchCompany` for whoever does not own it, and where it is closed."""
    if (company_id,) not in DISABLED_COMPANIES_OF_OWNER.ask(person.id):
        raise NoSuchCompany
    with tenancy.within(company_id):
        Company.objects.filter(id=company_id).update(disabled_at=None)
        activity.record(Caller(company_id, person.id, address=address), Act.COMPANY_RESTORED)
        events.announce(CompanyRestored(company_id))


def is_disabled(company_id: uuid.UUID) -> bool:
    """Whether jobs of this company are to rest. Inside `tenancy.within(company_id)`."""
    return not Company.objects.filter(id=company_id, disabled_at=None).exists()


def close_due() -> None:
    """Close what was disabled thirty days ago and nobody restored."""
    for (company_id,) in COMPANIES_PAST_COOLING.ask(clock.now() - COOLING):
        with transaction.atomic(), tenancy.within(company_id):
            Company.objects.filter(id=company_id, closed_at=None).update(closed_at=clock.now())
            activity.of_the_house(company_id, Act.COMPANY_CLOSED)
            events.announce(CompanyClosed(company_id))
