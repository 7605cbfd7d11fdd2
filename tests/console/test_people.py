"""The pages about a company's people: what each shows, what it refuses, and that its cost does not grow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests import places
from tests.cast import Cast
from tests.console.conftest import signed_in_as
from tests.places import Letters
from vidarium.accounts import invitations, invitees, roles
from vidarium.accounts.models import Invitation, Membership, Person
from vidarium.foundation import clock, ids, tenancy

QUERIES = 15
"""Of a page of the list, however many people stand on it."""


@pytest.fixture
def letters() -> Iterator[Letters]:
    with places.letters() as heard:
        yield heard


def page(client: Client, path: str = "/people") -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def invited(company: Cast, email: str = "lin@acme.example", **said: str) -> Invitation:
    return invitations.invite(invitees.typed(email=email, **said), by=places.caller(company, company.owner))


@pytest.mark.promise("I.A.1.1-j")
@pytest.mark.promise("I.A.1.1-n")
def test_everybody_is_listed_with_role_and_position(visitor: Client, company: Cast) -> None:
    with tenancy.within(company.id):
        Membership.objects.filter(person=company.teammate).update(position="Editor in chief")
    shown = page(visitor)
    for words in ("2 people work here", "teammate@acme.example", "Editor in chief", "Editor</span>"):
        assert words in shown


def test_the_day_of_the_last_visit_is_shown_to_those_who_manage(visitor: Client, company: Cast) -> None:
    with tenancy.within(company.id):
        Membership.objects.filter(person=company.teammate).update(seen_on=date(2026, 3, 4))
    assert "4 Mar 2026" in page(visitor)
    assert "4 Mar 2026" not in page(signed_in_as(places.added(company, "ed@acme.example", role="editor")))


def test_a_visit_is_noted_by_its_day(visitor: Client, company: Cast) -> None:
    page(visitor)
    assert places.place(company, company.owner).seen_on == clock.now().date()


def test_a_viewer_sees_no_colleagues(company: Cast) -> None:
    viewer = signed_in_as(places.added(company, "v@acme.example"))
    assert viewer.get("/people").status_code == 403
    assert 'href="/people"' not in page(viewer, "/library")


def test_an_editor_sees_colleagues_and_no_invitations(company: Cast) -> None:
    invited(company)
    editor = signed_in_as(places.added(company, "ed@acme.example", role="editor"))
    assert "lin@acme.example" not in page(editor, "/people?view=invited")
    assert "Invite a colleague" not in page(editor)


@pytest.mark.parametrize(
    ("query", "there"), [("q=team", True), ("q=TEAMMATE@", True), ("q=nobody", False), ("role=editor", True), ("role=viewer", False)]
)
def test_the_list_is_narrowed_by_the_address(visitor: Client, company: Cast, query: str, there: bool) -> None:
    assert ("teammate@acme.example" in page(visitor, f"/people?{query}")) is there


def test_a_role_of_ones_own_narrows_too(visitor: Client, company: Cast) -> None:
    with tenancy.within(company.id):
        own = roles.make(by=places.caller(company, company.owner), name="Archivist", permissions=["assets:read"])
    places.added(company, "arch@acme.example", custom=own)
    shown = page(visitor, f"/people?role={own.public_id}")
    assert "arch@acme.example" in shown
    assert "teammate@acme.example" not in shown


def test_the_suspended_stand_apart(visitor: Client, company: Cast) -> None:
    with tenancy.within(company.id):
        Membership.objects.filter(person=company.teammate).update(suspended_at=clock.now())
    assert "teammate@acme.example" not in page(visitor)
    assert "teammate@acme.example" in page(visitor, "/people?view=suspended")


@pytest.mark.parametrize("path", ["/people?view=suspended", "/people?view=invited", "/people?q=xyz"])
def test_an_empty_list_says_what_would_stand_there(visitor: Client, path: str) -> None:
    assert '<section class="empty">' in page(visitor, path)


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=x", "page=99999999999", "role=rol_1", "q=%00", "view=x", "page=2"])
def test_odd_addresses_are_no_trouble(visitor: Client, query: str) -> None:
    assert visitor.get(f"/people?{query}").status_code == 200


def crowd(company: Cast, start: int, stop: int) -> None:
    people = Person.objects.bulk_create(Person(email=f"p{n:04}@acme.example", name=f"Person {n:04}") for n in range(start, stop))
    with tenancy.within(company.id):
        Membership.objects.bulk_create(Membership(company=company.company, person=one, role="viewer") for one in people)


def test_a_thousand_people_are_shown_by_fifties(visitor: Client, company: Cast) -> None:
    crowd(company, 0, 1000)
    shown = page(visitor)
    assert shown.count("<tr>") == 51
    assert "1002 people work here" in shown
    assert "Person 0999" in page(visitor, "/people?page=21")


def test_a_page_of_25_costs_the_queries_of_one_of_100(visitor: Client, company: Cast, django_assert_num_queries: Any) -> None:
    crowd(company, 0, 23)
    page(visitor)
    with django_assert_num_queries(QUERIES):
        page(visitor)
    crowd(company, 23, 98)
    with django_assert_num_queries(QUERIES):
        page(visitor)


def test_invitations_are_listed_sent_again_and_withdrawn(visitor: Client, company: Cast, letters: Letters) -> None:
    one = invited(company, name="Lin Wei")
    assert "Lin Wei" in page(visitor, "/people?view=invited")
    assert visitor.post(f"/invitations/{one.public_id}/letter").headers["Location"] == "/people?view=invited"
    assert len(letters) == 2
    visitor.post(f"/invitations/{one.public_id}/withdrawal")
    assert "Lin Wei" not in page(visitor, "/people?view=invited")


def test_an_expired_invitation_says_so(visitor: Client, company: Cast) -> None:
    invited(company)
    with tenancy.within(company.id):
        Invitation.objects.update(expires_at=clock.now())
    assert "expired" in page(visitor, "/people?view=invited")


@pytest.mark.promise("I.A.1.1-l")
def test_a_colleague_is_invited_by_the_form(visitor: Client, letters: Letters) -> None:
    page(visitor, "/people/invite")
    said = {"email": "Lin@acme.example", "name": "Lin", "position": "Editor", "role": "editor", "language": "zh-hans"}
    assert visitor.post("/people/invite", said).headers["Location"] == "/people?view=invited"
    (letter,) = letters
    assert (letter.to, letter.name, letter.language) == ("lin@acme.example", "Lin", "zh-hans")


@pytest.mark.parametrize(
    ("said", "status", "words"),
    [
        ({"email": "lin"}, 422, "This is no e-mail address"),
        ({"email": "teammate@acme.example"}, 409, "works in this company already"),
        ({"email": "l@acme.example", "name": "x" * 201}, 422, "At most 200 characters"),
        ({"email": "l@acme.example", "role": "emperor"}, 422, "There is no such role"),
    ],
)
def test_what_does_not_fit_stands_beside_what_was_typed(visitor: Client, said: dict[str, str], status: int, words: str) -> None:
    answer = visitor.post("/people/invite", {**said, "position": "Deputy"})
    shown = answer.content.decode()
    assert (answer.status_code, words in shown, 'value="Deputy"' in shown) == (status, True, True)


def test_an_administrator_is_offered_no_owner(company: Cast) -> None:
    administrator = signed_in_as(places.added(company, "admin@acme.example", role="administrator"))
    assert '<option value="owner"' not in page(administrator, "/people/invite")
    assert '<option value="administrator"' in page(administrator, "/people/invite")
    assert administrator.post("/people/invite", {"email": "l@acme.example", "role": "owner"}).status_code == 403


LIST = "name,email,position,role\nLin,lin@acme.example,Editor,editor\n=1+1,calc@acme.example,,\n,nonsense,,\n"


def test_a_list_is_looked_at_before_it_is_sent(visitor: Client, letters: Letters) -> None:
    shown = visitor.post("/people/invite-many", {"list": LIST}).content.decode()
    assert "Send 2 invitations" in shown
    assert "This is no e-mail address" in shown
    assert "=1+1" in shown
    assert letters == []


def test_what_fits_of_a_list_is_sent_and_the_rest_told(visitor: Client, company: Cast, letters: Letters) -> None:
    shown = visitor.post("/people/invite-many", {"list": LIST, "send": "yes"}).content.decode()
    assert [letter.to for letter in letters] == ["lin@acme.example", "calc@acme.example"]
    assert "2 invitations are on their way" in shown
    assert "This is no e-mail address" in shown


def test_a_list_comes_as_a_file_too(visitor: Client, tmp_path: Any) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(LIST.encode("utf-8-sig"))
    with file.open("rb") as opened:
        assert "Send 2 invitations" in visitor.post("/people/invite-many", {"file": opened}).content.decode()


@pytest.mark.parametrize("content", [b"", b"\x89PNG\xff\xfe", b"x" * 300_000])
def test_a_list_that_can_not_be_read_stays_on_the_form(visitor: Client, tmp_path: Any, content: bytes) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(content)
    with file.open("rb") as opened:
        answer = visitor.post("/people/invite-many", {"file": opened})
    assert (answer.status_code, 'role="alert"' in answer.content.decode()) == (422, True)


def test_names_are_text_and_nothing_else(visitor: Client, company: Cast) -> None:
    invited(company, name="<script>alert(1)</script>", position="{{ 7|add:7 }}")
    shown = page(visitor, "/people?view=invited")
    assert "<script>alert" not in shown
    assert ">14<" not in shown


@pytest.mark.parametrize("verb", ["letter", "withdrawal"])
def test_a_strangers_invitation_is_as_one_that_never_was(foreign_visitor: Client, company: Cast, letters: Letters, verb: str) -> None:
    """T-01."""
    one = invited(company)
    numbers = (one.public_id, ids.show("inv", ids.sortable()))
    answers = [foreign_visitor.post(f"/invitations/{number}/{verb}") for number in numbers]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert len({answer.content.replace(number.encode(), b"") for number, answer in zip(numbers, answers, strict=True)}) == 1
    assert len(letters) == 1
