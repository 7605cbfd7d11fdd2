"""One member's page: what it shows, and every change that it offers."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import places
from tests.cast import Cast
from tests.console.conftest import signed_in_as
from vidarium.accounts.activity import Act
from vidarium.accounts.models import Activity, Membership, Person
from vidarium.foundation import clock, ids, tenancy
from vidarium.library.models import Asset


@pytest.fixture
def number(company: Cast) -> str:
    """The team-mate's."""
    return places.place(company, company.teammate).public_id


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def film(company: Cast, by: Person) -> Asset:
    with tenancy.within(company.id):
        return Asset.objects.create(company=company.company, title="A film", added_by=by)


@pytest.mark.promise("I.A.1.1-m")
def test_it_says_what_they_may_do(visitor: Client, number: str) -> None:
    words = shown(visitor, f"/people/{number}")
    assert "Upload videos" in words
    assert '<li class="not">' in words


@pytest.mark.promise("IV.2-c")
def test_what_is_changed_holds_with_their_next_click(visitor: Client, company: Cast, number: str) -> None:
    colleague = signed_in_as(company.teammate)
    assert colleague.get("/people").status_code == 200
    assert visitor.post(f"/people/{number}", {"role": "viewer", "position": "Guest"}).status_code == 302
    assert colleague.get("/people").status_code == 403
    assert 'value="Guest"' in shown(visitor, f"/people/{number}")


@pytest.mark.promise("I.A.1.1-m")
def test_a_denial_is_written_down(company: Cast, number: str) -> None:
    administrator = places.added(company, "admin@acme.example", role="administrator")
    assert signed_in_as(administrator).post(f"/people/{number}", {"role": "owner"}).status_code == 403
    with tenancy.within(company.id):
        assert Activity.objects.filter(act=Act.REFUSED, actor_id=administrator.id).count() == 1


def test_an_owner_is_no_administrators_to_change(company: Cast) -> None:
    administrator = signed_in_as(places.added(company, "admin@acme.example", role="administrator"))
    owner = places.place(company, company.owner).public_id
    assert "Suspend" not in shown(administrator, f"/people/{owner}")
    for path in ("", "/suspension", "/removal", "/handover"):
        assert administrator.post(f"/people/{owner}{path}", {"role": "viewer", "to": "teammate@acme.example"}).status_code == 403


def test_the_last_owner_is_told_why_they_stay(visitor: Client, company: Cast) -> None:
    answer = visitor.post(f"/people/{places.place(company, company.owner).public_id}", {"role": "viewer"})
    assert (answer.status_code, "Hand the ownership over first" in answer.content.decode()) == (409, True)


def test_a_position_that_does_not_fit_stays_in_the_field(visitor: Client, number: str) -> None:
    answer = visitor.post(f"/people/{number}", {"role": "editor", "position": "x" * 121})
    assert (answer.status_code, "x" * 121 in answer.content.decode()) == (422, True)


def test_a_role_that_is_none_is_not_there(visitor: Client, number: str) -> None:
    assert visitor.post(f"/people/{number}", {"role": "emperor"}).status_code == 404


@pytest.mark.promise("IV.2-c")
def test_a_suspended_colleague_has_no_company_at_the_next_click(visitor: Client, company: Cast, number: str) -> None:
    """A-07."""
    colleague = signed_in_as(company.teammate)
    assert colleague.get("/library").status_code == 200
    visitor.post(f"/people/{number}/suspension")
    assert colleague.get("/library").headers["Location"] == "/no-company"
    assert "No company lets you in" in shown(colleague, "/no-company")
    visitor.post(f"/people/{number}/restoration")
    assert colleague.get("/library").status_code == 200


def test_a_removed_colleague_has_no_company_at_the_next_click(visitor: Client, company: Cast, number: str) -> None:
    """A-07."""
    colleague = signed_in_as(company.teammate)
    assert "Remove teammate@acme.example" in shown(visitor, f"/people/{number}/removal")
    assert visitor.post(f"/people/{number}/removal").headers["Location"] == "/people"
    assert colleague.get("/library").headers["Location"] == "/no-company"


def test_what_they_made_stays_without_their_name(visitor: Client, company: Cast, number: str) -> None:
    asset = film(company, company.teammate)
    visitor.post(f"/people/{number}/removal")
    for path in ("/library", f"/assets/{asset.public_id}"):
        words = shown(visitor, path)
        assert "a former colleague" in words
        assert "teammate@acme.example" not in words


def test_or_is_handed_to_a_colleague(visitor: Client, company: Cast, number: str) -> None:
    asset = film(company, company.teammate)
    visitor.post(f"/people/{number}/removal", {"to": "Owner@acme.example"})
    with tenancy.within(company.id):
        assert Asset.objects.get(id=asset.id).added_by == company.owner
        assert not Membership.objects.filter(person=company.teammate).exists()


@pytest.mark.parametrize("to", ["nobody@acme.example", "teammate@acme.example", "owner@globex.example"])
@pytest.mark.parametrize("path", ["removal", "handover"])
def test_nothing_happens_where_the_heir_is_nobody(visitor: Client, company: Cast, stranger: Cast, number: str, path: str, to: str) -> None:
    asset = film(company, company.teammate)
    answer = visitor.post(f"/people/{number}/{path}", {"to": to})
    assert (answer.status_code, "No other colleague at work here" in answer.content.decode()) == (404, True)
    with tenancy.within(company.id):
        assert Asset.objects.get(id=asset.id).added_by == company.teammate
        assert Membership.objects.filter(person=company.teammate).exists()


def test_work_is_handed_over_while_they_stay(visitor: Client, company: Cast, number: str) -> None:
    asset = film(company, company.teammate)
    assert visitor.post(f"/people/{number}/handover", {"to": "owner@acme.example"}).status_code == 302
    with tenancy.within(company.id):
        assert Asset.objects.get(id=asset.id).added_by == company.owner


def test_an_editor_looks_and_changes_nothing(company: Cast, number: str) -> None:
    editor = signed_in_as(places.added(company, "ed@acme.example", role="editor"))
    assert '<form class="form section"' not in shown(editor, f"/people/{number}")
    for path in ("", "/suspension", "/restoration", "/removal", "/handover"):
        assert editor.post(f"/people/{number}{path}", {"role": "viewer"}).status_code == 403


@pytest.mark.parametrize("path", ["", "/removal"])
def test_a_strangers_member_is_as_one_that_never_was(foreign_visitor: Client, number: str, path: str) -> None:
    """T-01."""
    never = ids.show("mem", ids.sortable())
    there, nowhere = (foreign_visitor.get(f"/people/{one}{path}") for one in (number, never))
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert there.content.replace(number.encode(), b"") == nowhere.content.replace(never.encode(), b"")


def test_since_when_somebody_is_suspended_is_said(visitor: Client, company: Cast, number: str) -> None:
    with tenancy.within(company.id):
        Membership.objects.filter(person=company.teammate).update(suspended_at=clock.now())
    assert "Nothing of it while they are suspended." in shown(visitor, f"/people/{number}")
