"""The environment: every variable Vidarium reads, what it means, and what stops the start.

| variable | meaning | default |
| --- | --- | --- |
| `PORT` | the one address's port | 8000 |
| `DATA_DIR` | where everything is kept | `/var/lib/vidarium` as root, else `var/` in the checkout |
| `DATABASE_URL` | a PostgreSQL ≥ 16 of your own; its user owns the schema and may create roles | a server of ours in `DATA_DIR` |
| `SECRET_KEY` | the root secret, 32 characters at least; needed with `DATABASE_URL` | made in `DATA_DIR/keys/` |
| `EMAIL_URL` | `smtp://user:password@host:587?from=…` (`smtps://` for TLS from the start) | a mailbox page, in development |
| `SMS_URL` | `twilio://SID:TOKEN@api.twilio.com?from=%2B…`: who carries codes to phones | the mailbox page, in development |
| `OPERATOR_EMAIL` | who runs the service: told when service staff read unusually much | nobody is told |
| `PUBLIC_URL` | the address people use | `http://localhost:PORT` |
| `VIDARIUM_LOGIN` | the database login of this process; the command that starts it sets it | `vidarium_app` |
"""

from __future__ import annotations

import os
import re
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from vidarium.foundation import keys
from vidarium.foundation.errors import StartRefused

CHECKOUT = Path(__file__).resolve().parents[2]
SERVICE_USER = "vidarium"
APP_ROLE, OWNER_ROLE = "vidarium_app", "vidarium_owner"
WEB_ROLE, EDGE_ROLE, WORKER_ROLE = "vidarium_web", "vidarium_edge", "vidarium_worker"
THIS_HOST = "__Host-"
"""What a cookie's name begins with that only this very host can set, by https (RFC 6265bis section 4.1.3.2)."""
LOGINS = (APP_ROLE, WEB_ROLE, EDGE_ROLE, WORKER_ROLE)
"""Of the application: one for the operator's commands and one for each kind of process. What each may do says `project/grants.py`."""
LONGEST_SOCKET = 100
"""Unix socket addresses end at 107 bytes; the server's file name needs some of them."""


@dataclass(frozen=True)
class Environment:
    """What the variables say, checked."""

    port: int
    data_dir: Path
    database_url: str | None
    given_secret: str | None
    email_url: str | None
    sms_url: str | None
    operator_email: str | None
    public_url: str
    heartbeat_seconds: float
    """How often a worker says that it lives (`VIDARIUM_HEARTBEAT`; tests shorten it)."""
    login: str
    """One of `LOGINS`: as whom this process speaks to the database."""

    @cached_property
    def root_secret(self) -> str:
        return self.given_secret or keys.root_of(self.data_dir / "keys")

    @property
    def embedded_database(self) -> bool:
        return self.database_url is None

    @property
    def development(self) -> bool:
        """Embedded database and a public address on this machine: a demo company and a mailbox page, bound to loopback."""
        host = urllib.parse.urlsplit(self.public_url).hostname or ""
        return self.embedded_database and (host in {"localhost", "127.0.0.1", "::1"} or host.endswith(".localhost"))

    @property
    def by_tls(self) -> bool:
        """Whether people come by https."""
        return urllib.parse.urlsplit(self.public_url).scheme == "https"

    def cookie(self, name: str) -> str:
        """A cookie of ours as browsers know it. By plain http, on one's own machine, they refuse a name that is for https."""
        return f"{THIS_HOST}{name}" if self.by_tls else name

    @property
    def sockets(self) -> Path:
        """Where our own unix sockets lie: in `DATA_DIR/run`, or under `/tmp` where that name would be too long."""
        usual = self.data_dir / "run"
        if len(str(usual)) < LONGEST_SOCKET - len("/.s.PGSQL.5432"):
            return usual
        return Path("/tmp") / f"vidarium-{keys.derive(str(usual), 'sockets').secret.hex()[:12]}"  # noqa: S108 - created with mode 0700, checked

    @property
    def web_socket(self) -> Path:
        return self.sockets / "web.sock"

    def key(self, purpose: str) -> keys.Key:
        return keys.derive(self.root_secret, purpose)

    def database(self, role: str) -> dict[str, object]:
        """Django's settings for one database login: one of `LOGINS`, or `OWNER_ROLE` for migrations."""
        password = self.key(f"database.{role}").secret.hex()
        if self.database_url is None:
            return {"NAME": "vidarium", "USER": role, "PASSWORD": password, "HOST": str(self.sockets), "PORT": "5432"}
        at = urllib.parse.urlsplit(self.database_url)
        owner = role == OWNER_ROLE
        return {
            "NAME": at.path.lstrip("/"),
            "USER": urllib.parse.unquote(at.username or "") if owner else role,
            "PASSWORD": urllib.parse.unquote(at.password or "") if owner else password,
            "HOST": urllib.parse.unquote(at.hostname or "") or dict(urllib.parse.parse_qsl(at.query)).get("host", ""),
            "PORT": str(at.port or ""),
        }


