"""The domain's verbs, called from the event loop: each in a thread that gives its database connection back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import InterfaceError, OperationalError, connections

THREADS = 6
"""Each may hold one of the pool's connections; uploads need some of them too."""
Unreachable = (OperationalError, InterfaceError)
"""What a verb raises while the database is away."""

_threads = ThreadPoolExecutor(THREADS, thread_name_prefix="database")


async def ask[Answer](verb: Callable[[], Answer]) -> Answer:
    """What the verb answers."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _and_give_back, verb)


def _and_give_back[Answer](verb: Callable[[], Answer]) -> Answer:
    try:
        return verb()
    finally:
        connections.close_all()
