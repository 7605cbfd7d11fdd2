"""Check this machine: the sandbox, ffmpeg, the disk, the database, the clock, and that its operator can be told of staff.

Each line is ok, or says what to do.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from collections.abc import Callable, Mapping
from datetime import timedelta

from django.conf import settings
from django.db import connection

from vidarium.accounts import staff
from vidarium.cli import reach
from vidarium.foundation import clock, datadir, process
from vidarium.foundation.environment import LOGINS
from vidarium.foundation.errors import StartRefused, VidariumError
from vidarium.foundation.process import Limits, Step

LIMITS = Limits(cpu_seconds=10, wall_seconds=30)
FFMPEG_AT_LEAST = (8, 1)
"""Older ones have known holes (CVE-2026-8461)."""
ENCODERS = ("libx264", "aac", "mjpeg")
FILTERS = ("scale", "zscale", "tonemap", "setsar", "fps", "aresample")
CLOCK_APART = timedelta(seconds=2)
OLDEST_SERVER = 160000
ABOUT = """
SELECT current_setting('server_version_num')::int, current_setting('server_version'),
       array(SELECT rolname::text FROM pg_roles WHERE rolname = ANY(%s) AND (rolsuper OR rolbypassrls) ORDER BY rolname)
"""


class Unwell(VidariumError):
    """Something on this machine must be mended."""

    code, status = "doctor.unwell", 500


def arguments(_parser: argparse.ArgumentParser) -> None:
    """None: the environment says everything."""


def run(_options: argparse.Namespace) -> None:
    """Print a line for each check. Raises `Unwell` where one fails."""
    failed = [name for name, check in CHECKS.items() if not _passes(name, check)]
    if failed:
        raise Unwell(f"{len(failed)} of {len(CHECKS)} checks failed: {', '.join(failed)}.")


def _passes(name: str, check: Callable[[], str]) -> bool:
    try:
        found, well = check(), True
    except VidariumError as wrong:
        found, well = wrong.detail, False
    sys.stdout.write(f"{'ok  ' if well else 'FAIL'} {name:<9} {found}\n")
    return well


def sandbox() -> str:
    """Foreign programs are closed in."""
    process.self_test()
    return f"programs run as user {process.service_user().uid}, without network, files or rights of ours"


def ffmpeg() -> str:
    """New enough, with what the ladder needs. Asked inside the sandbox, where it works."""
    said = {name: _ask(f"-{name}") for name in ("version", "encoders", "filters")}
    version = re.search(r"ffmpeg version n?(\d+)\.(\d+)", said["version"])
    missing = [name for name in ENCODERS if not re.search(rf"^ \S+ {name} ", said["encoders"], re.MULTILINE)]
    missing += [name for name in FILTERS if not re.search(rf"^ \S+ {name} ", said["filters"], re.MULTILINE)]
    if version is None or tuple(map(int, version.groups())) < FFMPEG_AT_LEAST:
        raise StartRefused(f"ffmpeg {'.'.join(map(str, FFMPEG_AT_LEAST))} or newer is needed: install the locked requirements again.")
    if missing:
        raise StartRefused(f"ffmpeg lacks {', '.join(missing)}: install the locked requirements again.")
    return f"{'.'.join(version.groups())}, with all encoders and filters that are needed"


def _ask(question: str) -> str:
    return process.run(Step("ffmpeg", ("-hide_banner", question)), within=LIMITS).output.decode()


def disk() -> str:
    """There is room."""
    at = settings.ENVIRONMENT.data_dir
    datadir.check_space(at)
    return f"{shutil.disk_usage(at).free / 10**9:.0f} GB free under {at}"


def database() -> str:
    """It answers every login of ours, is new enough, and we are walled in there."""
    for login in LOGINS:
        reach.database(login)
    with connection.cursor() as cursor:
        cursor.execute(ABOUT, [list(LOGINS)])
        number, version, passing = cursor.fetchone() or (0, "", [])
    if number < OLDEST_SERVER:
        raise StartRefused(f"PostgreSQL {version} is too old: 16 or newer is needed.")
    if passing:
        raise StartRefused(f"A login may pass the walls between companies: `ALTER ROLE {passing[0]} NOSUPERUSER NOBYPASSRLS`.")
    return f"PostgreSQL {version}; no login of the application is superuser or passes row-level security"


def watch() -> str:
    """Our clock and the database's agree: links expire by one and are made by the other."""
    reach.database()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (there,) = cursor.fetchone() or (clock.now(),)
    apart = abs(clock.now() - there)
    if apart > CLOCK_APART:
        raise StartRefused(
            f"This machine's clock and the database's are {apart.total_seconds():.0f} s apart: switch time synchronisation on."
        )
    return f"{apart.total_seconds() * 1000:.0f} ms apart from the database's"


def operator() -> str:
    """Whoever runs the service hears of it when service staff read unusually much."""
    reach.database()
    machine = settings.ENVIRONMENT
    if not staff.listed():
        return "there is no service staff to be told of"
    if not machine.operator_email:
        raise StartRefused("Nobody hears of it when service staff read unusually much: set OPERATOR_EMAIL to your address.")
    if not machine.email_url and not machine.development:
        raise StartRefused(f"Letters to {machine.operator_email} go nowhere: set EMAIL_URL.")
    return f"{machine.operator_email} hears of it when service staff read unusually much"


CHECKS: Mapping[str, Callable[[], str]] = {
    "sandbox": sandbox,
    "ffmpeg": ffmpeg,
    "disk": disk,
    "database": database,
    "clock": watch,
    "operator": operator,
}
