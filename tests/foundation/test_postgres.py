"""Our PostgreSQL: it comes back after anything, and lets the application see its own company alone."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import DEFAULT_DB_ALIAS, ProgrammingError, connection, connections, transaction
from django.db.backends.postgresql.base import DatabaseWrapper

from tests.cast import Cast
from tests.stack import fresh_data_dir
from vidarium.accounts.models import Company, Membership, Person, Token
from vidarium.foundation import datadir, environment, postgres, tenancy
from vidarium.foundation.errors import StartRefused
from vidarium.foundation.postgres import Cluster

ROUNDS = 13
"""More than the pool has connections."""
IDLE = 8
"""Connections that wait in the pool while the database restarts: enough for one request to meet several."""


@pytest.fixture
def machine() -> Iterator[environment.Environment]:
    """A machine with nothing on it yet."""
    folder = fresh_data_dir()
    made = environment.read({"DATA_DIR": str(folder)})
    datadir.lay_out(made)
    yield made
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def own() -> Iterator[Cluster]:
    """A cluster of this module's, that does not run. Each test stops what it started."""
    folder = fresh_data_dir()
    made = environment.read({"DATA_DIR": str(folder)})
    datadir.lay_out(made)
    cluster = Cluster.of(made, durable=False)
    postgres.make(cluster)
    yield cluster
    shutil.rmtree(folder)


@pytest.fixture
def server(own: Cluster) -> Iterator[subprocess.Popen[bytes]]:
    """It runs."""
    process = postgres.start(own, log=subprocess.DEVNULL)
    yield process
    if process.poll() is None:
        postgres.stop(process)


def fill(cluster: Cluster) -> str:
    """A thousand committed rows; the name of their table."""
    table = f"kept_{uuid.uuid4().hex}"
    with cluster.connect() as database:
        database.execute(f"CREATE TABLE {table} AS SELECT generate_series(1, 1000)")
    return table


def count(cluster: Cluster, table: str) -> int:
    with cluster.connect() as database:
        (rows,) = database.execute(f"SELECT count(*) FROM {table}").fetchone() or (0,)
    return int(rows)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGQUIT])
def test_what_was_committed_survives_a_sudden_end(own: Cluster, server: subprocess.Popen[bytes], how: signal.Signals) -> None:
    table = fill(own)
    server.send_signal(how)
    server.wait()
    again = postgres.start(own, log=subprocess.DEVNULL)
    assert count(own, table) == 1000
    postgres.stop(again)


def test_a_stale_pid_file_that_names_a_living_stranger_is_no_hindrance(own: Cluster) -> None:
    stranger = subprocess.Popen(["sleep", "60"])
    (own.data / "postmaster.pid").write_text(f"{stranger.pid}\n{own.data}\n1\n5432\n{own.sockets}\n\n")
    server = postgres.start(own, log=subprocess.DEVNULL)
    assert postgres.answers(own)
    postgres.stop(server)
    stranger.kill()
    stranger.wait()


@pytest.mark.usefixtures("server")
def test_the_pid_file_of_the_running_server_is_left_alone(own: Cluster) -> None:
    postgres.forget_stale_pid(own)
    assert (own.data / "postmaster.pid").exists()


def test_a_start_that_was_cut_off_while_making_the_files_begins_anew(machine: environment.Environment) -> None:
    cluster = Cluster.of(machine, durable=False)
    (cluster.data / "new").mkdir()
    (cluster.data / "new" / "PG_VERSION").write_text("18")
    postgres.make(cluster)
    server = postgres.start(cluster, log=subprocess.DEVNULL)
    postgres.stop(server)
    assert server.returncode == 0


def test_it_ends_at_once_although_somebody_is_connected(own: Cluster, server: subprocess.Popen[bytes]) -> None:
    with own.connect():
        began = time.monotonic()
        postgres.stop(server)
    assert (server.returncode, time.monotonic() - began < postgres.STOP_SECONDS) == (0, True)


@pytest.mark.usefixtures("server")
def test_roles_and_database_may_be_provided_for_twice(own: Cluster) -> None:
    postgres.provision(own)
    postgres.provision(own)
    with own.connect() as database:
        rights = database.execute("SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = 'vidarium_owner'").fetchone()
    assert rights == (False, False, True)


@pytest.mark.usefixtures("server")
def test_a_lost_root_secret_is_told_in_a_sentence(own: Cluster) -> None:
    variables = {"DATA_DIR": str(own.data.parent), "SECRET_KEY": "another secret than the one in the keys folder"}
    with pytest.raises(StartRefused, match="root secret is not the one"):
        postgres.provision(Cluster.of(environment.read(variables)))


def test_it_listens_on_a_unix_socket_alone_with_checksums_and_code_point_order(cluster: Cluster) -> None:
    names = ("listen_addresses", "data_checksums", "server_encoding", "jit")
    with cluster.connect() as database:
        found = tuple((database.execute(f"SHOW {name}").fetchone() or ("",))[0] for name in names)
        sorted_words = database.execute("SELECT array_agg(word ORDER BY word) FROM unnest(ARRAY['b', 'B', 'a', 'ä']) word").fetchone()
    assert (found, sorted_words) == (("", "on", "UTF8", "off"), (["B", "a", "b", "ä"],))


