"""Behind the scenes of a running product: its processes, its database as the owner sees it, its store."""

from __future__ import annotations

import os
import random
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg
from psycopg import conninfo

from tests.stack import Stack
from vidarium.foundation import answering, environment
from vidarium.foundation.environment import Environment
from vidarium.library import places

SIGNS = {"worker": "vidarium worker", "web": "project.wsgi", "edge": "project.asgi", "postgres": "bin/postgres -D"}
"""What stands in the words of each of the supervisor's children."""
HEALTHY_SECONDS = 60.0
POLL_SECONDS = 0.004
Row = tuple[Any, ...]


@dataclass
class MachineRoom:
    """Everything of a product that its users never see. `stack` may be replaced by the next start on the same data."""

    stack: Stack

    @cached_property
    def environment(self) -> Environment:
        return environment.read(self.stack.environment)

    # -- processes -----------------------------------------------------------------------------------------------------
    def victims(self, name: str) -> list[int]:
        """The processes that a blow at this part may hit."""
        if name == "supervisor":
            return [self.stack.process.pid]
        if name == "ffmpeg":
            return [pid for head in self.heads("worker") for pid in below(head)]
        heads = self.heads(name)
        return heads + [pid for head in heads for pid in below(head)] if name in {"edge", "web"} else heads

    def heads(self, name: str) -> list[int]:
        """The supervisor's own children of this name."""
        return [pid for pid in children(self.stack.process.pid) if SIGNS[name] in words(pid)]

    def strike(self, name: str, chance: random.Random, *, signal: int) -> int | None:
        """Send the signal to one process of this part; None where none runs now."""
        found = self.victims(name)
        if not found:
            return None
        victim = chance.choice(found)
        with suppress(ProcessLookupError):
            os.kill(victim, signal)
            return victim
        return None

    def is_healthy(self) -> bool:
        return answering.on_port(self.environment.port, "/healthz")

    def await_health(self) -> float:
        """Seconds until everything answers and each part runs once. Raises AssertionError after a minute."""
        began = time.monotonic()
        while not (self.is_healthy() and all(len(self.heads(name)) == 1 for name in SIGNS)):
            waited = time.monotonic() - began
            assert waited < HEALTHY_SECONDS, f"not healthy again after {waited:.0f} s: {self.stack.said[-6:]}"
            time.sleep(0.1)
        return time.monotonic() - began

    def strangers(self) -> dict[int, str]:
        """Processes that touch this product's data and are not below its supervisor: nobody looks after them."""
        family = {os.getpid(), self.stack.process.pid, *below(self.stack.process.pid)}
        mark = str(self.stack.data_dir).encode()
        return {pid: words(pid) for pid in everybody() if pid not in family and touches(pid, mark) and is_alive(pid)}

    def await_no_strangers(self) -> None:
        until = time.monotonic() + 10
        while self.strangers() and time.monotonic() < until:
            time.sleep(0.1)
        assert self.strangers() == {}, f"nobody's processes: {self.strangers()}"

    # -- the database --------------------------------------------------------------------------------------------------
    def connect(self) -> psycopg.Connection[Row]:
        """As the schema's owner, who sees every company's rows."""
        at = {name: str(value) for name, value in self.environment.database(environment.OWNER_ROLE).items()}
        address = conninfo.make_conninfo(host=at["HOST"], port=at["PORT"], dbname=at["NAME"], user=at["USER"], password=at["PASSWORD"])
        return psycopg.connect(address, autocommit=True, connect_timeout=5)

    def query(self, statement: str, arguments: Sequence[object] = ()) -> list[Row]:
        with self.connect() as connection:
            return connection.execute(statement, arguments).fetchall()

    def poll(self, until: Callable[[psycopg.Connection[Row]], bool], *, within_seconds: float) -> bool:
        """Ask again and again, on a connection that may break. Whether it came to that in time."""
        deadline = time.monotonic() + within_seconds
        while time.monotonic() < deadline:
            try:
                with self.connect() as connection:
                    while time.monotonic() < deadline:
                        if until(connection):
                            return True
                        time.sleep(POLL_SECONDS)
            except psycopg.OperationalError:
                time.sleep(0.05)
        return False

    # -- the store -----------------------------------------------------------------------------------------------------
    def object(self, key: str) -> Path:
        return self.stack.data_dir / "objects" / key

    def objects(self, prefix: str) -> set[str]:
        """Every file below this folder of the store, relative to it."""
        folder = self.object(prefix)
        return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}

    def part_bytes(self, upload_id: uuid.UUID) -> int | None:
        """How much of an upload that is on its way lies on the disk; None once it is finished."""
        for path in (self.stack.data_dir / "uploads").glob(f"*/{upload_id.hex}"):
            with suppress(FileNotFoundError):
                return path.stat().st_size
        return None

    def shelved_bytes(self, upload_id: uuid.UUID) -> int:
        """How large the source is that this upload became, 0 where there is none."""
        found: list[Path] = []

        def ask(connection: psycopg.Connection[Row]) -> bool:
            rows = connection.execute("SELECT company_id, asset_id FROM library_upload WHERE id = %s", [upload_id]).fetchall()
            found.extend(self.object(places.source_key(*row)) for row in rows)
            return True

        assert self.poll(ask, within_seconds=HEALTHY_SECONDS), "the database does not come back"
        return max((path.stat().st_size for path in found if path.exists()), default=0)


def until(true: Callable[[], bool], *, seconds: float) -> bool:
    """Whether it became true in time."""
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.1)
    return true()


def everybody() -> Iterator[int]:
    return (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())


def children(pid: int) -> list[int]:
    found: list[int] = []
    with suppress(FileNotFoundError, ProcessLookupError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            with suppress(FileNotFoundError, ProcessLookupError):
                found += map(int, (task / "children").read_text().split())
    return found


def below(pid: int) -> list[int]:
    """Every process below this one."""
    return [found for child in children(pid) for found in (child, *below(child))]


def words(pid: int) -> str:
    """Its command line; empty for one that is dead."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in {"Z", "X"}
    except (FileNotFoundError, ProcessLookupError):
        return False


def touches(pid: int, mark: bytes) -> bool:
    """Whether its words, its environment or, for one in a sandbox, its mounts name this folder."""
    for file in ("cmdline", "environ", "mountinfo"):
        with suppress(OSError):
            if mark in Path(f"/proc/{pid}/{file}").read_bytes():
                return True
    return False
