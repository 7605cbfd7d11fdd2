"""`/healthz` says 200 only when all parts work together, and names the part that does not."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.conf import settings

from tests.edge import served
from tests.edge.served import Server
from vidarium.foundation import postgres
from vidarium.foundation.environment import EDGE_ROLE, WEB_ROLE

pytestmark = pytest.mark.usefixtures("live")
LOGINS = (WEB_ROLE, EDGE_ROLE)
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
def test_a_database_that_lets_nobody_in_is_named(edge: Server, cluster: postgres.Cluster) -> None:
    with shut(cluster):
        status, parts = health(edge)
        assert (status, parts["edge"]) == (503, "ok")
        assert parts["database"] in {"can't be reached", "does not answer in time"}
        assert parts["web"].startswith("does not answer")
        assert "worker" not in parts
    assert await_health(edge) == 200


@contextmanager
def shut(cluster: postgres.Cluster) -> Iterator[None]:
    """The processes' logins let nobody in, and whoever is in is out."""
    with cluster.connect() as database:
        try:
            for login in LOGINS:
                database.execute(f"ALTER ROLE {login} NOLOGIN")
            database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = ANY(%s)", [list(LOGINS)])
            yield
        finally:
            for login in LOGINS:
                database.execute(f"ALTER ROLE {login} LOGIN")


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
