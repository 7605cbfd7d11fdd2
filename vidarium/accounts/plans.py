"""How much a company may have: its limits, as whoever runs the service sets them. They hold from the next request on."""

from __future__ import annotations

from vidarium.accounts import activity, companies
from vidarium.accounts.activity import Act
from vidarium.accounts.callers import Caller
from vidarium.accounts.models import Company
from vidarium.foundation import tenancy

LIMITS = ("quota_bytes", "max_upload_bytes", "quota_seconds", "max_members", "calls_a_minute")


def change(slug: str, limits: dict[str, int]) -> Company:
    """Set those that are given; the company sees in its own log what they were. Raises `NoSuchCompany`."""
    company_id = companies.id_of(slug)
    with tenancy.within(company_id):
        company = Company.objects.select_for_update(no_key=True).get(id=company_id)
        before = {name: getattr(company, name) for name in LIMITS if name in limits and getattr(company, name) != limits[name]}
        if before:
            after = {name: limits[name] for name in before}
            Company.objects.filter(id=company_id).update(**after)
            activity.record(
                Caller(company_id), Act.COMPANY_CHANGED, target=company.public_id, words=company.name, before=before, after=after
            )
            company.refresh_from_db()
    return company
