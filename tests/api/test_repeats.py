"""`Idempotency-Key`: what is sent twice is done once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from tests.api.conftest import Answer, Program
from tests.api.test_members import NEW, WHOLE, invite, invited
from tests.cast import Cast
from vidarium.accounts import replays, tokens
from vidarium.accounts.activity import Act
from vidarium.accounts.models import Activity, IdempotentAnswer
from vidarium.foundation import clock, tenancy

KEY = {"Idempotency-Key": "8e03978e-40d5-43dd-bc93-6894a57f9324"}


@pytest.fixture
def desk(company: Cast) -> Program:
    return Program(tokens.issue(company.id, scopes=WHOLE))


def times_invited(company: Cast) -> int:
    with tenancy.within(company.id):
        return Activity.objects.filter(act=Act.MEMBER_INVITED).count()


def test_the_same_request_again_gets_the_same_answer_and_does_nothing(company: Cast, desk: Program) -> None:
    first, second = invite(desk, **KEY), invite(desk, **KEY)
    assert (second.status, second.raw) == (first.status, first.raw)
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert times_invited(company) == 1


def test_without_a_key_it_is_done_again(company: Cast, desk: Program) -> None:
    invite(desk)
    invite(desk)
    assert times_invited(company) == 2


def test_another_request_under_the_same_key_is_refused(company: Cast, desk: Program) -> None:
    invite(desk, **KEY)
    answer = desk.call("POST", "/invitations", {**NEW, "email": "another@acme.example"}, **KEY)
    assert (answer.status, answer.body["code"]) == (409, "request.idempotency_key")
    assert invited(company) == ["lin@acme.example"]


def test_another_programs_key_of_the_same_letters_is_another_key(company: Cast, desk: Program) -> None:
    invite(desk, **KEY)
    answer = invite(Program(tokens.issue(company.id, scopes=WHOLE)), **KEY)
    assert answer.status == 201
    assert "Idempotency-Replayed" not in answer.headers


def test_a_refusal_is_not_kept(company: Cast, desk: Program) -> None:
    assert desk.call("POST", "/invitations", {**NEW, "role": "king"}, **KEY).status == 404
    assert invite(desk, **KEY).status == 201


def test_after_a_day_it_is_done_again(company: Cast, desk: Program) -> None:
    invite(desk, **KEY)
    age(company, replays.KEPT + timedelta(seconds=1))
    invite(desk, **KEY)
    assert times_invited(company) == 2


def age(company: Cast, by: timedelta) -> None:
    with tenancy.within(company.id):
        IdempotentAnswer.objects.update(created_at=clock.now() - by)


@pytest.mark.parametrize(("over", "left"), [(timedelta(minutes=-1), 1), (timedelta(minutes=1), 0)])
def test_answers_are_forgotten_after_a_day(company: Cast, desk: Program, over: timedelta, left: int) -> None:
    invite(desk, **KEY)
    age(company, replays.KEPT + over)
    replays.sweep()
    with tenancy.within(company.id):
        assert IdempotentAnswer.objects.count() == left


def test_neither_the_key_nor_the_request_can_be_read_from_what_is_kept(company: Cast, desk: Program) -> None:
    invite(desk, **KEY)
    with tenancy.within(company.id):
        (kept,) = IdempotentAnswer.objects.values()
    assert KEY["Idempotency-Key"].encode() not in bytes(kept["digest"]) + bytes(kept["request"])


@pytest.mark.parametrize("key", ["", "k" * 256])
def test_a_key_that_is_none_is_refused(company: Cast, desk: Program, key: str) -> None:
    assert invite(desk, **{"Idempotency-Key": key}).status == 400
    assert invited(company) == []


@pytest.mark.usefixtures("live")
def test_of_many_at_once_one_is_done(company: Cast) -> None:
    desk, ready = Program(tokens.issue(company.id, scopes=WHOLE)), threading.Barrier(6)

    def send(_place: int) -> Answer:
        ready.wait()
        try:
            return invite(desk, **KEY)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(send, range(6)))
    assert {answer.status for answer in answers} == {201}
    assert len({answer.raw for answer in answers}) == 1
    assert sum("Idempotency-Replayed" in answer.headers for answer in answers) == 5
    assert times_invited(company) == 1