def read(variables: Mapping[str, str] | None = None) -> Environment:
    """The environment, or `StartRefused` with a sentence that says which variable to mend."""
    given = os.environ if variables is None else variables
    port = port_of(given.get("PORT") or "8000")
    database_url = checked_url(given, "DATABASE_URL", {"postgres", "postgresql"})
    secret = given.get("SECRET_KEY") or None
    if secret is not None and len(secret) < keys.MIN_SECRET:
        raise StartRefused(
            f"SECRET_KEY has {len(secret)} characters; give it {keys.MIN_SECRET} or more, for instance from `openssl rand -base64 48`."
        )
    if database_url and not secret:
        raise StartRefused("DATABASE_URL is set but SECRET_KEY is not; machines that share a database must share its root secret too.")
    return Environment(
        port=port,
        data_dir=folder_of(given.get("DATA_DIR")),
        database_url=database_url,
        given_secret=secret,
        email_url=checked_url(given, "EMAIL_URL", {"smtp", "smtps"}),
        sms_url=checked_url(given, "SMS_URL", {"twilio"}),
        operator_email=mailbox_of(given.get("OPERATOR_EMAIL")),
        public_url=(checked_url(given, "PUBLIC_URL", {"http", "https"}) or f"http://localhost:{port}").rstrip("/"),
        heartbeat_seconds=heartbeat_of(given.get("VIDARIUM_HEARTBEAT") or "5"),
        login=login_of(given.get("VIDARIUM_LOGIN") or APP_ROLE),
    )


def port_of(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise StartRefused(f"PORT is “{text}”; it must be a number from 1 to 65535.")
    return int(text)


def heartbeat_of(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0
    if not 0.1 <= value <= 60:
        raise StartRefused(f"VIDARIUM_HEARTBEAT is “{text}”; it must be a number of seconds from 0.1 to 60.")
    return value


def login_of(text: str) -> str:
    if text not in LOGINS:
        raise StartRefused(f"VIDARIUM_LOGIN is “{text}”; it is set by the command that starts a process, to one of {', '.join(LOGINS)}.")
    return text


def speak_as(login: str) -> None:
    """This process, and whatever it becomes, speaks to the database by this login. Before the settings are read."""
    os.environ["VIDARIUM_LOGIN"] = login


def mailbox_of(text: str | None) -> str | None:
    """One address, without a name beside it."""
    if text and not re.fullmatch(r"[^@\s<>,]+@[^@\s<>,]+", text):
        raise StartRefused(f"OPERATOR_EMAIL is “{text}”; it must be one address, like operator@example.org.")
    return text or None


def folder_of(text: str | None) -> Path:
    if text:
        return Path(text).expanduser().resolve()
    return Path("/var/lib/vidarium") if os.geteuid() == 0 else CHECKOUT / "var"


def checked_url(given: Mapping[str, str], name: str, schemes: set[str]) -> str | None:
    """The variable's address if it is set and sound; a host is needed (a database may name its socket folder as `?host=`)."""
    text = given.get(name)
    if not text:
        return None
    try:
        at = urllib.parse.urlsplit(text)
        sound = at.scheme in schemes and bool(at.hostname or "host=" in at.query) and (at.port is None or at.port > 0)
    except ValueError:
        sound = False
    if not sound:
        raise StartRefused(f"{name} can't be read; it must look like {min(schemes)}://host….")
    return text
