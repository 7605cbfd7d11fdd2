"""How often the programs and people of a company call, against how often they may. One limit for each of them."""

from __future__ import annotations

from datetime import timedelta

from vidarium.accounts import limits
from vidarium.accounts.callers import Caller
from vidarium.accounts.limits import Limit, Standing
from vidarium.accounts.models import Company, Membership, Token

MINUTE = timedelta(minutes=1)


def calls(a_minute: int) -> Limit:
    """How often one of them may call."""
    return Limit("calls", max(1, a_minute), MINUTE)


def count(caller: Caller) -> Standing:
    """Count one call of the API, outside the request's transaction.

    A company's key counts for itself; whatever a person calls, by their session or by keys of their own, counts together.
    """
    return limits.count(calls(caller.calls_a_minute), (caller.place_id or caller.key_id or caller.company_id).hex)


def told(standing: Standing) -> dict[str, str]:
    """How somebody stands, as headers of the answer to their call."""
    window = int(standing.limit.within.total_seconds())
    said = {
        "RateLimit-Policy": f'"{standing.limit.name}";q={standing.limit.most};w={window}',
        "RateLimit": f'"{standing.limit.name}";r={standing.remaining};t={standing.reset_seconds}',
    }
    return said if standing.allowed else {**said, "Retry-After": str(standing.reset_seconds)}


def busiest(company: Company) -> int:
    """Calls within the last minute of whoever called most. Inside `tenancy.within(company.id)`."""
    keys = Token.objects.filter(company=company, membership=None).values_list("id", flat=True)
    people = Membership.objects.filter(company=company).values_list("id", flat=True)
    return limits.most_used(calls(company.calls_a_minute), [one.hex for one in (*keys, *people)])
