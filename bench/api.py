#!/usr/bin/env python3
"""What row-level security costs: sign-in, a list and a detail of the API, with the wall and without it, in one run.

    .venv/bin/python bench/api.py [--companies 1000] [--assets 1000] [--seconds 10]

It makes a machine of its own in a temporary folder (a database, and two `web` processes that differ in their database login
alone: the product's, and one that passes by the wall), fills it, and asks both in turns, request by request: whatever else this
machine does meets both. Requests a second, the median and the 99th percentile are printed, and the ratio: the median with the wall
over the median without.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CONNECTIONS = 2
ASKING = 200
"""Companies whose programs call, of all that there are."""
PASSWORD = "correct horse battery staple 47"  # noqa: S105 - of people who live for a minute
BYPASS = "vidarium_bench"
SETTINGS = f"""
from vidarium.project.settings import *
DATABASES["default"]["USER"] = "{BYPASS}"
"""
COMPANIES = """
INSERT INTO accounts_company (id, slug, name, kind, country, time_zone, second_factor, quota_bytes, max_upload_bytes, quota_seconds,
  max_members, calls_a_minute, created_at)
SELECT uuidv7(), 'c' || n, 'Company ' || n, 'organisation', '', 'UTC', false, 1e13, 1e12, 36000000, 1000, 100000000, now()
FROM generate_series(1, %s) n
"""
PEOPLE = """
INSERT INTO accounts_person (id, email, name, phone, language, time_zone, password, moved_from, is_active, created_at)
SELECT uuidv7(), 'owner@' || slug || '.example', '', '', '', '', %s, '', true, now() FROM accounts_company
"""
PLACES = """
INSERT INTO accounts_membership (id, company_id, person_id, role, position, collections, created_at)
SELECT uuidv7(), c.id, p.id, 'owner', '', '{}', now()
FROM accounts_company c JOIN accounts_person p ON p.email = 'owner@' || c.slug || '.example'
"""
# Companies take turns, as they do in life: the rows of one lie all over the table.
ASSETS = """
INSERT INTO library_asset (id, company_id, title, filename, meta, attribution, size_bytes, status, error_code, error_detail,
  created_at, updated_at)
SELECT uuidv7(), c.id, 'Film ' || n, 'film.mp4', '{}', '', 1000000, 'uploading', '', '', now(), now()
FROM generate_series(1, %s) n, accounts_company c
"""


@dataclass
class Figures:
    """Of one kind of request to one server."""

    seconds: list[float] = field(default_factory=list)

    def told(self) -> str:
        ordered = sorted(self.seconds)
        p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
        # Each connection waits for its answer: so many go at once.
        rate = CONNECTIONS * len(ordered) / sum(ordered)
        return f"{rate:8.1f}/s  median {statistics.median(ordered) * 1000:6.1f} ms  p99 {p99 * 1000:6.1f} ms  of {len(ordered)}"


@dataclass(frozen=True)
class Known:
    """What is asked for."""

    tokens: list[str]
    assets: list[str]
    """An asset of each company that asks, in their order."""
    emails: list[str]


class Local(http.client.HTTPConnection):
    """Over a unix socket."""

    def __init__(self, place: Path) -> None:
        super().__init__("localhost", timeout=60)
        self._place = place

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(str(self._place))


type Ask = Callable[[Local, Known], None]


def listed(link: Local, known: Known) -> None:
    ask(link, "GET", "/api/v1/assets", 200, {"Authorization": f"Bearer {random.choice(known.tokens)}"})  # noqa: S311 - no secret


def detailed(link: Local, known: Known) -> None:
    place = random.randrange(len(known.tokens))  # noqa: S311 - no secret
    ask(link, "GET", f"/api/v1/assets/{known.assets[place]}", 200, {"Authorization": f"Bearer {known.tokens[place]}"})


def signed_in(link: Local, known: Known) -> None:
    """By password; each from an address of its own, and each person no oftener than they may."""
    proof = "a" * 32
    form = urllib.parse.urlencode({"email": known.emails.pop(), "password": PASSWORD, "csrfmiddlewaretoken": proof})
    network = ".".join(str(random.randrange(1, 255)) for _ in range(4))  # noqa: S311 - no secret
    words = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"csrftoken={proof}", "X-Forwarded-For": network}
    ask(link, "POST", "/sign-in", 302, words, form)


def ask(link: Local, method: str, path: str, status: int, words: Mapping[str, str], body: str | None = None) -> None:
    link.request(method, path, body=body, headers=dict(words))
    answer = link.getresponse()
    content = answer.read()
    if answer.status != status:
        raise SystemExit(f"{method} {path}: {answer.status} {content[:500].decode(errors='replace')}")


def pull(places: Sequence[Path], asked: Ask, known: Known, seconds: float) -> list[Figures]:
    """As many requests as go into this time, to one server and the other in turns."""
    figures, failures = [Figures() for _ in places], list[BaseException]()
    threads = [threading.Thread(target=_pull, args=(places, asked, known, seconds, figures, failures)) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return figures


def _pull(places: Sequence[Path], asked: Ask, known: Known, seconds: float, figures: list[Figures], failures: list[BaseException]) -> None:
    links, until = [Local(place) for place in places], time.perf_counter() + seconds
    turns = list(zip(links, figures, strict=True))
    try:
        while time.perf_counter() < until:
            random.shuffle(turns)
            for link, into in turns:
                began = time.perf_counter()
                asked(link, known)
                into.seconds.append(time.perf_counter() - began)
    except (SystemExit, OSError, http.client.HTTPException) as failure:
        failures.append(failure)
    for link in links:
        link.close()


@contextmanager
def machine() -> Iterator[Path]:
    """A database of our own, filled by nobody yet."""
    folder = Path(tempfile.mkdtemp(prefix="vidarium-bench-"))
    folder.chmod(0o755)
    for name in ("DATABASE_URL", "SECRET_KEY", "EMAIL_URL", "PUBLIC_URL"):
        os.environ.pop(name, None)
    os.environ.update(DATA_DIR=str(folder), DJANGO_SETTINGS_MODULE="vidarium.project.settings", PYTHONPATH=str(folder))
    (folder / "bench_settings.py").write_text(SETTINGS)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def database(folder: Path) -> Iterator[Any]:
    """The server, with the schema as the product makes it, and the login that passes by the wall. Yields the superuser's connection."""
    import django  # noqa: PLC0415 - settings are read when it is set up, and they must find the folder
    from django.conf import settings  # noqa: PLC0415 - as above
    from psycopg import sql  # noqa: PLC0415 - as above

    from vidarium.foundation import datadir, environment, postgres  # noqa: PLC0415 - as above

    django.setup()
    from vidarium.project import schema, static  # noqa: PLC0415 - as above

    datadir.lay_out(settings.ENVIRONMENT)
    cluster = postgres.Cluster.of(settings.ENVIRONMENT, durable=False)
    postgres.make(cluster)
    with (folder / "postgres.log").open("ab") as log:
        server = postgres.start(cluster, log=log.fileno())
    try:
        postgres.provision(cluster)
        schema.prepare()
        static.collect()
        password = settings.ENVIRONMENT.key(f"database.{environment.APP_ROLE}").secret.hex()
        with cluster.connect("vidarium") as owner:
            owner.autocommit = True
            owner.execute(sql.SQL("CREATE ROLE {} LOGIN BYPASSRLS PASSWORD {}").format(sql.Identifier(BYPASS), sql.Literal(password)))
            owner.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(environment.APP_ROLE), sql.Identifier(BYPASS)))
            yield owner
    finally:
        postgres.stop(server)


