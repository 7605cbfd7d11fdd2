"""`/healthz` says 200 only when all parts work together, and names the part that does not."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from tests.edge import served
from tests.edge.served import Server

pytestmark = pytest.mark.usefixtures("live")
Owner = psycopg.Connection[tuple[Any, ...]]


@pytest.fixture
def web(edge: Server) -> Iterator[None]:
    with served.web(settings.ENVIRONMENT.web_socket, "vidarium.project.wsgi:application"):
        yield


@pytest.fixture
def worker(owner: Owner) -> None:
    owner.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")


def health(edge: Server) -> tuple[int, dict[str, str]]:
    time.sleep(0.6)
    answer = edge.ask("/healthz")
    parts: dict[str, str] = json.loads(answer.body)
    return answer.status, parts


@pytest.mark.usefixtures("web", "worker")
def test_all_is_well(edge: Server) -> None:
    assert health(edge) == (200, {"edge": "ok", "web": "ok", "database": "ok", "worker": "ok"})


@pytest.mark.usefixtures("web")
def test_a_worker_that_is_missing_is_named(edge: Server) -> None:
    status, parts = health(edge)
    assert (status, parts["worker"], parts["web"]) == (503, "no worker is at work", "ok")


@pytest.mark.usefixtures("web", "worker")
def test_a_worker_that_is_silent_is_no_worker(edge: Server, owner: Owner) -> None:
    owner.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
    assert health(edge)[1]["worker"] == "no worker is at work"


@pytest.mark.usefixtures("worker")
def test_a_web_that_is_away_is_named(edge: Server) -> None:
    status, parts = health(edge)
    assert (status, parts["web"], parts["worker"]) == (503, "does not answer", "ok")


@pytest.mark.usefixtures("web", "worker")
def test_a_database_that_lets_nobody_in_is_named(edge: Server, owner: Owner) -> None:
    connection.ensure_connection()
    try:
        owner.execute("ALTER ROLE vidarium_app NOLOGIN")
        end_all_connections()
        status, parts = health(edge)
        assert (status, parts["edge"]) == (503, "ok")
        assert parts["database"] in {"can't be reached", "does not answer in time"}
        assert parts["web"] == "does not answer"
        assert "worker" not in parts
    finally:
        owner.execute("ALTER ROLE vidarium_app LOGIN")
    assert await_health(edge) == 200


def end_all_connections() -> None:
    """The application's own: nobody else may end them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = current_user AND pid <> pg_backend_pid()")


def await_health(edge: Server) -> int:
    end = time.monotonic() + 30
    while (status := health(edge)[0]) != 200 and time.monotonic() < end:
        time.sleep(0.2)
    return status


def test_health_is_kept_by_no_cache(edge: Server) -> None:
    assert edge.ask("/healthz").headers["cache-control"] == "no-store"


def test_however_many_ask_the_parts_are_asked_twice_a_second(edge: Server, owner: Owner) -> None:
    began = time.monotonic()
    for _ in range(200):
        edge.ask("/healthz")
    assert time.monotonic() - began < 10
