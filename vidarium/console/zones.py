"""Times stand on a page as its reader's clock shows them: in their own time zone, else in their company's, else in UTC.

`presence` begins each request in the person's own; who has none gets the company's as soon as it is known which.
"""

from __future__ import annotations

import zoneinfo
from datetime import tzinfo

from django.http import HttpRequest
from django.utils import timezone

from vidarium.accounts import callers
from vidarium.accounts.models import Company, Membership, Person
from vidarium.foundation import tenancy


def named(name: str) -> tzinfo:
    """UTC for none, and for one that is no more."""
    try:
        return zoneinfo.ZoneInfo(name or "UTC")
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("UTC")


def of(membership: Membership) -> tzinfo:
    """The person's, else the company's."""
    return named(membership.person.time_zone or membership.company.time_zone)


def begin(membership: Membership) -> None:
    """From here on times are shown in it, until the request ends."""
    timezone.activate(of(membership))


def begin_for(request: HttpRequest, person: Person) -> None:
    """The same on a person's own pages, where no company is at hand: asked for only where they have no zone of their own."""
    there = None if person.time_zone else callers.company_of(person.id, chosen=request.session.get(callers.COMPANY, ""))
    if there:
        with tenancy.within(there):
            timezone.activate(named(Company.objects.values_list("time_zone", flat=True).get(id=there)))
