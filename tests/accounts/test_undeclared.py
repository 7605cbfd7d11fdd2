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
from vidarium.accounts import declared, links, tokens, undeclared, upkeep
from vidarium.accounts.authority import Permission
from vidarium.accounts.models import Undeclared
from vidarium.accounts.undeclared import Counts, Kind
from vidarium.cli import unread
from vidarium.console.code_door import ByCode
from vidarium.console.forgotten import Forgotten
from vidarium.console.opening_forms import Account, Newcomer
from vidarium.console.sign_in import Password
from vidarium.foundation import clock, tenancy

TABLES = """
SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND has_table_privilege(oid, 'SELECT')
"""
READS = re.compile(r'request\.headers\.get\("([\w-]+)|[^.]headers\.get\("([\w-]+)|"HTTP_(\w+)"')
EDGE_READS = re.compile(r'header\(scope, b"([\w-]+)"|given(?:\.get\(|, )"([\w-]+)"|\("(upload-[\w-]+)", "')
OF_A_FORM = re.compile(r'(?:POST|said|sent)(?:\.get|\.getlist)\("(\w+)"|"(\w+)" in (?:visit\.)?request\.POST|POST\["(\w+)"')
OF_AN_ADDRESS = re.compile(r'(?:GET|given)\.get\("(\w+)"|"(\w+)" in request\.GET')
TYPED = re.compile(r'<(?:input|select|textarea|button)\b[^>]*? name="(\w+)"')

NAME_IT = "These are read and not declared: name them in accounts/declared.py, parameters of addresses and keys of forms apart."


def kept(kind: Kind = Kind.HEADER) -> dict[str, int]:
    return dict(undeclared.seen().filter(kind=kind).values_list("name", "times"))


def headers(*names: str, times: int = 1) -> Counts:
    return Counter({(Kind.HEADER, name): times for name in names})


@pytest.fixture
def tally(monkeypatch: pytest.MonkeyPatch) -> undeclared.Tally:
    """One that is written down with the next request of somebody who is signed in."""
    fresh = undeclared.Tally()
    fresh.due = clock.now()
    monkeypatch.setattr(undeclared, "TALLY", fresh)
    return fresh


@pytest.mark.promise("I.A.2.1-a")
@pytest.mark.promise("I.A.2.1-m")
def test_a_header_that_nobody_reads_is_counted_and_its_value_is_nowhere(company: Cast, tally: undeclared.Tally) -> None:
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


@pytest.mark.promise("I.A.2.1-a")
@pytest.mark.usefixtures("collected")
def test_a_parameter_and_a_field_that_nobody_reads_are_counted_and_their_values_are_nowhere(company: Cast, tally: undeclared.Tally) -> None:
    client: Client = signed_in_as(company.owner)
    client.get("/people?q=lin&utm_source=canary")
    client.post("/you/words", {"name": "Lin", "utm_source": "canary", "shoe-size": "canary"})
    client.get("/no-such-page?gclid=canary")
    tally.due = clock.now()
    client.get("/people")
    assert kept(Kind.PARAMETER) == {"utm_source": 1}
    assert kept(Kind.KEY) == {"utm_source": 1, "shoe-size": 1}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_undeclared t WHERE t::text LIKE '%%canary%%'")
        assert cursor.fetchone() == (0,)


@pytest.mark.promise("I.A.2.1-a")
def test_what_the_api_refuses_as_undeclared_is_counted_too(company: Cast, tally: undeclared.Tally) -> None:
    client = Client(headers={"Authorization": f"Bearer {tokens.issue(company.id, scopes=Permission)}"})
    assert client.get("/api/v1/assets?limit=1&fields=canary").status_code == 400
    sent = {"email": "a@acme.example", "shoe_size": "canary"}
    assert client.post("/api/v1/invitations", sent, content_type="application/json").status_code == 400
    undeclared.write(tally.take())
    assert (kept(Kind.PARAMETER), kept(Kind.KEY)) == ({"fields": 1}, {"shoe_size": 1})


