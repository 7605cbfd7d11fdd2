"""Which company this work is for, told to the database.

Every row of a company is behind row-level security that reads `vidarium.company`; the setting lives for one transaction.
Without it the database shows no row. It is a wall against forgotten filters, not against SQL injection: any SQL of the
application could set it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection, transaction

SETTING = "vidarium.company"
POLICY = f"company_id = nullif(current_setting('{SETTING}', true), '')::uuid"
"""After a `SET LOCAL` ends the setting is the empty string, not NULL: hence `nullif`."""


@contextmanager
def within(company_id: uuid.UUID) -> Iterator[None]:
    """One transaction in which this company's rows exist, and no other's. Inside another it gives back what was seen before."""
    before = _seen() if connection.in_atomic_block else None
    with transaction.atomic():
        enter(company_id)
        yield
        # The setting would outlive this block with the outer transaction. (When it is rolled back, it goes by itself.)
        if before is not None:
            _see(before)


def _seen() -> str:
    """The company whose rows exist now, empty where there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [SETTING])
        return str((cursor.fetchone() or ("",))[0])


def _see(company_id: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, company_id])


def enter(company_id: uuid.UUID) -> None:
    """Show this company's rows until the running transaction ends; outside a transaction it is an error."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A company is entered inside a transaction, or the setting is lost at once.")
    _see(str(company_id))


def forget(raw: psycopg.Connection) -> None:
    """Reset a connection that returns to the pool: a session-level setting would leak to its next user."""
    if raw.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
        raw.rollback()
    before, raw.autocommit = raw.autocommit, True
    raw.execute(f"RESET {SETTING}")
    raw.autocommit = before
