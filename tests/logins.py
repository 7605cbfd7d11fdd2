"""Speaking to the database as one kind of process does, from the one connection that a test has.

The tests' own login may take on the others' roles, as long as a folder of tests asks for `takes_on`. Row-level security and grants
go by the role in force.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg
import pytest
from django.core import signals
from django.db import connection

from tests.conftest import owner_login
from vidarium.foundation.environment import APP_ROLE, LOGINS, WEB_ROLE
from vidarium.project.grants import PROCESSES


@pytest.fixture(scope="module")
def roles(django_db_setup: None) -> Iterator[None]:
    """For a whole file."""
    with taken_on():
        yield


@pytest.fixture
def answered_by_web(roles: None) -> Iterator[None]:
    """Every request of the test client, by the login of the `web` process, with its grants and no others."""
    with requests_as_web():
        yield


@contextmanager
def taken_on() -> Iterator[None]:
    """The tests' login may take on the others' roles; their rights are not its own otherwise."""
    with owner_login() as owner:
        owner.execute(f"GRANT {', '.join(PROCESSES)} TO {APP_ROLE} WITH INHERIT FALSE, SET TRUE")
        yield
        owner.execute(f"REVOKE {', '.join(PROCESSES)} FROM {APP_ROLE}")


@contextmanager
def speaking_as(login: str) -> Iterator[None]:
    """What is asked of the database in here, through one connection, is asked by this login. Inside `taken_on`."""
    begin(login)
    ours = connection.connection
    try:
        yield
    finally:
        end()
    # Another would have gone back to the pool with the role on.
    assert connection.connection is ours


def begin(login: str) -> None:
    assert login in LOGINS
    # Past Django: what a page asks for is counted.
    _raw().execute(f"SET ROLE {login}")


def end() -> None:
    """In a transaction that failed there is no way back to oneself but its end, which a test's own is."""
    if connection.connection is None:
        return
    raw = _raw()
    if raw.info.transaction_status != psycopg.pq.TransactionStatus.INERROR:
        raw.execute("RESET ROLE")


def _raw() -> psycopg.Connection[tuple[object, ...]]:
    connection.ensure_connection()
    raw: psycopg.Connection[tuple[object, ...]] = connection.connection
    return raw


@contextmanager
def requests_as_web() -> Iterator[None]:
    """Every request of Django's test client is answered as `web` answers it: by its login. What a test does beside them is not."""
    signals.request_started.connect(as_web)
    signals.request_finished.connect(as_oneself)
    try:
        yield
    finally:
        signals.request_started.disconnect(as_web)
        signals.request_finished.disconnect(as_oneself)
        # An answer that was never read to its end has not ended.
        as_oneself()


def as_web(**_: object) -> None:
    # A test that has no database does without one here, too.
    with suppress(RuntimeError):
        begin(WEB_ROLE)


def as_oneself(**_: object) -> None:
    with suppress(RuntimeError):
        end()
