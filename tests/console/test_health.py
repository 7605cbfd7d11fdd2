"""`web` says whether it works, database and all."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection
from django.test import Client


@pytest.mark.django_db
def test_a_web_that_works_says_so() -> None:
    answer = Client().get("/healthz/web")
    assert (answer.status_code, answer.content) == (204, b"")


@pytest.mark.django_db
def test_a_web_without_its_database_says_so() -> None:
    def away(*_: object) -> None:
        raise OperationalError

    with connection.execute_wrapper(away):
        assert Client().get("/healthz/web").status_code == 503


def test_health_can_only_be_read() -> None:
    assert Client().post("/healthz/web").status_code == 405
