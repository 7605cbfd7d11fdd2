"""How often the API may be called: told with every answer, and counted for whoever it is."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.accounts.test_keys import own
from tests.api.conftest import Answer, Program
from tests.cast import Cast
from tests.console.conftest import signed_in_as
from vidarium.accounts import tokens
from vidarium.accounts.models import Company
from vidarium.api import pace
from vidarium.foundation import tenancy

STANDS = re.compile(r'"calls";r=(\d+);t=(\d+)')


def may_call(company: Cast, times: int) -> None:
    with tenancy.within(company.id):
        Company.objects.update(calls_a_minute=times)


def remaining(answer: Answer) -> int:
    found = STANDS.fullmatch(answer.headers["RateLimit"])
    assert found
    return int(found[1])


@pytest.mark.parametrize("path", ["/assets", "/assets/ast_none", "/assets?limit=0", "/assets?colour=red"])
def test_every_answer_tells_how_one_stands(program: Program, path: str) -> None:
    answer = program.call("GET", path)
    assert answer.headers["RateLimit-Policy"] == '"calls";q=600;w=60'
    assert remaining(answer) == 599


def test_each_call_is_one_less(program: Program) -> None:
    assert [remaining(program.call("GET", "/assets")) for _ in range(3)] == [599, 598, 597]


def test_one_call_too_many_is_refused_and_told_when_to_come_back(company: Cast, program: Program) -> None:
    may_call(company, 3)
    answers = [program.call("GET", "/assets") for _ in range(4)]
    assert [answer.status for answer in answers] == [200, 200, 200, 429]
    assert answers[3].body["code"] == "accounts.too_many"
    assert answers[3].headers["Content-Type"] == "application/problem+json"
    assert 1 <= int(answers[3].headers["Retry-After"]) <= 20
    assert remaining(answers[3]) == 0


def test_each_key_of_the_company_counts_for_itself(company: Cast, program: Program) -> None:
    may_call(company, 1)
    another = Program(tokens.issue(company.id))
    assert [program.call("GET", "/assets").status, another.call("GET", "/assets").status] == [200, 200]


def test_all_that_one_person_calls_counts_together(company: Cast) -> None:
    may_call(company, 1)
    _, key = own(company, company.teammate)
    browser = signed_in_as(company.teammate)
    assert [Program(key).call("GET", "/assets").status, browser.get("/api/v1/assets").status_code] == [200, 429]


def test_a_stranger_who_calls_too_often_holds_nobody_else_up(company: Cast, program: Program, foreign: Program, stranger: Cast) -> None:
    may_call(stranger, 1)
    assert [foreign.call("GET", "/assets").status for _ in range(2)] == [200, 429]
    assert program.call("GET", "/assets").status == 200


def test_unknown_keys_are_counted_by_where_they_come_from(company: Cast, program: Program) -> None:
    """A-02."""
    guessing = Program("vdt_" + "0" * 26)
    statuses = [guessing.call("GET", "/assets").status for _ in range(pace.UNKNOWN_KEYS.most + 1)]
    assert statuses == [401] * pace.UNKNOWN_KEYS.most + [429]
    assert program.call("GET", "/assets").status == 200


def test_counting_costs_one_query(company: Cast, program: Program) -> None:
    program.call("GET", "/company")
    with CaptureQueriesContext(connection) as asked:
        program.call("GET", "/assets")
    assert sum("accounts_attempt" in query["sql"] for query in asked) == 1


@pytest.mark.parametrize("name", ["token", "key", "access_token", "Authorization"])
def test_a_key_in_an_address_is_refused(company: Cast, name: str) -> None:
    """A-10."""
    answer = Program(None).call("GET", f"/assets?{name}={company.token}")
    assert (answer.status, answer.body["code"]) == (400, "request.key_in_address")
    assert company.token not in answer.raw.decode()


def test_a_key_in_an_address_beside_one_in_its_place_is_refused_too(company: Cast, program: Program) -> None:
    """A-10."""
    assert program.call("GET", f"/assets?token={company.token}").status == 400
