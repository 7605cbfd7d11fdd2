#!/usr/bin/env python3
"""Does the time of an answer tell who has an account? Every door, asked with known and unknown addresses in turns, in one run.

    .venv/bin/python bench/doors.py [--people 200]

It starts the product in a temporary folder with a mail server that is away, writes people into it, and asks `web` itself: a wrong
password, a code to sign in, a code for a new password, a code to open an account. Each address is asked once, from a network of its
own, so that no limit is met. The medians are printed, and that of the differences in pairs: more than 5 ms would tell (A-01).
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

READY, START_SECONDS, STOP_SECONDS = "Ctrl-C stops it.", 90.0, 45.0
TELLING_MS = 5.0
PASSWORD = "kettle mist ladder plum"  # noqa: S105 - of people who live for a minute
DOORS = {
    "a wrong password": ("/sign-in", {"password": "lantern orbit velvet soup"}),
    "a code to sign in": ("/sign-in/code", {"send": "1"}),
    "a code for a new password": ("/forgotten", {"send": "1"}),
    "a code to open an account": ("/open", {"send": "1"}),
}


class Web(http.client.HTTPConnection):
    """`web`, through its own socket: what the edge would say of an address is said here."""

    def __init__(self, at: Path) -> None:
        super().__init__("localhost", timeout=60)
        self._at = at

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(str(self._at))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


@contextmanager
def product() -> Iterator[None]:
    """The product, started; this process is set up for the same data."""
    folder = Path(tempfile.mkdtemp(prefix="vidarium-bench-"))
    folder.chmod(0o755)
    port = free_port()
    given = {
        "DATA_DIR": str(folder),
        "PORT": str(port),
        "EMAIL_URL": "smtp://127.0.0.1:1",
        "DJANGO_SETTINGS_MODULE": "vidarium.project.settings",
    }
    os.environ.update(given)
    running = subprocess.Popen([sys.executable, "-m", "vidarium", "up", "--no-sample"], stdout=subprocess.PIPE, text=True)
    try:
        deadline = time.monotonic() + START_SECONDS
        for line in running.stdout or ():
            if READY in line:
                break
            if time.monotonic() > deadline:
                raise SystemExit("The product did not start.")
        yield
    finally:
        running.send_signal(signal.SIGINT)
        running.wait(STOP_SECONDS)
        shutil.rmtree(folder, ignore_errors=True)


def people(count: int) -> list[str]:
    """So many of them, who all have a password; their addresses."""
    import django  # noqa: PLC0415 - its settings are known only now

    django.setup()
    from django.contrib.auth.hashers import make_password  # noqa: PLC0415 - the same

    from vidarium.accounts.models import Person  # noqa: PLC0415 - the same

    kept = make_password(PASSWORD)
    return [one.email for one in Person.objects.bulk_create(Person(email=f"known{n}@films.example", password=kept) for n in range(count))]


def form_guard(web: Web) -> tuple[str, str]:
    """The cookie and the field that every form needs."""
    web.request("GET", "/sign-in", headers={"Host": "localhost"})
    answer = web.getresponse()
    page = answer.read().decode()
    return answer.headers["Set-Cookie"].partition(";")[0], page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]


def ask(web: Web, guard: tuple[str, str], path: str, words: dict[str, str], place: str) -> tuple[float, int]:
    cookie, token = guard
    body = urllib.parse.urlencode({**words, "csrfmiddlewaretoken": token})
    headers = {"Host": "localhost", "Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": place}
    begun = time.perf_counter()
    web.request("POST", path, body, headers)
    answer = web.getresponse()
    answer.read()
    return time.perf_counter() - begun, answer.status


def measure(web: Web, name: str, known: list[str]) -> bool:
    """Print what one door tells; whether it tells nothing."""
    path, words = DOORS[name]
    guard = form_guard(web)
    taken: dict[str, list[float]] = {"known": [], "unknown": []}
    statuses: dict[str, set[int]] = {"known": set(), "unknown": set()}
    for number, email in enumerate(known):
        turns = [("known", email), ("unknown", email.replace("known", "nobody"))]
        # Who is asked second finds the machine as the first left it: that must not always be the same one.
        random.shuffle(turns)
        for turn, (kind, address) in enumerate(turns):
            place = f"10.{turn + 1}.{number // 250}.{number % 250 + 1}"
            seconds, status = ask(web, guard, path, {**words, "email": address}, place)
            taken[kind].append(seconds * 1000)
            statuses[kind].add(status)
    # In pairs: what else the machine does meets both of a pair, and goes out of the difference.
    apart = statistics.median(one - other for one, other in zip(taken["known"], taken["unknown"], strict=True))
    first, second = (statistics.median(taken[kind]) for kind in ("known", "unknown"))
    print(f"{name:28} known {first:7.1f} ms  unknown {second:7.1f} ms  apart {apart:6.2f} ms  {statuses}", flush=True)
    return abs(apart) < TELLING_MS and statuses["known"] == statuses["unknown"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=200)
    options = parser.parse_args()
    with product():
        known = people(options.people)
        from django.conf import settings  # noqa: PLC0415 - the same

        web = Web(settings.ENVIRONMENT.web_socket)
        quiet = [measure(web, name, known) for name in DOORS]
    return 0 if all(quiet) else 1


if __name__ == "__main__":
    sys.exit(main())
