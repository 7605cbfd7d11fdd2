"""What clients send and we keep nothing of: counted by name, never by value, and only under names that tell nothing."""

from __future__ import annotations

import argparse
import re
from collections import Counter
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from tests.cast import Cast
from tests.console.conftest import signed_in_as
from vidarium.accounts import links, undeclared, upkeep
from vidarium.accounts.models import UndeclaredHeader
from vidarium.cli import unread
from vidarium.foundation import clock, tenancy

TABLES = """
SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND has_table_privilege(oid, 'SELECT')
"""
READS = re.compile(r'request\.headers\.get\("([\w-]+)|[^.]headers\.get\("([\w-]+)|"HTTP_(\w+)"')


def kept() -> dict[str, int]:
    return dict(undeclared.seen().values_list("name", "times"))


@pytest.mark.promise("I.A.2.1-a")
@pytest.mark.promise("I.A.2.1-m")
def test_a_header_that_nobody_reads_is_counted_and_its_value_is_nowhere(company: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    tally = undeclared.Tally()
    tally.due = clock.now()
    monkeypatch.setattr(undeclared, "TALLY", tally)
    client: Client = signed_in_as(company.owner)
    client.post("/you/words", headers={"Sec-CH-UA-Model": "Pixel-canary", "Accept-Language": "en"})
    assert kept() == {"sec-ch-ua-model": 1}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_signedin t WHERE t::text LIKE '%%canary%%'")
        assert cursor.fetchone() == (0,)


@pytest.mark.promise("I.A-a")
@pytest.mark.promise("I.A.2-a")
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Device-Name", marks=pytest.mark.promise("I.A.2.1-g")),
        pytest.param("X-Device-Id", marks=pytest.mark.promise("I.A.2.1-h")),
        pytest.param("X-Carrier", marks=pytest.mark.promise("I.A.2.1-i")),
        pytest.param("X-MSISDN", marks=pytest.mark.promise("I.A.2.1-j")),
        pytest.param("X-App-Version", marks=pytest.mark.promise("I.A.2.1-k")),
        pytest.param("Device-Memory", marks=pytest.mark.promise("I.A.2.1-l")),
    ],
)
def test_what_a_device_may_say_of_itself_is_kept_nowhere(
    company: Cast, collected: None, name: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level("INFO")
    client = Client(headers={name: "canary-4711"})
    client.post(links.issue(company.owner).removeprefix(settings.ENVIRONMENT.public_url), {"device": "canary-4711"})
    assert client.get("/library?device=canary-4711").status_code == 200
    with tenancy.within(company.id):
        assert holding(company.owner.email) != []
        assert holding("canary-4711") == []
    assert "canary-4711" not in caplog.text + "".join(capfd.readouterr())


def holding(words: str) -> list[str]:
    """Tables in which these words stand, in whatever column; of companies, those of the one that was entered."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        tables = [name for (name,) in cursor.fetchall()]
        asked = " UNION ALL ".join(f"SELECT '{name}' FROM {name} t WHERE t::text LIKE %(words)s" for name in tables)
        cursor.execute(asked, {"words": f"%{words}%"})
        return [name for (name,) in cursor.fetchall()]


@pytest.mark.promise("I.A.2.1-m")
def test_what_the_code_reads_is_not_counted_as_unread() -> None:
    rooms = [path for room in ("accounts", "api", "console", "project") for path in (settings.ROOT / room).rglob("*.py")]
    found = (one for path in rooms for one in READS.finditer(path.read_text()))
    read = {(one[one.lastindex or 0]).lower().replace("_", "-") for one in found}
    assert {"user-agent", "sec-fetch-mode", "x-forwarded-for"} <= read
    assert read - undeclared.READ == set()


def test_counts_add_up(db: None) -> None:
    for _ in range(2):
        undeclared.write(Counter({"sec-gpc": 3, "dnt": 1}))
    assert kept() == {"sec-gpc": 6, "dnt": 2}


@pytest.mark.parametrize("name", ["X-Jane@example", "X-Serial-12345", "x" * 33, "a-b-c-d-e-f", "Ünïcode", "", "X_Y"])
def test_a_name_that_could_tell_something_is_one_of_others(name: str) -> None:
    assert undeclared.coarse(name) == "other"


def test_there_are_so_many_names_and_no_more(db: None) -> None:
    names = [f"x-{first}{second}" for first in "abcdefghij" for second in "abcdefghijklmnop"]
    tally = undeclared.Tally()
    tally.due = clock.now()
    tally.add(names)
    undeclared.write(tally.take())
    undeclared.write(Counter(["y-a", "y-b"]))
    assert len(kept()) <= undeclared.MOST + 1
    assert sum(kept().values()) == len(names) + 2


def test_what_nobody_sends_any_more_goes(db: None) -> None:
    undeclared.write(Counter({"dnt": 1}))
    UndeclaredHeader.objects.update(seen_on=clock.now().date() - undeclared.KEPT - timedelta(days=1))
    upkeep.sweep()
    assert kept() == {}


def test_the_operator_sees_it(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    unread.run(argparse.Namespace())
    undeclared.write(Counter({"dnt": 7}))
    unread.run(argparse.Namespace())
    assert capsys.readouterr().out.splitlines() == ["Nothing that we don’t read has come in.", f"{7:>12}  {clock.now().date()}  dnt"]
