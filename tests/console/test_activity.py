"""Who did what: every act has its sentence, the page costs the same however long it is, and the file is safe to open."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests import browsers
from tests.cast import Cast
from tests.console.conftest import signed_in_as
from vidarium.accounts import activity, history
from vidarium.accounts.activity import Act
from vidarium.accounts.callers import Caller
from vidarium.accounts.models import Activity, Membership, Person, Token
from vidarium.console import acts
from vidarium.foundation import clock, ids, tenancy

PAYLOADS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("http://evil.example","x")']
SCRIPT = "<script>alert(1)</script>"


def person(company: Cast, who: Person | None = None) -> Caller:
    return Caller(company.id, (who or company.owner).id, address="203.0.113.77")


def write(company: Cast, act: Act = Act.ASSET_CHANGED, *, by: Caller | None = None, **said: Any) -> None:
    """`said`: what `activity.record` takes by name."""
    with tenancy.within(company.id):
        activity.record(by or person(company), act, **said)


def shown(client: Client, query: str = "") -> str:
    answer = client.get(f"/activity{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def exported(client: Client, query: str = "") -> list[list[str]]:
    answer = client.get(f"/activity.csv{query}")
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(b"".join(answer).decode(), newline="")))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("act", list(Act))
def test_every_act_has_a_sentence_that_says_who(act: Act, language: str) -> None:
    with translation.override(language):
        assert "Lin" in acts.sentence(act, who="Lin", what="Dune")


@pytest.mark.parametrize("act", list(Act))
def test_every_act_is_found_under_one_kind(act: Act) -> None:
    found = [name for name, (_words, prefixes) in history.KINDS.items() if act.startswith(prefixes)]
    assert len(found) == 1


def test_an_act_that_is_no_longer_known_is_told_by_its_name() -> None:
    assert acts.sentence("asset.painted", who="Lin", what="Dune") == "Lin: asset.painted Dune"


@pytest.mark.promise("I.A.2.2-b")
def test_the_owner_sees_who_came_into_the_company(visitor: Client, company: Cast) -> None:
    write(company, Act.MEMBER_INVITED, words="lin@acme.example", after={"role": "Viewer", "position": ""})
    page = shown(visitor)
    assert "<b>owner@acme.example</b> invited lin@acme.example" in page
    assert "Viewer" in page


def test_a_line_says_what_was_and_what_is_now(visitor: Client, company: Cast) -> None:
    write(company, target="ast_1", words="Dune", before={"title": "Sand"}, after={"title": "Dune"})
    page = shown(visitor)
    assert "<td>Sand</td>" in page
    assert "→ </span>Dune</td>" in page


@pytest.mark.promise("I.A.2.1-a")
def test_an_address_is_shown_as_its_network_only(visitor: Client, company: Cast) -> None:
    write(company)
    assert "203.0.113.0" in shown(visitor)
    assert "203.0.113.77" not in shown(visitor)


def test_somebody_who_left_is_a_former_colleague(visitor: Client, company: Cast) -> None:
    write(company, by=person(company, company.teammate))
    with tenancy.within(company.id):
        Membership.objects.filter(person=company.teammate).delete()
    assert "<b>A former colleague</b>" in shown(visitor)
    assert "teammate@acme.example" not in shown(visitor)


def test_a_key_is_told_by_its_name(visitor: Client, company: Cast) -> None:
    with tenancy.within(company.id):
        key = Token.objects.create(company=company.company, name="Import", digest=b"k" * 32, scopes=[])
    write(company, by=Caller(company.id, key_id=key.id))
    assert "<b>The key “Import”</b>" in shown(visitor)


def test_what_nobody_of_the_company_did_the_operator_did(visitor: Client) -> None:
    assert "<b>The operator</b> opened the account “Acme Films”" in shown(visitor)


def test_a_film_is_linked_while_it_is_there(visitor: Client, company: Cast) -> None:
    number = ids.show("ast", ids.sortable())
    write(company, target=number, words="Dune")
    assert f'<a href="/assets/{number}">Dune</a>' in shown(visitor)


def test_a_deleted_film_is_not_linked(visitor: Client, company: Cast) -> None:
    number = ids.show("ast", ids.sortable())
    write(company, Act.ASSET_DELETED, target=number, words="Dune")
    assert number not in shown(visitor)


@pytest.mark.parametrize("said", [{"words": SCRIPT}, {"target": "ast_1", "words": SCRIPT}, {"after": {SCRIPT: SCRIPT}}])
def test_nothing_that_people_wrote_becomes_markup(visitor: Client, company: Cast, said: dict[str, Any]) -> None:
    """X-01."""
    with tenancy.within(company.id):
        Person.objects.filter(id=company.owner.id).update(name=SCRIPT)
    write(company, **said)
    assert SCRIPT not in shown(visitor)
    assert "&lt;script&gt;" in shown(visitor)


def test_a_percent_sign_in_a_title_breaks_nothing(visitor: Client, company: Cast) -> None:
    write(company, words="100 %(who)s %s")
    assert "100 %(who)s %s" in shown(visitor)


def test_it_is_filtered_by_person_kind_and_day(visitor: Client, company: Cast) -> None:
    write(company, words="Dune")
    write(company, Act.KEY_MADE, words="Import", by=person(company, company.teammate))
    with tenancy.within(company.id):
        teammate = Membership.objects.get(person=company.teammate).public_id
    today = clock.now().date()
    assert ("Dune" in shown(visitor, f"?who={teammate}"), "Import" in shown(visitor, f"?who={teammate}")) == (False, True)
    assert ("Dune" in shown(visitor, "?kind=videos"), "Import" in shown(visitor, "?kind=videos")) == (True, False)
    assert "Dune" in shown(visitor, f"?from={today}&to={today}")
    assert "Dune" not in shown(visitor, f"?to={today - timedelta(days=1)}")
    assert "Nothing like that was done" in shown(visitor, f"?from={today + timedelta(days=2)}")


@pytest.mark.parametrize("query", ["?who=x&kind=x&from=x&to=x&before=x", "?from=0001-01-01&to=9999-12-31", "?who=%00"])
def test_what_can_not_be_read_asks_for_nothing(visitor: Client, query: str) -> None:
    shown(visitor, query)
    exported(visitor, query)


@pytest.mark.promise("I.B-d")
def test_days_are_those_of_the_persons_zone(visitor: Client, company: Cast) -> None:
    Person.objects.filter(id=company.owner.id).update(time_zone="Pacific/Auckland")
    assert 'zone="Pacific/Auckland"' in shown(visitor)


def test_older_lines_are_one_page_on_and_the_filter_stays(visitor: Client, company: Cast) -> None:
    for place in range(51):
        write(company, words=f"Film {place:03}")
    page = shown(visitor, "?kind=videos")
    assert "Film 000" not in page
    older = page.split('href="?kind=videos&amp;before=')[1].split('"')[0]
    assert "Film 000" in shown(visitor, f"?kind=videos&before={older}")


@pytest.mark.parametrize(("few", "many"), [(25, 75)])
def test_a_page_costs_the_same_queries_however_many_lines_it_shows(visitor: Client, company: Cast, few: int, many: int) -> None:
    shown(visitor)
    counts = []
    for more in (few, many):
        for place in range(more):
            by = person(company, company.teammate) if place % 2 else None
            write(company, words=f"Film {place}", by=by, before={"title": "a"}, after={"title": "b"})
        with CaptureQueriesContext(connection) as asked:
            shown(visitor)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_it_is_for_those_who_may_see_it(company: Cast) -> None:
    client = signed_in_as(company.teammate)
    assert [client.get(path).status_code for path in ("/activity", "/activity.csv")] == [403, 403]
    assert 'href="/activity"' not in client.get("/library").content.decode()


def test_a_stranger_sees_none_of_it(foreign_visitor: Client, company: Cast) -> None:
    """T-06."""
    write(company, words="Dune")
    assert "Dune" not in shown(foreign_visitor)
    assert "Dune" not in str(exported(foreign_visitor))


def test_the_file_has_every_line_and_what_it_says(visitor: Client, company: Cast) -> None:
    write(company, target="ast_1", words='A "B", C', before={"title": "Sand"}, after={"title": "Dune"})
    head, *lines = exported(visitor)
    (line,) = (one for one in lines if one[4] == "asset.changed")
    assert head == ["id", "at", "by", "who", "act", "target", "words", "before", "after", "network"]
    assert line[2:] == ["person", "owner@acme.example", "asset.changed", "ast_1", 'A "B", C', "title: Sand", "title: Dune", "203.0.113.0"]


def test_a_line_of_the_file_ends_as_rfc_4180_says(visitor: Client) -> None:
    content = b"".join(visitor.get("/activity.csv"))
    assert content.endswith(b"\r\n")
    assert content.count(b"\n") == content.count(b"\r\n")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_cell_becomes_a_formula(visitor: Client, company: Cast, payload: str) -> None:
    """X-01."""
    write(company, words=payload)
    cells = [cell for line in exported(visitor) for cell in line]
    assert f"'{payload}" in cells
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)


def test_an_export_is_a_line_itself(visitor: Client, company: Cast) -> None:
    exported(visitor, "?kind=videos")
    with tenancy.within(company.id):
        line = Activity.objects.get(act=Act.ACTIVITY_EXPORTED)
    assert (line.actor_id, line.after) == (company.owner.id, {"kind": "videos"})


def test_a_long_export_comes_in_batches_and_ends_at_the_most(visitor: Client, company: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vidarium.console.activity.BATCH", 2)
    monkeypatch.setattr(history, "MOST_EXPORTED", 5)
    for place in range(9):
        write(company, words=f"Film {place}")
    lines = exported(visitor, "?kind=videos")[1:]
    assert [line[6] for line in lines] == ["Film 8", "Film 7", "Film 6", "Film 5", "Film 4"]


@pytest.mark.promise("I.A.2.3-a")
def test_signing_in_leaves_one_line_a_session(company: Cast) -> None:
    firefox = Client(headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"})
    client = browsers.signed_in(company.owner, firefox)
    for _ in range(3):
        client.get("/library")
    with tenancy.within(company.id):
        assert list(Activity.objects.filter(act=Act.SIGNED_IN).values_list("actor_id", flat=True)) == [company.owner.id]
    assert "signed in" in shown(client)
    assert "Firefox 140" in shown(client)
