"""Bring the database to what the models say: tables, walls, look-ups, labels, logins. Runs as the owner; safe to run again.

The walls are generated from the models: a company's table can't be without one.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction
from django.db.models import Model
from psycopg import sql

from vidarium.accounts import activity
from vidarium.accounts import lookups as accounts
from vidarium.accounts.models import Company
from vidarium.delivery import lookups as delivery
from vidarium.foundation import tenancy
from vidarium.foundation.datamap import lock, register
from vidarium.foundation.environment import LOGINS
from vidarium.library import live
from vidarium.library import lookups as library
from vidarium.privacy import consents
from vidarium.production import lookups as production
from vidarium.project import grants

LOOKUPS = (*accounts.LOOKUPS, *library.LOOKUPS, *production.LOOKUPS, *delivery.LOOKUPS)
STANDSTILL = "20s"
"""How long a transaction of the application's may stand still: a process that hangs in one must not hold a film for longer."""
ONE_AT_A_TIME = 0x76696461
"""Advisory lock: two machines that start at once migrate one after the other."""


def prepare() -> None:
    """Migrate, then build everything that is generated from the models."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        try:
            for login in LOGINS:
                for statement in make_login(login, str(settings.ENVIRONMENT.database(login)["PASSWORD"])):
                    cursor.execute(statement)
            call_command("migrate", database="owner", interactive=False, verbosity=0)
            for made in generated():
                cursor.execute(made)
            # All at once: whoever is being served meanwhile must not be without a right for a moment.
            with transaction.atomic(using="owner"):
                for granted in grants.statements(as_the_owner(), development=settings.ENVIRONMENT.development):
                    cursor.execute(granted)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])


def generated() -> Iterator[str]:
    """Every statement that is made anew with each start."""
    yield from walls()
    yield from (lookup.create() for lookup in LOOKUPS)
    yield from live.STATEMENTS
    yield from activity.STATEMENTS
    yield from consents.STATEMENTS
    yield from comments()


def company_models() -> list[type[Model]]:
    """Every model whose rows belong to a company."""
    return [model for model in apps.get_models() if any(field.name == "company" for field in model._meta.local_fields)]


def walls() -> Iterator[str]:
    """Row-level security for every company table, and for the companies' own. The owner keeps its way in, for migrations."""
    models: list[type[Model]] = [Company, *company_models()]
    for model in models:
        table = model._meta.db_table
        own = "id" if model is Company else "company_id"
        rule = tenancy.POLICY.replace("company_id", own)
        yield unless(f"SELECT FROM pg_class WHERE oid = '{table}'::regclass AND relrowsecurity AND relforcerowsecurity", up(table))
        for name, to, using in (("company", "PUBLIC", rule), ("keeper", "CURRENT_USER", "true")):
            policy = f"CREATE POLICY {name} ON {table} TO {to} USING ({using}) WITH CHECK ({using})"
            yield unless(f"SELECT FROM pg_policy WHERE polrelid = '{table}'::regclass AND polname = '{name}'", policy)


def up(table: str) -> str:
    return f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"


def unless(there: str, make: str) -> str:
    """A wall that stands is not touched: another machine may be serving through it while this one starts."""
    return f"DO $do$ BEGIN IF NOT EXISTS ({there}) THEN {make}; END IF; END $do$"


def as_the_owner() -> dict[str, str]:
    """Every function that runs with the owner's rights: its signature by its name."""
    forgetting = {name: f"{name}()" for name in (activity.FORGET, consents.FORGET)}
    return {**{lookup.name: lookup.signature for lookup in LOOKUPS}, **forgetting}


def comments() -> Iterator[str]:
    """The data map's label on every column, for whoever reads the database with plain SQL."""
    for (table, column), label in register.current().columns().items():
        yield sql.SQL("COMMENT ON COLUMN {} IS {}").format(sql.Identifier(table, column), sql.Literal(lock.comment_of(label))).as_string()


def make_login(login: str, password: str) -> list[sql.Composed]:
    """The statements that make a login of the application's, or set its password: no superuser, no way past row-level security."""
    name, word = sql.Identifier(login), sql.Literal(password)
    exists = sql.SQL("SELECT FROM pg_roles WHERE rolname = {}").format(sql.Literal(login))
    create = sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE").format(name)
    return [
        sql.SQL("DO $$ BEGIN IF NOT EXISTS ({}) THEN {}; END IF; END $$").format(exists, create),
        sql.SQL("ALTER ROLE {} PASSWORD {}").format(name, word),
        sql.SQL("ALTER ROLE {} SET idle_in_transaction_session_timeout = {}").format(name, sql.Literal(STANDSTILL)),
    ]
