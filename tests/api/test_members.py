"""API v1, people: it works, it refuses what it should, strangers see nothing."""

from __future__ import annotations

import pytest

from tests.api.conftest import Answer, Program
from tests.cast import Cast
from vidarium.accounts import tokens
from vidarium.accounts.authority import Permission
from vidarium.accounts.models import Invitation, Membership
from vidarium.foundation import tenancy

WORK = [Permission.SEE_ASSETS, Permission.CHANGE_ASSETS, Permission.DELETE_ASSETS, Permission.UPLOAD]
ROLE = [*WORK, Permission.KEEP_COLLECTIONS, Permission.SEE_ANALYTICS]
WHOLE = [*ROLE, Permission.SEE_PEOPLE, Permission.MANAGE_PEOPLE]
NEW = {"email": "lin@acme.example", "name": "Lin", "role": "viewer", "position": "Cutter"}


@pytest.fixture
def desk(company: Cast) -> Program:
    """A program that sees to the people."""
    return Program(tokens.issue(company.id, scopes=WHOLE))


def teammate(company: Cast) -> Membership:
    with tenancy.within(company.id):
        return Membership.objects.get(person=company.teammate)


def invited(company: Cast) -> list[str]:
    with tenancy.within(company.id):
        return list(Invitation.objects.values_list("email", flat=True))


def invite(desk: Program, **headers: str) -> Answer:
    return desk.call("POST", "/invitations", NEW, **headers)


def test_members_are_listed_newest_first_and_by_cursor(company: Cast, desk: Program) -> None:
    first = desk.call("GET", "/members?limit=1").body
    second = desk.call("GET", f"/members?limit=1&cursor={first['next_cursor']}").body
    assert [first["data"][0]["email"], second["data"][0]["email"]] == ["teammate@acme.example", "owner@acme.example"]
    assert second["next_cursor"] is None


def test_a_member_tells_who_they_are_and_what_they_may_do(company: Cast, desk: Program) -> None:
    body = desk.call("GET", f"/members/{teammate(company).public_id}").body
    assert (body["email"], body["role"], body["position"], body["suspended_at"]) == ("teammate@acme.example", "editor", "", None)


def test_a_role_is_changed_and_the_position_stays(company: Cast, desk: Program) -> None:
    with tenancy.within(company.id):
        Membership.objects.filter(person=company.teammate).update(position="Cutter")
    answer = desk.call("PATCH", f"/members/{teammate(company).public_id}", {"role": "viewer"})
    assert answer.status == 200
    assert (teammate(company).role, teammate(company).position) == ("viewer", "Cutter")


@pytest.mark.parametrize("body", [{"role": "king"}, {"role": ""}, {"suspended_at": None}, {"role": None}, []])
def test_what_can_not_be_changed_is_refused(company: Cast, desk: Program, body: object) -> None:
    """T-04."""
    assert desk.call("PATCH", f"/members/{teammate(company).public_id}", body).status in {400, 404, 422}
    assert teammate(company).role == "editor"


@pytest.mark.promise("I.A.1.1-m")
def test_a_program_gives_nobody_more_than_it_has(company: Cast, desk: Program) -> None:
    answer = desk.call("PATCH", f"/members/{teammate(company).public_id}", {"role": "administrator"})
    assert answer.status == 403
    assert teammate(company).role == "editor"


def test_a_member_is_removed(company: Cast, desk: Program) -> None:
    assert desk.call("DELETE", f"/members/{teammate(company).public_id}").status == 204
    with tenancy.within(company.id):
        assert not Membership.objects.filter(person=company.teammate).exists()


def test_a_program_that_may_not_manage_people_changes_nobody(company: Cast, program: Program) -> None:
    assert program.call("DELETE", f"/members/{teammate(company).public_id}").status == 403
    assert program.call("GET", "/members").status == 403


def test_somebody_is_invited(company: Cast, desk: Program) -> None:
    answer = invite(desk)
    assert answer.status == 201
    assert {key: answer.body[key] for key in NEW} == NEW
    assert invited(company) == ["lin@acme.example"]


def test_the_answer_tells_no_secret(company: Cast, desk: Program) -> None:
    assert b"vdi_" not in invite(desk).raw


def test_an_invitation_is_read_and_ended(company: Cast, desk: Program) -> None:
    number = invite(desk).body["id"]
    assert desk.call("GET", f"/invitations/{number}").body["email"] == "lin@acme.example"
    assert [one["id"] for one in desk.call("GET", "/invitations").body["data"]] == [number]
    assert desk.call("DELETE", f"/invitations/{number}").status == 204
    assert desk.call("GET", f"/invitations/{number}").status == 404


@pytest.mark.parametrize(
    "wrong", [{"email": "lin"}, {"role": "king"}, {"role": "owner"}, {"id": "inv_1"}, {"email": "a\r\nBcc: b@c.example"}]
)
def test_an_invitation_that_does_not_fit_is_refused(company: Cast, desk: Program, wrong: dict[str, str]) -> None:
    """X-06."""
    assert desk.call("POST", "/invitations", {**NEW, **wrong}).status in {400, 403, 404, 422}
    assert invited(company) == []


def test_a_stranger_sees_nobody(company: Cast, stranger: Cast) -> None:
    """T-01."""
    theirs = Program(tokens.issue(stranger.id, scopes=WHOLE))
    assert {one["email"] for one in theirs.call("GET", "/members").body["data"]} == {"owner@globex.example", "teammate@globex.example"}
    assert theirs.call("GET", f"/members/{teammate(company).public_id}").status == 404


@pytest.mark.parametrize("body", [b"{", b"\xff", {"nonsense": 1}])
def test_who_may_not_is_told_so_before_anything_is_read(company: Cast, body: object) -> None:
    """T-02, A-10."""
    narrow = Program(tokens.issue(company.id, scopes=[Permission.SEE_ASSETS]))
    assert [
        one.call("POST", "/invitations", body).status for one in (Program(None), narrow, Program(tokens.issue(company.id, scopes=WHOLE)))
    ] == [401, 403, 400]
