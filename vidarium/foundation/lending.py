"""How a connection of the pool is looked at before it is lent.

After a restart of the database every idle connection is dead. psycopg_pool's own check meets them one at a time, a
doubled pause before each next one: a request that comes upon six gives up after ten seconds, with the database long back.
"""

from __future__ import annotations

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.base import DatabaseWrapper
from psycopg_pool import ConnectionPool


def alive(raw: psycopg.Connection) -> None:
    """Ask one connection whether it works. Where it does not, look through all that wait beside it, and raise what it raised."""
    try:
        ConnectionPool.check_connection(raw)
    except psycopg.Error:
        ours = connections[DEFAULT_DB_ALIAS]
        if isinstance(ours, DatabaseWrapper) and ours.pool:
            ours.pool.check()
        raise