@pytest.mark.promise("I.A.2.1-m")
def test_what_the_code_reads_is_not_counted_as_unread() -> None:
    read = {name.lower().replace("_", "-") for name in found(READS, "accounts", "api", "console", "project")}
    assert {"user-agent", "sec-fetch-mode", "x-forwarded-for"} <= read
    of_the_edge = found(EDGE_READS, "edge", "library")
    assert {"upload-length", "content-length", "if-range", "upload-concat"} <= of_the_edge
    assert (read | of_the_edge) - declared.HEADERS == set()


def test_what_the_pages_ask_for_is_not_counted_as_unread() -> None:
    """What stands in a page is sent by it, and what the code looks for it may find."""
    forms = {name for form in (Account, Newcomer, ByCode, Password, Forgotten) for name in form.base_fields}
    in_pages = {one[1] for path in (settings.ROOT / "console").glob("*.html") for one in TYPED.finditer(path.read_text())}
    fields, parameters = found(OF_A_FORM, "console"), found(OF_AN_ADDRESS, "console")
    assert ({"send", "permissions", "second_factor"} <= fields, {"who", "again", "before"} <= parameters) == (True, True)
    assert (forms - declared.KEYS, parameters - declared.PARAMETERS) == (set(), set()), NAME_IT
    assert (fields | in_pages) - declared.KEYS - declared.PARAMETERS == set(), NAME_IT


def found(pattern: re.Pattern[str], *rooms: str) -> set[str]:
    paths = [path for room in rooms for path in (settings.ROOT / room).rglob("*.py")]
    return {one[one.lastindex or 0] for path in paths for one in pattern.finditer(path.read_text())}


def test_counts_add_up(db: None) -> None:
    for _ in range(2):
        undeclared.write(headers("sec-gpc", times=3) + headers("dnt"))
    assert kept() == {"sec-gpc": 6, "dnt": 2}


@pytest.mark.parametrize("name", ["X-Jane@example", "X-Serial-12345", "x" * 33, "a-b-c-d-e-f", "Ünïcode", "", "X_Y"])
def test_a_name_that_could_tell_something_is_one_of_others(name: str) -> None:
    assert undeclared.coarse(Kind.HEADER, name) == "other"


@pytest.mark.parametrize("name", ["jane@acme.example", "p1", "<script>", "a b", "\x1b[2J", "x" * 33, "a_b_c_d_e_f", "名字", "", "' OR 1=1"])
def test_a_key_that_could_tell_something_is_one_of_others(name: str) -> None:
    assert [undeclared.coarse(kind, name) for kind in (Kind.KEY, Kind.PARAMETER)] == ["other", "other"]


def test_of_one_request_so_many_names_are_looked_at_and_no_more() -> None:
    tally = undeclared.Tally()
    tally.due = clock.now()
    tally.add(Kind.KEY, ["x" * (1 + place % 30) for place in range(1000)])
    counts = tally.take()
    assert (counts[Kind.KEY, "other"], sum(counts.values())) == (900, 1000)


def test_there_are_so_many_names_and_no_more(db: None) -> None:
    names = [f"x-{first}{second}" for first in "abcdefghij" for second in "abcdefghijklmnop"]
    tally = undeclared.Tally()
    tally.due = clock.now()
    for name in names:
        tally.add(Kind.HEADER, [name])
    tally.add(Kind.KEY, ["shoe_size"])
    undeclared.write(tally.take())
    undeclared.write(headers("y-a", "y-b"))
    assert len(kept()) <= undeclared.MOST + 1
    assert sum(kept().values()) == len(names) + 2
    assert kept(Kind.KEY) == {"shoe_size": 1}


def test_what_nobody_sends_any_more_goes(db: None) -> None:
    undeclared.write(headers("dnt"))
    Undeclared.objects.update(seen_on=clock.now().date() - undeclared.KEPT - timedelta(days=1))
    upkeep.sweep()
    assert kept() == {}


def test_the_operator_sees_it(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    unread.run(argparse.Namespace())
    undeclared.write(headers("dnt", times=7) + Counter({(Kind.PARAMETER, "utm_source"): 9}))
    unread.run(argparse.Namespace())
    today = clock.now().date()
    lines = [f"{7:>12}  {today}  header     dnt", f"{9:>12}  {today}  parameter  utm_source"]
    assert capsys.readouterr().out.splitlines() == ["Nothing that we don’t read has come in.", *lines]
