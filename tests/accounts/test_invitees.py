"""A list of people to invite: read as spreadsheets write it, and judged line by line before anything is sent."""

from __future__ import annotations

import pytest

from tests import places
from tests.cast import Cast
from vidarium.accounts import invitations, invitees, roles
from vidarium.accounts.callers import Caller
from vidarium.accounts.invitees import Invitee
from vidarium.accounts.models import Company
from vidarium.foundation import tenancy

LIN = invitees.typed(email="lin@acme.example", role="editor")


@pytest.fixture
def owner_of(company: Cast) -> Caller:
    return places.caller(company, company.owner)


LIST = """name,email,position,role
Lin Wei,lin@acme.example,Editor in chief,Editor
"Doe, Jo",jo@acme.example,,
"""


def test_a_list_is_read_by_its_heads() -> None:
    assert invitees.read(LIST) == [
        Invitee("lin@acme.example", "Lin Wei", "Editor in chief", "Editor"),
        Invitee("jo@acme.example", "Doe, Jo"),
    ]


@pytest.mark.parametrize(
    "text",
    ["E-mail;Role;Name\nlin@acme.example;editor;Lin\n", "Lin\tlin@acme.example\t\teditor", "\ufeffLin,lin@acme.example,,editor\r\n\r\n"],
)
def test_spreadsheets_write_it_in_several_ways(text: str) -> None:
    assert invitees.read(text) == [Invitee("lin@acme.example", "Lin", "", "editor")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_is_read_as_spreadsheets_save_it(encoding: str) -> None:
    assert invitees.decoded("林,lin@acme.example".encode(encoding)) == "林,lin@acme.example"


@pytest.mark.parametrize("content", ["", "\n\n", "name,email\n", "x" * 200_001, "\n".join(f"a,{n}@acme.example" for n in range(101))])
def test_a_list_that_can_not_be_read_says_why(content: str) -> None:
    with pytest.raises(invitees.NotReadable):
        invitees.read(content)


def test_a_file_that_is_no_text_says_why() -> None:
    with pytest.raises(invitees.NotReadable, match="UTF-8"):
        invitees.decoded(b"\x89PNG\xff")


def test_each_of_a_list_is_judged_before_anything_is_sent(company: Cast, owner_of: Caller) -> None:
    invitations.invite(LIN, by=owner_of)
    people = [
        *(invitees.typed(email=f"{name}@acme.example") for name in ("new", "new", "no sense", "teammate", "lin")),
        invitees.typed(email="a@acme.example", role="emperor"),
        invitees.typed(email="b@acme.example", role="owner"),
    ]  # fmt: skip
    with tenancy.within(company.id):
        judged = invitations.judge(owner_of, people)
    assert [one.fits for one in judged] == [True, False, False, False, True, False, False]
    assert [one.renews for one in judged] == [False, False, False, False, True, False, False]
    with tenancy.within(company.id):
        assert invitations.of(owner_of).count() == 1


def test_a_list_is_judged_by_the_places_that_are_left(company: Cast, owner_of: Caller) -> None:
    with tenancy.within(company.id):
        Company.objects.update(max_members=4)
        judged = invitations.judge(owner_of, [invitees.typed(email=f"{n}@acme.example") for n in range(3)])
    assert [one.fits for one in judged] == [True, True, False]


def test_a_role_is_meant_by_its_name_in_any_case(company: Cast, owner_of: Caller) -> None:
    with tenancy.within(company.id):
        own = roles.make(by=owner_of, name="Archivist", permissions=["assets:read"])
        every = roles.all_of(company.id)
    assert roles.named("support AGENT", every) == roles.Chosen("agent")
    assert roles.named("archivist", every) == roles.Chosen("viewer", own)
