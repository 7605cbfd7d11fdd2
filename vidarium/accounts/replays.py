"""What is asked for twice under one `Idempotency-Key` is done once, and answered alike (draft-ietf-httpapi-idempotency-key-header).

A claim is a row of the transaction that does what was asked for: of two at once the second waits for the first, then reads its
answer; where the first failed nothing is left, and the second does it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection

from vidarium.accounts.callers import Caller
from vidarium.accounts.lookups import ANSWERS_OVERDUE
from vidarium.accounts.models import IdempotentAnswer
from vidarium.foundation import clock, ids, tenancy

KEPT = timedelta(hours=24)
CLAIM = """
INSERT INTO accounts_idempotentanswer (id, company_id, digest, request, status, body, created_at)
VALUES (%s, %s, %s, %s, 0, '', %s) ON CONFLICT (company_id, digest) DO NOTHING
"""


@dataclass(frozen=True)
class Claim:
    """A request's own key, of one caller."""

    digest: bytes
    request: bytes


def of(caller: Caller, key: str, *, request: bytes) -> Claim:
    """Neither the key nor the request can be read from it. `request`: method, path and body."""
    secret = settings.ENVIRONMENT.key("replays")
    who = caller.key_id or caller.person_id or caller.company_id
    return Claim(bytes(secret.mac(f"{who.hex}\0{key}".encode())), bytes(secret.mac(request)))


def take(caller: Caller, claim: Claim) -> IdempotentAnswer | None:
    """None where it is ours to do; else what was answered before, to this request or to another one.

    Inside `tenancy.within(caller.company_id)`, in the transaction that does it. Waits for another that is doing it.
    """
    IdempotentAnswer.objects.filter(digest=claim.digest, created_at__lte=clock.now() - KEPT).delete()
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [ids.sortable(), caller.company_id, claim.digest, claim.request, clock.now()])
        ours = cursor.rowcount == 1
    return None if ours else IdempotentAnswer.objects.get(digest=claim.digest)


def is_of(answer: IdempotentAnswer, claim: Claim) -> bool:
    """Whether it was the same request."""
    return bytes(answer.request) == claim.request


def keep(claim: Claim, *, status: int, body: str) -> None:
    """The answer, in the transaction that did what was asked for."""
    IdempotentAnswer.objects.filter(digest=claim.digest).update(status=status, body=body)


def sweep() -> None:
    """Forget the answers whose day is over, of every company."""
    due = clock.now() - KEPT
    for (company_id,) in ANSWERS_OVERDUE.ask(due):
        with tenancy.within(company_id):
            IdempotentAnswer.objects.filter(created_at__lte=due).delete()
