"""The service desk: its own door with two steps always, a reason before anything is seen, and every page told to the company."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tests import deskmates
from tests.cast import Cast
from tests.console.conftest import signed_in_as
from tests.console.test_coming_in import said
from tests.deskmates import PASSWORD, Deskmate, come_in, give_reason, lines, looking
from vidarium.accounts import accesses, factors, links, staff
from vidarium.accounts.authority import Permission
from vidarium.accounts.doors import Door
from vidarium.accounts.models import Invitation, Membership, StaffAccess
from vidarium.accounts.tokens import digest
from vidarium.foundation import clock, tenancy
from vidarium.notices.models import Message

NOBODY = "nobody@service.example"
OTHER = "lantern orbit velvet soup"


@pytest.fixture
def mei(company: Cast) -> Deskmate:
    return deskmates.hired()


@pytest.fixture
def desk(mei: Deskmate) -> Client:
    """A browser in which she has come in."""
    return come_in(mei)


@pytest.fixture
def inside(desk: Client, company: Cast) -> Client:
    """The same, looking at everything of the company."""
    assert give_reason(desk, company).headers["Location"] == "/library"
    return desk


# -- without a reason --------------------------------------------------------------------------------------------------
@pytest.mark.promise("III.B.1-f")
@pytest.mark.parametrize("path", ["/library", "/people", "/people/roles", "/activity", "/company", "/keys", "/company/usage"])
def test_without_a_reason_a_companys_pages_lead_back_to_the_desk(desk: Client, company: Cast, path: str) -> None:
    """T-14."""
    assert desk.get(path).headers["Location"] == "/desk"
    assert lines(company) == []


def test_a_session_without_the_desks_mark_is_none(mei: Deskmate, company: Cast) -> None:
    """However somebody got it."""
    looking(mei, company)
    client = signed_in_as(mei.person)
    for path in ("/library", "/you", "/people"):
        assert client.get(path).headers["Location"] == "/desk"
    assert client.get("/desk").headers["Location"] == "/desk/sign-in"


def test_their_own_pages_are_those_of_security_alone(desk: Client) -> None:
    for path in ("/you", "/you/app", "/you/password", "/confirm"):
        assert desk.get(path).status_code == 200, path
    for path in ("/you/address", "/you/phone", "/no-company", "/open", "/two-steps"):
        assert desk.get(path).headers["Location"] == "/desk", path
    assert "Change the address" not in said(desk.get("/you"))


def test_staff_join_no_company(desk: Client, mei: Deskmate, company: Cast) -> None:
    with tenancy.within(company.id):
        ends = clock.now() + timedelta(days=1)
        Invitation.objects.create(company=company.company, email=mei.email, role="viewer", digest=digest("inv_x"), expires_at=ends)
    assert desk.post("/join/inv_x").status_code == 409
    with tenancy.within(company.id):
        assert not Membership.objects.filter(person=mei.person).exists()


# -- finding -----------------------------------------------------------------------------------------------------------
def test_searching_for_nothing_shows_nothing(desk: Client, company: Cast) -> None:
    assert "Acme" not in said(desk.get("/desk"))
    assert "Acme" not in said(desk.get("/desk?q=a"))


def test_a_company_is_found_by_name_and_only_its_name_is_shown(desk: Client, company: Cast, stranger: Cast) -> None:
    page = said(desk.get("/desk?q=acme"))
    assert "Acme Films" in page
    assert "Globex" not in page
    assert company.owner.email not in page
    assert company.owner.email not in said(desk.get("/desk/companies/acme"))


def test_a_company_that_is_not_there_is_answered_so(desk: Client) -> None:
    assert desk.get("/desk/companies/nowhere").status_code == 404


# -- the reason --------------------------------------------------------------------------------------------------------
def test_nothing_is_ticked_beforehand(desk: Client, company: Cast) -> None:
    page = said(desk.get("/desk/companies/acme"))
    assert 'name="permissions"' in page
    assert not [line for line in page.splitlines() if 'name="permissions"' in line and " checked" in line]


@pytest.mark.promise("III.B.1-f")
def test_what_does_not_fit_stands_beside_it_and_what_was_typed_stays(desk: Client, company: Cast) -> None:
    answer = give_reason(desk, company, reason="short", minutes="600")
    assert answer.status_code == 422
    assert 'value="short"' in said(answer)
    assert "Say why in 10 to 200 characters" in said(answer)
    assert "An access lasts an hour at most." in said(answer)
    assert lines(company) == []


def test_looking_in_asks_once_more_who_they_are(desk: Client, company: Cast) -> None:
    session = desk.session
    session["confirmed_at"] = 0
    session.save()
    assert give_reason(desk, company).headers["Location"] == "/confirm?next=/desk/companies/acme"
    assert lines(company) == []


def test_one_may_be_given_to_see_and_nothing_else(desk: Client, company: Cast) -> None:
    assert give_reason(desk, company, Permission.SEE_ASSETS, Permission.MANAGE_PEOPLE).status_code == 422


# -- inside ------------------------------------------------------------------------------------------------------------
@pytest.mark.promise("III.B.1-e")
def test_each_page_stands_in_the_companys_log_in_the_same_moment(inside: Client, company: Cast) -> None:
    """T-14."""
    assert inside.get("/people").status_code == 200
    told = lines(company)
    assert [(line.act, line.words) for line in told] == [("staff.entered", deskmates.REASON), ("staff.looked", "")]
    assert told[1].after == {"page": "/people", "people": 2, "reason": deskmates.REASON, "case": "C-17", "factor": "app"}


def test_the_company_reads_it_by_name_and_can_ask_for_nothing_else(inside: Client, company: Cast) -> None:
    inside.get("/people")
    page = said(signed_in_as(company.owner).get("/activity?who=staff"))
    assert "<b>Mei Tan, service staff</b> came into this account" in page
    assert '<b>Mei Tan, service staff</b> looked at <a href="/people">the page People</a>' in page
    assert "signed in" not in page
    assert "came into this account" in said(signed_in_as(company.owner).get("/activity?kind=staff"))


def test_the_owner_gets_a_letter(inside: Client, company: Cast) -> None:
    (letter,) = Message.objects.filter(to=company.owner.email, subject="Service staff look into Acme Films")
    for words in ("Mei Tan", deskmates.REASON, "C-17", "Videos, People, Activity", "/activity?who=staff"):
        assert words in letter.text


def test_a_banner_says_whose_account_why_and_until_when(inside: Client, company: Cast) -> None:
    page = said(inside.get("/people"))
    assert "You are looking into Acme Films as service staff." in page
    assert deskmates.REASON in page
    assert "<time-left" in page
    assert 'href="/desk/companies/acme"' in page


def test_what_was_not_named_stays_closed_and_the_try_is_told(desk: Client, company: Cast) -> None:
    give_reason(desk, company, Permission.SEE_ASSETS)
    assert desk.get("/library").status_code == 200
    assert desk.get("/people").status_code == 403
    (refused,) = lines(company, {"person.refused"})
    assert (refused.words, refused.by) == ("people:read", "staff")


@pytest.mark.parametrize("path", ["/company", "/keys", "/keys/new", "/company/usage", "/company/leave", "/activity.csv"])
def test_pages_for_every_member_are_closed(inside: Client, path: str) -> None:
    assert inside.get(path).status_code == 403


def test_nothing_can_be_changed(inside: Client, company: Cast) -> None:
    with tenancy.within(company.id):
        place = Membership.objects.get(person=company.teammate)
    for path in (f"/people/{place.public_id}", f"/people/{place.public_id}/suspension", "/people/roles", "/people/invite", "/company"):
        assert inside.post(path, {"role": "viewer", "position": "x"}).status_code == 403, path
    with tenancy.within(company.id):
        assert Membership.objects.get(id=place.id).role == "editor"


def test_the_api_does_not_know_them(inside: Client) -> None:
    for path in ("assets", "members", "company", "activities"):
        assert inside.get(f"/api/v1/{path}").status_code == 401


def test_another_company_stays_closed(inside: Client, stranger: Cast) -> None:
    assert "globex" not in said(inside.get("/people"))
    answer = give_reason(inside, stranger)
    assert answer.status_code == 409
    assert lines(stranger) == []


def test_a_renewal_needs_a_new_reason_and_gets_a_line(inside: Client, company: Cast) -> None:
    """T-14."""
    assert "Stay in Acme Films" in said(inside.get("/desk/companies/acme"))
    assert give_reason(inside, company, reason="").status_code == 422
    assert give_reason(inside, company, reason="Still the same uploads").status_code == 302
    assert [line.act for line in lines(company)] == ["staff.entered", "staff.renewed"]


@pytest.mark.promise("III.B.1-f")
def test_after_the_end_the_next_click_is_at_the_desk(inside: Client, company: Cast) -> None:
    """T-14."""
    before = clock.now() - timedelta(minutes=50)
    with tenancy.within(company.id):
        StaffAccess.objects.update(began_at=before, ends_at=before + timedelta(minutes=30))
    assert inside.get("/people").headers["Location"] == "/desk"
    inside.get("/desk")
    assert [line.act for line in lines(company)] == ["staff.entered", "staff.ended"]


def test_whoever_leaves_is_out(inside: Client, company: Cast) -> None:
    assert inside.post("/desk/departure").headers["Location"] == "/desk"
    assert inside.get("/people").headers["Location"] == "/desk"
    assert lines(company)[-1].act == "staff.left"


@pytest.mark.promise("III.B.2-c")
def test_whoever_is_removed_is_out_with_the_next_click(inside: Client, mei: Deskmate, company: Cast) -> None:
    staff.remove(mei.member)
    assert inside.get("/people").headers["Location"].startswith("/sign-in")
    assert lines(company)[-1].act == "staff.ended"
    assert Client().post("/desk/sign-in", {"email": mei.email, "password": PASSWORD}).status_code == 403


def test_they_read_what_they_looked_at(inside: Client) -> None:
    inside.get("/people")
    page = said(inside.get("/desk/accesses"))
    for words in ("Acme Films", deskmates.REASON, "C-17", "Videos, People, Activity", "the page People"):
        assert words in page


def test_the_last_second_step_stays(desk: Client, mei: Deskmate) -> None:
    (app,) = [one for one in factors.of(mei.person) if one.type == factors.Type.TOTP]
    assert desk.post(f"/you/factors/{app.pk}").status_code == 409


def test_the_live_pages_are_open_to_whoever_may_see_videos(inside: Client, mei: Deskmate, company: Cast) -> None:
    key = inside.session.session_key
    assert key
    watcher = accesses.onlooker(key)
    assert watcher
    assert (watcher.company_id, watcher.person_id) == (company.id, mei.person.id)
    inside.post("/desk/departure")
    assert accesses.onlooker(key) is None


def test_the_doors_are_those_two() -> None:
    assert set(links.PATHS) == set(Door)