def filled(owner: Any, companies: int, assets: int) -> Known:
    """Companies, a person in each, their films; and the keys of those that will ask."""
    from django.contrib.auth.hashers import make_password  # noqa: PLC0415 - as above

    from vidarium.accounts import tokens  # noqa: PLC0415 - as above
    from vidarium.foundation import ids  # noqa: PLC0415 - as above

    began = time.perf_counter()
    owner.execute(COMPANIES, [companies])
    owner.execute(PEOPLE, [make_password(PASSWORD)])
    owner.execute(PLACES)
    owner.execute(ASSETS, [assets])
    owner.execute("VACUUM ANALYZE")
    asking = [row[0] for row in owner.execute("SELECT id FROM accounts_company ORDER BY random() LIMIT %s", [ASKING])]
    middle = [
        owner.execute("SELECT id FROM library_asset WHERE company_id = %s ORDER BY id OFFSET %s LIMIT 1", [one, assets // 2])
        for one in asking
    ]
    emails = [row[0] for row in owner.execute("SELECT email FROM accounts_person ORDER BY random()")]
    print(f"{companies} companies x {assets} assets in {time.perf_counter() - began:.0f} s")
    return Known([tokens.issue(one) for one in asking], [ids.show("ast", found.fetchone()[0]) for found in middle], emails * 6)


@contextmanager
def web(folder: Path, name: str, settings: str) -> Iterator[Path]:
    """`web` on a socket of its own, as the product starts it."""
    from vidarium.cli import web as command  # noqa: PLC0415 - as above
    from vidarium.foundation import environment  # noqa: PLC0415 - as above

    place = folder / f"{name}.sock"
    words = [str(place) if word == str(environment.read().web_socket) else word for word in command.words(environment.read())]
    with (folder / f"{name}.log").open("ab") as log:
        surroundings = {**os.environ, "DJANGO_SETTINGS_MODULE": settings}
        server = subprocess.Popen([sys.executable, "-m", "granian", *words], env=surroundings, stdout=log, stderr=log)  # noqa: S603 - ours
    try:
        for _ in range(300):
            with suppress(OSError), socket.socket(socket.AF_UNIX) as probe:
                probe.connect(str(place))
                break
            time.sleep(0.1)
        yield place
    finally:
        server.terminate()
        server.wait(30)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--companies", type=int, default=1000)
    parser.add_argument("--assets", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=10.0, help="for each kind of request")
    options = parser.parse_args()
    with machine() as folder, database(folder) as owner:
        known = filled(owner, options.companies, options.assets)
        with web(folder, "with", "vidarium.project.settings") as walled, web(folder, "without", "bench_settings") as open_:
            compare((walled, open_), known, seconds=options.seconds)


def compare(places: Sequence[Path], known: Known, *, seconds: float) -> None:
    """The first requests, which load and connect, are not counted."""
    for name, asked in (("list", listed), ("detail", detailed), ("sign-in", signed_in)):
        pull(places, asked, known, 1.0)
        on, off = pull(places, asked, known, seconds)
        ratio = statistics.median(on.seconds) / statistics.median(off.seconds)
        print(f"{name:<8} wall    {on.told()}\n{'':<8} no wall {off.told()}\n{'':<8} ratio   {ratio:8.2f}")


if __name__ == "__main__":
    main()
