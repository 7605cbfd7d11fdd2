"""Logs hold identifiers, never contents."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import psycopg
import pytest

from tests import machine
from vidarium.project.logs import masked

CANARY = "canary.in.a.coal-mine@acme.example"
SECRET, LINK = "sil_" + "0" * 26, "/p/ply_" + "0" * 26 + "/" + "A" * 120


def test_a_statement_that_fails_leaves_no_address_in_the_database_s_log(owner: psycopg.Connection[tuple[Any, ...]]) -> None:
    columns = "(id, email, name, phone, language, time_zone, password, moved_from, is_active, created_at)"
    insert = f"INSERT INTO accounts_person {columns} VALUES (gen_random_uuid(), '{CANARY}', '', '', '', '', '', '', true, now())".encode()
    with owner.transaction(force_rollback=True):
        owner.execute(insert)
        with pytest.raises(psycopg.errors.UniqueViolation), owner.transaction():
            owner.execute(insert)
    log = (machine.DATA_DIR / "logs" / "postgres.log").read_text()
    assert "duplicate key value" in log
    assert CANARY not in log


@pytest.mark.parametrize("secret", [CANARY, SECRET, SECRET.replace("sil", "vdt"), LINK])
def test_a_line_is_masked_whatever_wrote_it(secret: str) -> None:
    assert secret not in masked(None, "", f'{{"event": "Not Found: {secret}"}}')


def test_an_id_of_a_row_is_no_secret() -> None:
    line = f'{{"event": "asset removed", "asset": "ast_{"0" * 26}"}}'
    assert masked(None, "", line) == line


def test_a_trace_reaches_standard_error_masked_and_in_one_line() -> None:
    program = (
        "import logging\nfrom vidarium.project import logs\nlogs.configure()\n"
        f"try:\n    raise ValueError('{CANARY}')\nexcept ValueError:\n    logging.getLogger('django').exception('refused {LINK}')\n"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stderr
    line = json.loads(said)
    assert "[e-mail]" in line["exception"]
    assert line["event"].endswith("/[signature]")
    assert not {CANARY, LINK} & set(said.split())
