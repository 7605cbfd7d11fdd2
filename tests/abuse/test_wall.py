"""The wall in the database itself: with the application's filters removed, one company still sees and touches nothing of another."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import Error, ProgrammingError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Model
from psycopg import conninfo

from tests import logins
from tests.abuse.conftest import Owner, Possessions, tables
from vidarium.accounts.models import Company
from vidarium.foundation import environment, tenancy
from vidarium.foundation.lookups import Lookup
from vidarium.project import grants, schema

MODELS = schema.company_models()
TABLES = tables()
WALLS = "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
POLICIES = """
SELECT tablename FROM pg_policies
WHERE policyname = 'company' AND cmd = 'ALL' AND roles = '{public}' AND qual = with_check AND qual LIKE %s
"""
WITH_A_COMPANY = "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'company_id'"
ENUMERATED = {"uuid", "timestamptz"}
"""What a look-up may answer: ids and times, never words."""
OF_STAFF = {"staff_lapsing"}
"""It tells the worker the address of somebody who works in no company, to write to them: nothing behind any wall."""
BEYOND = [
    *(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY" for table in TABLES),
    *(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY" for table in TABLES),
    *(f"DROP POLICY company ON {table}" for table in TABLES),
    *(f"ALTER POLICY company ON {table} USING (true)" for table in TABLES),
    *(f"CREATE POLICY open ON {table} USING (true)" for table in TABLES),
    *(f"TRUNCATE {table} CASCADE" for table in TABLES),
    *(f"SET LOCAL row_security = off; SELECT * FROM {table}" for table in TABLES),
    *(f"{change} {role}" for role in ("vidarium_owner", "postgres") for change in ("SET ROLE", "SET SESSION AUTHORIZATION")),
    "ALTER ROLE vidarium_app BYPASSRLS",
    "ALTER ROLE vidarium_app SUPERUSER",
    "GRANT vidarium_owner TO vidarium_app",
    "CREATE TABLE public.mine (id int)",
    "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
    "CREATE OR REPLACE FUNCTION company_of_slug(text) RETURNS TABLE (company_id uuid) LANGUAGE sql AS 'SELECT NULL::uuid'",
    "COPY accounts_token TO PROGRAM 'cat'",
    "SELECT pg_read_file('/etc/passwd')",
]


@contextmanager
def nobody() -> Iterator[None]:
    """A transaction of the application's in which no company is entered."""
    with transaction.atomic():
        yield


def own_rows(table: str) -> list[uuid.UUID]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {table}")
        return [row[0] for row in cursor.fetchall()]


def test_the_stranger_has_a_row_of_every_kind(theirs: Possessions) -> None:
    assert [table for table, rows in theirs.rows.items() if not rows] == []


@pytest.mark.promise("I.A.1.1-j")
@pytest.mark.promise("III.B.1-d")
def test_every_model_asked_for_everything_gives_nothing_of_theirs(theirs: Possessions) -> None:
    """T-10."""
    with tenancy.within(theirs.seeker.id):
        seen = {model._meta.db_table: set(model._default_manager.values_list("pk", flat=True)) for model in MODELS}
    assert {table: seen[table] & set(rows) for table, rows in theirs.rows.items() if seen[table] & set(rows)} == {}


@pytest.mark.promise("III.B.1-d")
def test_plain_sql_gives_nothing_of_theirs(theirs: Possessions) -> None:
    """T-10."""
    with tenancy.within(theirs.seeker.id):
        seen = {table: set(own_rows(table)) for table in TABLES}
        assert [row for row in own_rows("accounts_company") if row != theirs.seeker.id] == []
    assert {table: seen[table] & set(rows) for table, rows in theirs.rows.items() if seen[table] & set(rows)} == {}


