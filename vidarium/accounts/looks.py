"""What a staff member looked into, as they themselves read it: their own lines of the companies' logs, and nobody else's."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from vidarium.accounts import accesses
from vidarium.accounts.activity import Act
from vidarium.accounts.lookups import ACCESSES_OF_STAFF
from vidarium.accounts.models import Activity, Staff, StaffAccess
from vidarium.foundation import tenancy

MOST_PAGES = 100
"""Of one look; what is more is counted in the company's own log."""


@dataclass(frozen=True)
class Look:
    """One access, and what was shown within it."""

    access: StaffAccess
    pages: Sequence[Activity]
    """Newest first."""

    @property
    def may(self) -> list[str]:
        return accesses.names(self.access.permissions)


def of(member: Staff) -> list[Look]:
    """The newest 25, newest first."""
    found: list[Look] = []
    for company_id, access_id in ACCESSES_OF_STAFF.ask(member.person_id):
        found += _look(member, company_id, access_id)
    return found


def _look(member: Staff, company_id: uuid.UUID, access_id: uuid.UUID) -> list[Look]:
    with tenancy.within(company_id):
        access = StaffAccess.objects.select_related("company").filter(id=access_id, staff=member).first()
        if access is None:
            return []
        lines = Activity.objects.filter(company_id=company_id, actor_id=member.person_id, act=Act.STAFF_LOOKED, target=access.public_id)
        return [Look(access, list(lines.order_by("-id")[:MOST_PAGES]))]
