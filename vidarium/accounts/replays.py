"""What is asked for twice under one `Idempotency-Key` is done once, and answered alike (draft-ietf-httpapi-idempotency-key-header).

A claim is a row of the transaction that does what was asked for: of two at once the second waits for the first, then reads its
answer; where the first failed nothing is left, and the second does it.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection

from vidarium.accounts.callers import Caller
from vidarium.accounts.errors import AccountsError
from vidarium.accounts.lookups import ANSWERS_OVERDUE
from vidarium.accounts.models import IdempotentAnswer
from vidarium.foundation import clock, ids, tenancy

KEPT = timedelta(hours=24)
HEADER = "Idempotency-Key"
LONGEST = 255
REPLAYED = "Idempotency-Replayed"
CLAIM = """
INSERT INTO accounts_idempotentanswer (id, company_id, digest, request, status, body, created_at)
VALUES (%s, %s, %s, %s, 0, '', %s) ON CONFLICT (company_id, digest) DO NOTHING
"""


class KeyOfAnotherCall(AccountsError):
    """This Idempotency-Key was used for a different request before. Choose a fresh one for each thing that you want done."""

    code, status = "request.idempotency_key", 409


@dataclass(frozen=True)
class Claim:
    """A request's own key, of one caller."""

    digest: bytes
    request: bytes


def is_key(text: str) -> bool:
    """1 to 255 printable ASCII characters."""
    return 0 < len(text) <= LONGEST and text.isascii() and text.isprintable()


def of(caller: Caller, key: str, *, request: bytes) -> Claim:
    """Neither the key nor the request can be read from it. `request`: method, path and body."""
    secret = settings.ENVIRONMENT.key("replays")
    who = caller.key_id or caller.person_id or caller.company_id
    return Claim(bytes(secret.mac(f"{who.hex}\0{key}".encode())), bytes(secret.mac(request)))


def take(caller: Caller, claim: Claim, *, number: uuid.UUID | None = None) -> IdempotentAnswer | None:
    """None where it is ours to do; else what was answered before. Its body is read where somebody asks for it.

    Inside `tenancy.within(caller.company_id)`, in the transaction that does it. Waits for another that is doing it.
    `number`: of what is about to be made, where the answer is that thing itself. Raises `KeyOfAnotherCall`.
    """
    IdempotentAnswer.objects.filter(digest=claim.digest, created_at__lte=clock.now() - KEPT).delete()
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [number or ids.sortable(), caller.company_id, claim.digest, claim.request, clock.now()])
        ours = cursor.rowcount == 1
    return None if ours else _answered(claim)


def _answered(claim: Claim) -> IdempotentAnswer:
    before = IdempotentAnswer.objects.defer("body").get(digest=claim.digest)
    if bytes(before.request) != claim.request:
        raise KeyOfAnotherCall
    return before


def keep(claim: Claim, *, status: int, body: str) -> None:
    """The answer, in the transaction that did what was asked for."""
    IdempotentAnswer.objects.filter(digest=claim.digest).update(status=status, body=body)


def forget(claim: Claim) -> None:
    """What was done is undone, and may be asked for again."""
    IdempotentAnswer.objects.filter(digest=claim.digest).delete()


def sweep() -> None:
    """Forget the answers whose day is over, of every company."""
    due = clock.now() - KEPT
    for (company_id,) in ANSWERS_OVERDUE.ask(due):
        with tenancy.within(company_id):
            IdempotentAnswer.objects.filter(created_at__lte=due).delete()