def test_their_ids_open_nothing(theirs: Possessions) -> None:
    """Neither named outright nor reached by a join from what one has."""
    with tenancy.within(theirs.seeker.id), connection.cursor() as cursor:
        for table, rows in theirs.rows.items():
            cursor.execute(f"SELECT count(*) FROM {table} WHERE id = ANY(%s) OR company_id = %s", [list(rows), theirs.company.id])
            assert cursor.fetchone() == (0,), table


def test_with_no_company_entered_there_is_no_row_at_all(theirs: Possessions) -> None:
    """T-09, T-10."""
    with nobody():
        assert {table: len(own_rows(table)) for table in (*TABLES, "accounts_company") if own_rows(table)} == {}


@pytest.mark.promise("III.B.1-d")
@pytest.mark.parametrize("login", grants.PROCESSES)
def test_of_each_kind_of_process_the_database_alone_shows_nothing_of_theirs(theirs: Possessions, login: str) -> None:
    """Neither by their ids nor by their company's, from `web`, edge and worker; of one's own, what the login may read."""
    with logins.taken_on(), tenancy.within(theirs.seeker.id), logins.speaking_as(login), connection.cursor() as cursor:
        seen = {table: counted(cursor, table, list(rows), theirs.company.id) for table, rows in theirs.rows.items()}
        assert own_rows("library_asset")
    assert set(seen.values()) == {0}


def counted(cursor: CursorWrapper, table: str, rows: list[uuid.UUID], company_id: uuid.UUID) -> int:
    """How many of these rows; none where the login may not look at all."""
    try:
        with transaction.atomic():
            cursor.execute(f"SELECT count(*) FROM {table} WHERE id = ANY(%s) OR company_id = %s", [rows, company_id])
            return int((cursor.fetchone() or (0,))[0])
    except ProgrammingError as refused:
        if "permission denied" not in str(refused):
            raise
        return 0


@pytest.mark.parametrize("login", grants.PROCESSES)
def test_of_each_kind_of_process_none_sees_a_row_without_a_company(theirs: Possessions, login: str) -> None:
    with logins.taken_on(), nobody(), logins.speaking_as(login):
        assert {table: len(own_rows(table)) for table in ("library_asset", "delivery_playback", "production_grid")} == {
            "library_asset": 0,
            "delivery_playback": 0,
            "production_grid": 0,
        }


@pytest.mark.parametrize("login", grants.PROCESSES)
def test_no_kind_of_process_can_take_the_wall_down(theirs: Possessions, login: str) -> None:
    with logins.taken_on(), nobody(), logins.speaking_as(login), connection.cursor() as cursor:
        for statement in BEYOND:
            if "SET ROLE" not in statement and "SESSION AUTHORIZATION" not in statement:
                with pytest.raises(Error), transaction.atomic():
                    cursor.execute(statement)


@pytest.mark.parametrize("setting", ["''", "'00000000-0000-0000-0000-000000000000'", "NULL"])
def test_a_company_that_is_none_opens_nothing(theirs: Possessions, setting: str) -> None:
    with nobody(), connection.cursor() as cursor:
        cursor.execute(f"SELECT set_config('vidarium.company', {setting}, true)")
        assert own_rows("library_asset") == []


@pytest.mark.promise("III.B.1-d")
def test_their_rows_can_be_neither_changed_nor_deleted(theirs: Possessions, owner: Owner) -> None:
    with tenancy.within(theirs.seeker.id), connection.cursor() as cursor:
        for table, rows in theirs.rows.items():
            for statement in (f"UPDATE {table} SET company_id = company_id WHERE id = ANY(%s)", f"DELETE FROM {table} WHERE id = ANY(%s)"):
                assert touched(cursor, statement, list(rows)) == 0, statement
    assert {table: len(rows) for table, rows in theirs.rows.items()} == {
        table: owner.execute(f"SELECT count(*) FROM {table} WHERE company_id = %s", [theirs.company.id]).fetchone()[0]  # type: ignore[index]
        for table in TABLES
    }


