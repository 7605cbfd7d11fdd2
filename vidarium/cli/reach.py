"""Ask once, and directly, whether the database answers: the pool would try for ten seconds, and log each try."""

from __future__ import annotations

import psycopg
from django.conf import settings
from psycopg import conninfo

from vidarium.foundation.errors import StartRefused


def database(login: str = "") -> None:
    """By this login, else by that of this process. Raises `StartRefused` with the reason where it does not."""
    machine = settings.ENVIRONMENT
    at = {name: str(value) for name, value in machine.database(login or machine.login).items()}
    address = conninfo.make_conninfo(host=at["HOST"], port=at["PORT"], dbname=at["NAME"], user=at["USER"], connect_timeout=5)
    try:
        psycopg.connect(address, password=at["PASSWORD"]).close()
    except psycopg.OperationalError as silent:
        raise StartRefused(f"The database does not answer: {_reason(silent)}. Start Vidarium with `vidarium up`.") from silent


def _reason(error: psycopg.OperationalError) -> str:
    """Of libpq's several lines, the first; of that, what comes after the address."""
    return str(error).strip().splitlines()[0].rpartition("failed: ")[2].rstrip(".")
