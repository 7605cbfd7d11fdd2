"""Logs hold identifiers, never contents."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests import machine

CANARY = "canary.in.a.coal-mine@acme.example"


def test_a_statement_that_fails_leaves_no_address_in_the_database_s_log(owner: psycopg.Connection[tuple[Any, ...]]) -> None:
    columns = "(id, email, name, password, is_active, created_at)"
    insert = f"INSERT INTO accounts_person {columns} VALUES (gen_random_uuid(), '{CANARY}', '', '', true, now())".encode()  # noqa: S608 - the literal is the test
    with owner.transaction(force_rollback=True):
        owner.execute(insert)
        with pytest.raises(psycopg.errors.UniqueViolation), owner.transaction():
            owner.execute(insert)
    log = (machine.DATA_DIR / "logs" / "postgres.log").read_text()
    assert "duplicate key value" in log
    assert CANARY not in log
