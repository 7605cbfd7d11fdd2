"""The ground that every test stands on: a PostgreSQL of our own, the application's login, a closed network, a cast.

`db`     the test runs inside a transaction that is rolled back.
`live`   rows are committed, so that threads and other processes see them; they are removed afterwards.
`owner`  a raw connection as the schema's owner, to look behind the wall.
`stack`  the whole product, started by `vidarium up`; `token` and `other_token` open its API.
"""

# ruff: noqa: E402 - Django is set up before anything of it is imported
from __future__ import annotations

from tests import machine  # isort: skip - must come before Django reads its settings

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import django
import hypothesis
import psycopg
import pytest

django.setup()

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper
from psycopg import conninfo, sql

from tests import cast
from tests import stack as product
from vidarium.accounts import undeclared
from vidarium.foundation import clock, datadir, environment, orphan, postgres
from vidarium.project import schema, static

pytest_plugins = ["tests.promises", "tests.logins", "tests.piles"]
LIGHT = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}
HARD = {name: getattr(Argon2PasswordHasher, name) for name in LIGHT}
"""What a password costs the product."""
KEPT = {"django_migrations", "django_content_type", "auth_permission"}
"""Tables whose rows are part of the schema."""
real_connect = socket.socket.connect


# How long an example takes says how busy the machine is, and nothing about us.
hypothesis.settings.register_profile("any machine", deadline=None)
hypothesis.settings.load_profile("any machine")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Each worker process has a machine of its own: ours must not be the one that its Django is set up with."""
    for name in ("DJANGO_SETTINGS_MODULE", "DATA_DIR"):
        os.environ.pop(name, None)


LONGEST = ("tests/faults", "tests/journeys", "tests/cli", "tests/production", "tests/web")
"""Files that take long, longest first: begun last, one worker would be at them while the others have nothing left."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: next((place for place, room in enumerate(LONGEST) if item.nodeid.startswith(room)), len(LONGEST)))


@pytest.fixture(scope="session")
def cluster() -> Iterator[postgres.Cluster]:
    """The server that all tests of this run share."""
    datadir.lay_out(settings.ENVIRONMENT)
    made = postgres.Cluster.of(settings.ENVIRONMENT, durable=False)
    postgres.make(made)
    with (machine.DATA_DIR / "logs" / "postgres.log").open("ab") as log:
        # A run that is killed leaves no server behind.
        server = postgres.start(made, log=log.fileno(), preexec_fn=orphan.tied(os.getpid(), by=postgres.IMMEDIATE))
    postgres.provision(made)
    yield made
    postgres.stop(server)


@pytest.fixture(scope="session")
def django_db_setup(cluster: postgres.Cluster, django_db_blocker: Any) -> Iterator[None]:
    """The real schema, made as the product makes it; no test database beside it."""
    with django_db_blocker.unblock():
        schema.prepare()
        connections["owner"].close()
    yield
    with django_db_blocker.unblock():
        close_pools()


def close_pools() -> None:
    for alias in connections:
        connection = connections[alias]
        connection.close()
        if isinstance(connection, DatabaseWrapper) and connection.pool:
            connection.close_pool()


@contextmanager
def owner_login() -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """The schema's owner: sees every row, each statement its own transaction."""
    at = {name: str(value) for name, value in settings.ENVIRONMENT.database(environment.OWNER_ROLE).items()}
    address = conninfo.make_conninfo(host=at["HOST"], port=at["PORT"], dbname=at["NAME"], user=at["USER"], password=at["PASSWORD"])
    with psycopg.connect(address, autocommit=True) as connection:
        yield connection


@pytest.fixture
def owner(django_db_setup: None) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """A connection as the schema's owner."""
    with owner_login() as connection:
        yield connection


@pytest.fixture
def live(owner: psycopg.Connection[tuple[Any, ...]], django_db_blocker: Any) -> Iterator[None]:
    """Committed rows, for what happens in several threads or processes; removed when the test ends."""
    with django_db_blocker.unblock():
        yield
        connections.close_all()
    empty(owner)


def empty(owner: psycopg.Connection[tuple[Any, ...]]) -> None:
    """Remove every row but the schema's own."""
    names = {name for (name,) in owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")} - KEPT
    # A thread that was left inside a transaction makes this fail, as it should.
    owner.execute("SET lock_timeout = '10s'")
    owner.execute(sql.SQL("TRUNCATE {} CASCADE").format(sql.SQL(", ").join(map(sql.Identifier, sorted(names)))))


@pytest.fixture
def company(request: pytest.FixtureRequest) -> cast.Cast:
    """The first company: owner, teammate, token. Beside `live` it is committed, else rolled back."""
    open_rows(request)
    return cast.first()


@pytest.fixture
def stranger(request: pytest.FixtureRequest) -> cast.Cast:
    """The stranger's company."""
    open_rows(request)
    return cast.second()


def open_rows(request: pytest.FixtureRequest) -> None:
    request.getfixturevalue("live" if "live" in request.fixturenames else "db")


@pytest.fixture(scope="session")
def stack() -> Iterator[product.Stack]:
    """The whole product, started once for this run. `tests.stack.started` starts another, with other variables."""
    # Its worker need not say that it lives as often as where one is killed: it does so all through the run.
    with product.started(VIDARIUM_HEARTBEAT="2") as running:
        running.add_company("other")
        yield running


@pytest.fixture(scope="session")
def token(stack: product.Stack) -> str:
    """Opens the API of the started product's demo company."""
    return stack.token()


@pytest.fixture(scope="session")
def other_token(stack: product.Stack) -> str:
    """The second company's: a stranger to all that the first has."""
    return stack.token("other")


@pytest.fixture(scope="session")
def collected() -> None:
    """The front end where the pages look for it, as at every start."""
    static.collect()


@pytest.fixture(autouse=True, scope="session")
def uncounted() -> None:
    """What nobody reads is written down where a test asks for it: a minute that is over in the midst of one would be a query more."""
    undeclared.TALLY.due = clock.now() + timedelta(days=1)


@pytest.fixture(autouse=True, scope="session")
def light_passwords() -> Iterator[None]:
    """Argon2 as ever, with the least work: a hundred mebibytes for each of a thousand passwords would be most of a run.

    The started product works as hard as it always does, and `test_passwords.py` says how hard that is.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name, value in LIGHT.items():
            patch.setattr(Argon2PasswordHasher, name, value)
        yield


@pytest.fixture(autouse=True, scope="session")
def closed_network() -> Iterator[None]:
    """No test speaks to anything but this machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_nearby)
        yield


def connect_nearby(self: socket.socket, address: Any) -> None:
    if self.family in {socket.AF_INET, socket.AF_INET6} and str(address[0]) not in {"127.0.0.1", "::1", "localhost"}:
        pytest.fail(f"A test tried to reach {address[0]}: sockets are closed but for this machine's own.")
    real_connect(self, address)
