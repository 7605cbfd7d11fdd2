"""The company's own page: settings, owner, leaving, and changing over to another company."""

from __future__ import annotations

import time

import pytest
from django.test import Client

from tests import places
from tests.cast import Cast
from tests.console.conftest import signed_in_as
from vidarium.accounts.activity import Act
from vidarium.accounts.models import Activity, Company, Membership
from vidarium.console.persons import CONFIRMED
from vidarium.foundation import clock, ids, tenancy

SAID = {"name": "Acme Pictures", "country": "HK", "time_zone": "Asia/Hong_Kong", "second_factor": "yes"}


def kept(company: Cast) -> Company:
    with tenancy.within(company.id):
        return Company.objects.get(id=company.id)


def proved(client: Client) -> None:
    """They have just said once more who they are."""
    session = client.session
    session[CONFIRMED] = time.time()
    session.save()


@pytest.mark.promise("IV.2-a")
@pytest.mark.promise("IV.2-c")
def test_settings_are_changed_and_hold_everywhere(visitor: Client, company: Cast) -> None:
    assert visitor.post("/company", SAID).status_code == 302
    now = kept(company)
    assert (now.name, now.country, now.time_zone, now.second_factor) == ("Acme Pictures", "HK", "Asia/Hong_Kong", True)


def test_only_what_changed_is_written_down(visitor: Client, company: Cast) -> None:
    visitor.post("/company", {"name": "Acme Films", "country": "HK", "time_zone": "UTC"})
    visitor.post("/company", {"name": "Acme Films", "country": "HK", "time_zone": "UTC"})
    with tenancy.within(company.id):
        line = Activity.objects.get(act=Act.COMPANY_CHANGED)
    assert (line.before, line.after) == ({"country": ""}, {"country": "HK"})


@pytest.mark.parametrize("wrong", [{"name": ""}, {"name": "x" * 201}, {"country": "XX"}, {"time_zone": "Moon/Base"}, {"time_zone": ""}])
def test_what_is_on_no_list_is_refused_whole(visitor: Client, company: Cast, wrong: dict[str, str]) -> None:
    answer = visitor.post("/company", {**SAID, **wrong})
    assert (answer.status_code, 'aria-invalid="true"' in answer.content.decode()) == (422, True)
    assert kept(company).name == "Acme Films"


def test_a_colleague_sees_the_company_and_changes_nothing(company: Cast) -> None:
    editor = signed_in_as(company.teammate)
    words = editor.get("/company").content.decode()
    assert "owner@acme.example" in words
    assert 'name="country"' not in words
    assert editor.post("/company", SAID).status_code == 403
    assert editor.post("/company/owner", {"to": "teammate@acme.example"}).status_code == 403


@pytest.mark.promise("IV.2-d")
def test_ownership_is_handed_over_by_whoever_proves_who_they_are(visitor: Client, company: Cast) -> None:
    assert visitor.post("/company/owner", {"to": "teammate@acme.example"}).headers["Location"].startswith("/confirm")
    assert places.place(company, company.owner).role == "owner"
    proved(visitor)
    assert visitor.post("/company/owner", {"to": "teammate@acme.example"}).headers["Location"] == "/company"
    assert places.place(company, company.teammate).role == "owner"
    assert visitor.post("/company/owner", {"to": "owner@acme.example"}).status_code == 403


@pytest.mark.parametrize("to", ["", "nobody@acme.example", "owner@acme.example", "owner@globex.example"])
def test_it_is_handed_to_nobody_else(visitor: Client, company: Cast, stranger: Cast, to: str) -> None:
    proved(visitor)
    answer = visitor.post("/company/owner", {"to": to})
    assert (answer.status_code, "No other colleague at work here" in answer.content.decode()) == (404, True)
    assert places.place(company, company.owner).role == "owner"


def test_a_colleague_leaves(company: Cast) -> None:
    colleague = signed_in_as(company.teammate)
    assert "Leave now" in colleague.get("/company/leave").content.decode()
    with tenancy.within(company.id):
        assert Membership.objects.filter(person=company.teammate).exists()
    colleague.post("/company/leave")
    assert colleague.get("/library").headers["Location"] == "/no-company"


def test_the_last_owner_does_not(visitor: Client, company: Cast) -> None:
    assert visitor.post("/company/leave").status_code == 409


def test_who_works_in_two_companies_changes_over(visitor: Client, company: Cast, stranger: Cast) -> None:
    with tenancy.within(stranger.id):
        Membership.objects.create(company=stranger.company, person=company.owner, role="viewer")
    for path in ("/library", "/people/invite"):
        assert "Change to Globex" in visitor.get(path).content.decode()
    assert visitor.post("/company/switch", {"company": stranger.company.public_id}).headers["Location"] == "/library"
    words = visitor.get("/library").content.decode()
    assert "<title>Library · Globex</title>" in words
    assert "Change to Acme Films" in words
    assert visitor.get("/people").status_code == 403


@pytest.mark.parametrize("which", ["stranger", "never", "nonsense"])
def test_nobody_changes_over_to_a_company_that_is_not_theirs(visitor: Client, company: Cast, stranger: Cast, which: str) -> None:
    """T-05."""
    wanted = {"stranger": stranger.company.public_id, "never": ids.show("cmp", ids.sortable()), "nonsense": "x"}[which]
    assert visitor.post("/company/switch", {"company": wanted}).status_code == 404
    assert "Acme Films" in visitor.get("/library").content.decode()


def test_who_works_in_one_company_is_offered_no_other(visitor: Client) -> None:
    assert "Change to" not in visitor.get("/library").content.decode()


def test_without_a_company_one_still_gets_out(company: Cast) -> None:
    colleague = signed_in_as(company.teammate)
    assert colleague.get("/no-company").headers["Location"] == "/library"
    with tenancy.within(company.id):
        Membership.objects.filter(person=company.teammate).update(suspended_at=clock.now())
    words = colleague.get("/no-company").content.decode()
    assert 'action="/sign-out"' in words
    assert Client().get("/no-company").headers["Location"].startswith("/sign-in")