def touched(cursor: CursorWrapper, statement: str, rows: list[uuid.UUID]) -> int:
    """How many rows; none where the login may not at all."""
    try:
        with transaction.atomic():
            cursor.execute(statement, [rows])
    except ProgrammingError:
        return 0
    return int(cursor.rowcount)


def test_nothing_can_be_put_into_their_company(theirs: Possessions, owner: Owner) -> None:
    """Rows like theirs, with numbers of their own, into each table."""
    for table in TABLES:
        (row,) = owner.execute(f"SELECT to_jsonb(t) FROM {table} t WHERE company_id = %s LIMIT 1", [theirs.company.id]).fetchone() or ({},)
        like = json.dumps({**row, "id": str(uuid.uuid4())})
        with pytest.raises(Error, match=f'violates row-level security policy for table "{table}"'), tenancy.within(theirs.seeker.id):
            put(table, like)


def put(table: str, row: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, %s)", [row])


def test_nothing_of_ones_own_can_be_moved_into_their_company(theirs: Possessions) -> None:
    with pytest.raises(Error, match="violates row-level security policy"), tenancy.within(theirs.seeker.id), connection.cursor() as cursor:
        cursor.execute("UPDATE library_asset SET company_id = %s", [theirs.company.id])


@pytest.mark.parametrize("model", [Company, *MODELS], ids=lambda model: model._meta.db_table)
def test_every_company_table_has_its_wall(owner: Owner, model: type[Model]) -> None:
    table = model._meta.db_table
    column = "id" if model is Company else "company_id"
    assert (table,) in owner.execute(WALLS).fetchall()
    assert (table,) in owner.execute(POLICIES, [f"({column} = (NULLIF(current_setting('vidarium.company'%"]).fetchall()


def test_no_table_has_a_company_and_no_wall(owner: Owner) -> None:
    assert {table for (table,) in owner.execute(WITH_A_COMPANY)} == set(TABLES)


def test_the_application_is_no_superuser_owns_nothing_and_passes_no_wall(owner: Owner) -> None:
    about = "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication FROM pg_roles WHERE rolname = 'vidarium_app'"
    assert owner.execute(about).fetchone() == (False,) * 5
    assert owner.execute("SELECT count(*) FROM pg_class WHERE relowner = 'vidarium_app'::regrole").fetchone() == (0,)
    member = "SELECT count(*) FROM pg_auth_members WHERE member = 'vidarium_app'::regrole"
    assert owner.execute(member).fetchone() == (0,)


@pytest.mark.parametrize("statement", BEYOND)
def test_the_application_can_not_take_the_wall_down(application: psycopg.Connection[Any], statement: str) -> None:
    with pytest.raises(psycopg.Error, match=r"must be|permission denied|not own|row-level security policy|Only roles|superuser"):
        application.execute(statement)


@pytest.fixture
def application(django_db_setup: None) -> Iterator[psycopg.Connection[Any]]:
    """A connection of the application's login, rolled back at the end whatever it did."""
    at = {name: str(value) for name, value in settings.ENVIRONMENT.database(environment.APP_ROLE).items()}
    address = conninfo.make_conninfo(host=at["HOST"], port=at["PORT"], dbname=at["NAME"], user=at["USER"], password=at["PASSWORD"])
    with psycopg.connect(address) as login:
        yield login
        login.rollback()


@pytest.mark.parametrize("lookup", schema.LOOKUPS, ids=lambda lookup: lookup.name)
def test_a_look_up_answers_ids_and_times_alone(lookup: Lookup) -> None:
    told = {kind for _, kind in lookup.returns}
    assert told <= ENUMERATED | ({"text"} if lookup.name in OF_STAFF else set())


def test_no_other_function_runs_as_the_owner(owner: Owner) -> None:
    found = owner.execute("SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace").fetchall()
    assert {name for (name,) in found} == {"forget_old_activity", "forget_old_receipts", *(lookup.name for lookup in schema.LOOKUPS)}
