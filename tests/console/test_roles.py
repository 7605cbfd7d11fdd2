"""Who may do what: the page is the very table that the code asks, and a company's own roles are made on it."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests import places
from tests.cast import Cast
from tests.console.conftest import signed_in_as
from vidarium.accounts import authority
from vidarium.accounts.models import CustomRole
from vidarium.foundation import ids, tenancy


def shown(client: Client, path: str = "/people/roles") -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def matrix(words: str) -> dict[str, list[bool]]:
    """The table as it is read: by permission, who has it."""
    body = words.split("<tbody>")[1].split("</tbody>", maxsplit=1)[0]
    rows = re.findall(r"<th scope=\"row\">(.*?)</th>(.*?)</tr>", body, re.DOTALL)
    return {name.partition("<")[0]: [answer == "yes" for answer in re.findall(r"hidden-words\">(yes|no)<", cells)] for name, cells in rows}


def own(company: Cast) -> CustomRole:
    with tenancy.within(company.id):
        return CustomRole.objects.get()


@pytest.mark.promise("I.A.1.1-m")
def test_the_page_is_the_table_that_the_code_asks(visitor: Client) -> None:
    assert matrix(shown(visitor)) == {
        str(words): [permission in role.permissions for role in authority.ROLES.values()] for permission, words in authority.WORDS.items()
    }


def test_the_page_says_what_is_not_for_whoever_is_limited(visitor: Client) -> None:
    noted = re.findall(r"<th scope=\"row\">([^<]*)<span class=\"sub\">not for whoever is limited to collections</span>", shown(visitor))
    assert set(noted) == {str(authority.WORDS[one]) for one in authority.OF_THE_WHOLE}


def test_every_permission_has_its_words() -> None:
    assert set(authority.WORDS) == set(authority.Permission)


def test_a_role_is_made_and_stands_in_the_table(visitor: Client) -> None:
    made = visitor.post("/people/roles", {"name": "Archivist", "permissions": ["assets:read", "uploads:write"]})
    assert made.status_code == 302
    words = shown(visitor)
    assert "Archivist" in words
    assert [name for name, cells in matrix(words).items() if cells[-1]] == ["See and play videos", "Upload videos"]


@pytest.mark.parametrize(
    ("said", "status", "words"),
    [
        ({"name": "", "permissions": ["assets:read"]}, 422, "A role needs a name"),
        ({"name": "Owner", "permissions": ["assets:read"]}, 409, "A role of this name exists already"),
        ({"name": "Archivist"}, 422, "A role that allows nothing"),
    ],
)
def test_what_does_not_fit_is_said_beside_it(visitor: Client, said: dict[str, object], status: int, words: str) -> None:
    answer = visitor.post("/people/roles", said)
    assert (answer.status_code, words in answer.content.decode()) == (status, True)


def test_a_role_is_changed_and_removed(visitor: Client, company: Cast) -> None:
    visitor.post("/people/roles", {"name": "Archivist", "permissions": ["assets:read", "uploads:write"]})
    number = own(company).public_id
    assert 'value="uploads:write" checked' in shown(visitor, f"/people/roles/{number}")
    visitor.post(f"/people/roles/{number}", {"name": "Reader", "permissions": ["assets:read"]})
    assert (own(company).name, own(company).permissions) == ("Reader", ["assets:read"])
    visitor.post(f"/people/roles/{number}/removal")
    assert "Reader" not in shown(visitor)


def test_a_role_that_somebody_has_is_kept_and_says_who(visitor: Client, company: Cast) -> None:
    visitor.post("/people/roles", {"name": "Archivist", "permissions": ["assets:read"]})
    role = own(company)
    places.added(company, "a@acme.example", custom=role)
    answer = visitor.post(f"/people/roles/{role.public_id}/removal")
    assert (answer.status_code, f"/people?role={role.public_id}" in answer.content.decode()) == (409, True)
    assert visitor.post(f"/people/roles/{role.public_id}", {"name": "", "permissions": ["assets:read"]}).status_code == 422


def test_who_sees_people_sees_the_table_and_makes_nothing(company: Cast) -> None:
    editor = signed_in_as(places.added(company, "ed@acme.example", role="editor"))
    assert "Make the role" not in shown(editor)
    assert editor.post("/people/roles", {"name": "Mine", "permissions": ["assets:read"]}).status_code == 403


def test_nobody_ticks_more_than_they_have(company: Cast) -> None:
    administrator = signed_in_as(places.added(company, "admin@acme.example", role="administrator"))
    assert 'value="company:close"' not in shown(administrator)
    assert administrator.post("/people/roles", {"name": "King", "permissions": ["company:close"]}).status_code == 403


@pytest.mark.parametrize("path", ["", "/removal"])
def test_a_strangers_role_is_as_one_that_never_was(visitor: Client, foreign_visitor: Client, company: Cast, path: str) -> None:
    """T-01."""
    visitor.post("/people/roles", {"name": "Archivist", "permissions": ["assets:read"]})
    numbers = (own(company).public_id, ids.show("rol", ids.sortable()))
    answers = [foreign_visitor.post(f"/people/roles/{number}{path}") for number in numbers]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert len({answer.content.replace(number.encode(), b"") for number, answer in zip(numbers, answers, strict=True)}) == 1
