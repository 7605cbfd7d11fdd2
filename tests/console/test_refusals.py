"""What was denied stands in the company's log: once a minute, and of whoever tried."""

from __future__ import annotations

import pytest

from tests.api.conftest import Program
from tests.cast import Cast
from tests.console.conftest import signed_in_as
from vidarium.accounts import tokens
from vidarium.accounts.activity import Act
from vidarium.accounts.authority import Permission
from vidarium.accounts.models import Activity, Membership
from vidarium.foundation import tenancy


def refusals(company: Cast) -> list[tuple[str, object, str]]:
    with tenancy.within(company.id):
        return list(Activity.objects.filter(act=Act.REFUSED).order_by("id").values_list("by", "actor_id", "words"))


@pytest.mark.promise("I.A.1.1-m")
def test_a_page_that_is_denied_leaves_a_line(company: Cast) -> None:
    with tenancy.within(company.id):
        Membership.objects.filter(person=company.teammate).update(role="agent")
    assert signed_in_as(company.teammate).get("/activity").status_code == 403
    assert refusals(company) == [("person", company.teammate.id, "activity:read")]


@pytest.mark.promise("I.A.1.1-m")
def test_a_program_that_is_denied_leaves_a_line(company: Cast) -> None:
    Program(tokens.issue(company.id, scopes=[Permission.UPLOAD])).call("GET", "/assets")
    assert [(by, words) for by, _, words in refusals(company)] == [("program", "assets:read")]


def test_the_same_denial_again_leaves_no_second_line(company: Cast) -> None:
    narrow = Program(tokens.issue(company.id, scopes=[Permission.UPLOAD]))
    for _ in range(3):
        narrow.call("GET", "/assets")
    assert len(refusals(company)) == 1


def test_another_denial_leaves_a_line_of_its_own(company: Cast) -> None:
    narrow = Program(tokens.issue(company.id, scopes=[Permission.UPLOAD]))
    narrow.call("GET", "/assets")
    narrow.call("DELETE", "/assets/ast_none")
    assert [words for _, _, words in refusals(company)] == ["assets:read", "assets:delete"]
