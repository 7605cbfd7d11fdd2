"""Each kind of process speaks to the database as itself, and may do there what it needs and no more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core import signals
from django.db import Error, connection, transaction
from django.test import Client
from psycopg import conninfo

from tests import logins
from tests.cast import Cast
from tests.library import filming
from tests.project.forbidden import FOR_GOOD, MAY_NOT
from vidarium.accounts import invitations, limits, links, replays, sessions, upkeep
from vidarium.accounts.devices import About
from vidarium.accounts.models import Activity, Attempt, Code, Company, IdempotentAnswer, Invitation, SignedIn, SignInLink
from vidarium.delivery import playback
from vidarium.delivery.models import Revocation
from vidarium.foundation import clock, postgres, tenancy
from vidarium.foundation.environment import APP_ROLE, EDGE_ROLE, LOGINS, WEB_ROLE, WORKER_ROLE
from vidarium.library import assets
from vidarium.library import upkeep as library
from vidarium.library.models import Asset, Retirement
from vidarium.notices import mail
from vidarium.notices.models import Message
from vidarium.production import jobs
from vidarium.production.lookups import UNFINISHED_ASSETS
from vidarium.project import grants, schema

Owner = psycopg.Connection[tuple[Any, ...]]
LONG_AGO = timedelta(days=60)
pytestmark = pytest.mark.usefixtures("roles")
RIGHTS = """
SELECT grantee, table_name, '', privilege_type FROM information_schema.table_privileges WHERE grantee = ANY(%(logins)s)
UNION ALL SELECT grantee, table_name, column_name, privilege_type FROM information_schema.column_privileges WHERE grantee = ANY(%(logins)s)
"""
OWNERS_FUNCTIONS = "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"


def refused(login: str, statement: str) -> bool:
    """Whether the database refuses this to this login. Nothing of it stays."""
    try:
        with transaction.atomic(), logins.speaking_as(login), connection.cursor() as cursor:
            cursor.execute(statement)
            transaction.set_rollback(True)
    except Error as error:
        return "permission denied" in str(error)
    return False


# -- the declaration ---------------------------------------------------------------------------------------------------
def test_a_line_stands_for_every_table(owner: Owner) -> None:
    """Is this red, then a table is new: say in `project/grants.py` who may do what with it."""
    assert {name for (name,) in owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")} == set(grants.TABLES)


def test_the_callers_of_every_function_that_runs_as_the_owner_are_named(owner: Owner) -> None:
    assert {name for (name,) in owner.execute(OWNERS_FUNCTIONS)} == set(grants.FUNCTIONS) == set(schema.as_the_owner())


def test_where_mail_goes_out_web_reads_no_letter() -> None:
    letters = [one for one in grants.statements({}, development=False) if one.endswith("ON notices_message TO vidarium_web")]
    assert letters == ["GRANT INSERT ON notices_message TO vidarium_web"]


# -- what each may not -------------------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize(("login", "statement"), [(login, one) for login, all_ in MAY_NOT.items() for one in all_])
def test_a_process_may_do_no_more_than_it_needs(login: str, statement: str) -> None:
    assert refused(login, statement)


@pytest.mark.django_db
@pytest.mark.parametrize("statement", FOR_GOOD)
@pytest.mark.parametrize("login", LOGINS)
def test_what_was_done_and_what_was_agreed_to_is_changed_by_nobody(login: str, statement: str) -> None:
    assert refused(login, statement)


@pytest.mark.parametrize("login", LOGINS)
def test_no_login_is_superuser_owns_anything_or_lingers_in_a_transaction(owner: Owner, login: str) -> None:
    about = "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, rolconfig::text FROM pg_roles WHERE rolname = %s"
    assert owner.execute(about, [login]).fetchone() == (*(False,) * 5, "{idle_in_transaction_session_timeout=20s}")
    assert owner.execute("SELECT count(*) FROM pg_class WHERE relowner = %s::regrole", [login]).fetchone() == (0,)


# -- what each must be able to do --------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_what_the_test_client_asks_is_asked_as_web() -> None:
    """So the tests of the pages and of the API show what is missing."""
    seen = []

    def look(**_: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            seen.append(cursor.fetchone())

    with logins.requests_as_web():
        signals.request_started.connect(look)
        Client().get("/api/v1/assets")
        signals.request_started.disconnect(look)
        look()
    assert seen == [(WEB_ROLE,), (APP_ROLE,)]


def test_the_worker_sweeps_what_it_may_not_read(company: Cast) -> None:
    """Links, codes, sessions, invitations, answers and counts that are over: dropped by their dates, in no other company's sight."""
    over = outlived(company)
    with logins.speaking_as(WORKER_ROLE):
        upkeep.sweep()
    with tenancy.within(company.id):
        assert [model.__name__ for model in over if model.objects.exists()] == []
        assert Company.objects.get().closed_at
        assert Activity.objects.filter(act="company.closed").exists()


