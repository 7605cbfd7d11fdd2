"""How much of what a company may have is in use."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum

from vidarium.accounts import invitations, usage
from vidarium.accounts.models import Company
from vidarium.library.models import Asset
from vidarium.production import grids


@dataclass(frozen=True)
class Meter:
    """So much of so much."""

    used: float
    limit: float

    @property
    def part(self) -> float:
        """From 0 to 1; more than the limit is all of it."""
        return min(1.0, self.used / self.limit) if self.limit > 0 else 1.0


@dataclass(frozen=True)
class Usage:
    """Each meter in its own unit."""

    bytes: Meter
    seconds: Meter
    people: Meter
    """Members, and those who are invited."""
    calls: Meter
    """Of the API in the last minute: the busiest key's, or person's. The limit is for each of them."""


def of(company: Company) -> Usage:
    """Read where it is kept, at this moment. Inside `tenancy.within(company.id)`."""
    stored = Asset.objects.filter(company=company).aggregate(sum=Sum("size_bytes"))["sum"] or 0
    places = company.max_members - invitations.places_left(company)
    return Usage(
        bytes=Meter(stored, company.quota_bytes),
        seconds=Meter(grids.seconds_of_all(company.id), company.quota_seconds),
        people=Meter(places, company.max_members),
        calls=Meter(usage.busiest(company), company.calls_a_minute),
    )


def is_spent(company: Company, *, more_seconds: float) -> bool:
    """Whether a film of this length is too much."""
    return grids.seconds_of_all(company.id) + more_seconds > company.quota_seconds