@pytest.mark.skipif(os.geteuid() != 0, reason="only a root start gives its rights up")
def test_it_is_not_root(cluster: Cluster) -> None:
    pid = (cluster.data / "postmaster.pid").read_text().split("\n", 1)[0]
    assert Path(f"/proc/{pid}").stat().st_uid == datadir.make_service_user().uid != 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only the service user of a root start may find the door closed")
def test_a_wheel_behind_a_closed_door_is_copied_to_where_it_can_be_run(machine: environment.Environment, tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    wheel = tmp_path / "pginstall"
    shutil.copytree(postgres._wheel(), wheel, symlinks=True)
    user = datadir.make_service_user()
    assert not postgres._runs(wheel, user)
    assert postgres._runs(postgres._copied(wheel, machine.data_dir / "programs"), user)


# -- the wall ----------------------------------------------------------------------------------------------------------
def test_without_a_filter_a_company_finds_its_own_rows_alone(company: Cast, stranger: Cast) -> None:
    with tenancy.within(company.id):
        found = [{row.company_id for row in model.objects.all()} for model in (Membership, Token)]
        assert (found, [row.id for row in Company.objects.all()]) == ([{company.id}] * 2, [company.id])


def test_without_a_company_nothing_is_found(company: Cast) -> None:
    assert (Membership.objects.count(), Token.objects.count(), Company.objects.count()) == (0, 0, 0)


def test_a_foreign_row_can_be_neither_changed_nor_deleted(company: Cast, stranger: Cast) -> None:
    with tenancy.within(company.id):
        foreign = Membership.objects.filter(company_id=stranger.id)
        assert (foreign.update(role="viewer"), foreign.delete()[0]) == (0, 0)


def test_a_row_can_not_be_put_into_a_foreign_company(company: Cast, stranger: Cast) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), tenancy.within(company.id):
        Membership.objects.create(company_id=stranger.id, person=Person.objects.known_as("new@acme.example"), role="viewer")


@pytest.mark.parametrize(
    "statement",
    [
        "SET ROLE vidarium_owner",
        "SET ROLE postgres",
        "SET SESSION AUTHORIZATION postgres",
        "ALTER TABLE accounts_token DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE accounts_token NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY company ON accounts_token",
        "TRUNCATE accounts_token CASCADE",
        "CREATE TABLE mine (x int)",
        "ALTER ROLE vidarium_app BYPASSRLS",
        "SELECT rolpassword FROM pg_authid",
    ],
)
@pytest.mark.django_db
def test_the_application_can_not_climb_the_wall(statement: str) -> None:
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_row_security_off_is_an_error_and_no_way_round(company: Cast) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL row_security = off")
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            cursor.execute("SELECT * FROM accounts_token")


@pytest.mark.usefixtures("live")
def test_a_company_set_for_a_session_does_not_reach_the_next_user_of_the_connection(company: Cast) -> None:
    seen = []
    for _ in range(ROUNDS):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid(), current_setting('vidarium.company', true), current_setting('TimeZone')")
            seen.append(cursor.fetchone())
            cursor.execute("SELECT set_config('vidarium.company', %s, false)", [str(company.id)])
        connection.close()
    assert {setting for _pid, setting, _zone in seen} <= {"", None}
    assert {zone for _pid, _setting, zone in seen} == {"UTC"}
    # Some connection was used twice, or nothing was shown.
    assert len({pid for pid, _setting, _zone in seen}) < ROUNDS


def test_the_owner_sees_through_it_for_migrations(owner: psycopg.Connection[tuple[object, ...]], live: None, company: Cast) -> None:
    assert owner.execute("SELECT count(*) FROM accounts_company WHERE id = %s", [company.id]).fetchone() == (1,)


def test_killing_a_backend_is_forgiven_by_the_next_request(cluster: Cluster, live: None, company: Cast) -> None:
    with tenancy.within(company.id), connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone() or (0,)
    with cluster.connect() as database:
        database.execute("SELECT pg_terminate_backend(%s)", [backend])
    connection.close()
    with tenancy.within(company.id):
        assert Company.objects.get().id == company.id


@pytest.mark.usefixtures("live")
def test_a_database_that_was_restarted_is_forgiven_however_many_connections_waited(cluster: Cluster) -> None:
    ours = connections[DEFAULT_DB_ALIAS]
    assert isinstance(ours, DatabaseWrapper)
    ours.close()
    pool = ours.pool
    lent = [pool.getconn() for _ in range(IDLE)]
    for each in lent:
        pool.putconn(each)
    with cluster.connect() as database:
        database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", [environment.APP_ROLE])
    for _ in range(IDLE):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        connection.close()


def test_a_company_inside_another_gives_the_first_one_back(company: Cast, stranger: Cast) -> None:
    with tenancy.within(company.id):
        with tenancy.within(stranger.id):
            assert Company.objects.get().id == stranger.id
        assert Company.objects.get().id == company.id


def test_an_unknown_company_is_an_empty_one(company: Cast) -> None:
    with tenancy.within(uuid.uuid4()):
        assert Membership.objects.count() == 0