def outlived(company: Cast) -> list[Any]:
    """A row of each kind that has outlived its term."""
    old = clock.now() - LONG_AGO
    links.issue(company.owner)
    SignInLink.objects.update(expires_at=old)
    Code.objects.create(purpose=Code.Purpose.SIGN_IN, to=b"t" * 32, digest=b"d" * 32, expires_at=old)
    sessions.begin(company.owner, About("Firefox 140", "Linux", SignedIn.Kind.COMPUTER, "", "en", None))
    SignedIn.objects.update(seen_at=old)
    limits.count(invitations.OF_COMPANY, company.id.hex)
    Attempt.objects.update(arrival=old)
    with tenancy.within(company.id):
        wanted = {"email": "new@acme.example", "role": "viewer", "digest": b"d" * 32, "expires_at": old}
        Invitation.objects.create(company=company.company, **wanted)
        IdempotentAnswer.objects.create(company=company.company, digest=b"d" * 32, request=b"r" * 32, created_at=old - replays.KEPT)
        Company.objects.update(disabled_at=old)
    return [SignInLink, Code, SignedIn, Attempt, Invitation, IdempotentAnswer]


@pytest.mark.usefixtures("live")
def test_the_worker_carries_on_with_what_is_due(company: Cast, owner: Owner) -> None:
    """A film that somebody deleted goes, a revocation that is spent, a letter of yesterday; an unfinished film is taken up."""
    gone, unfinished = (filming.arrived(company) for _ in range(2))
    owner.execute("DELETE FROM procrastinate_jobs")
    with tenancy.within(company.id):
        assets.retire(gone, by=filming.caller_of(company))
        Retirement.objects.update(due_at=clock.now())
        Revocation.objects.update(expires_at=clock.now() - LONG_AGO)
    Message.objects.create(to="a@acme.example", subject="s", text="t", created_at=clock.now() - LONG_AGO)
    with logins.speaking_as(WORKER_ROLE):
        for sweep in (library.sweep, library.tidy, playback.forget_spent_revocations, mail.sweep):
            sweep()
        assert UNFINISHED_ASSETS.ask() == [(company.id, unfinished.id)]
        jobs.resume(company.id, unfinished.id)
    assert owner.execute("SELECT args->>'asset_id' FROM procrastinate_jobs").fetchall() == [(unfinished.id.hex,)]
    assert not Message.objects.exists()
    with tenancy.within(company.id):
        assert not Asset.objects.filter(id=gone.id).exists()


# -- made anew at each start -------------------------------------------------------------------------------------------
def rights_of(owner: Owner) -> set[tuple[Any, ...]]:
    return set(owner.execute(RIGHTS, {"logins": list(LOGINS)}).fetchall())


def test_whatever_else_was_granted_is_taken_back_at_the_next_start(owner: Owner, django_db_blocker: Any) -> None:
    before = rights_of(owner)
    owner.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO vidarium_edge, vidarium_worker")
    owner.execute("GRANT SELECT (password) ON accounts_person TO vidarium_worker")
    assert rights_of(owner) != before
    with django_db_blocker.unblock():
        schema.prepare()
    assert rights_of(owner) == before


def test_an_installation_of_one_login_gets_the_others_at_its_next_start(cluster: postgres.Cluster, django_db_blocker: Any) -> None:
    with without(EDGE_ROLE, cluster):
        with django_db_blocker.unblock():
            schema.prepare()
        with entered_as(EDGE_ROLE) as edge:
            assert edge.execute("SELECT count(*) FROM procrastinate_workers").fetchone()
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                edge.execute("SELECT password FROM accounts_person")


@contextmanager
def without(login: str, cluster: postgres.Cluster) -> Iterator[None]:
    """As if this login had never been made; whoever is in by it stays in."""
    with cluster.connect("vidarium") as database:
        database.execute(f"ALTER ROLE {login} RENAME TO away")
        try:
            yield
            database.execute(f"DROP OWNED BY {login}")
            database.execute(f"DROP ROLE {login}")
        finally:
            database.execute(f"ALTER ROLE away RENAME TO {login}")


def entered_as(login: str) -> psycopg.Connection[tuple[Any, ...]]:
    at = {name: str(value) for name, value in settings.ENVIRONMENT.database(login).items()}
    address = conninfo.make_conninfo(host=at["HOST"], port=at["PORT"], dbname=at["NAME"], user=at["USER"], password=at["PASSWORD"])
    return psycopg.connect(address, autocommit=True)
