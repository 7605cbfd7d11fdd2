"""`Idempotency-Key` at the door for uploads: what is created twice is one upload."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests import cast
from tests.edge import served
from tests.edge.uploading import BYTES, SPEAKS, Door, code, rows, stored
from vidarium.accounts import replays, tokens
from vidarium.accounts.models import IdempotentAnswer
from vidarium.foundation import clock, tenancy

pytestmark = pytest.mark.usefixtures("live")

KEY = {"Idempotency-Key": "8e03978e-40d5-43dd-bc93-6894a57f9324"}
ONE = 2
"""Rows of one upload: its own, and its asset's."""


def create(door: Door, length: int = 3, body: bytes = b"", headers: dict[str, str] = KEY) -> served.Answer:
    return door.ask("POST", headers={**(BYTES if body else SPEAKS), "Upload-Length": str(length), **headers}, body=body)


def test_a_creation_that_is_sent_again_gets_the_same_upload(door: Door, company: cast.Cast) -> None:
    first = create(door)
    assert door.append(first.headers["location"], 0, b"fi").status == 204
    again = create(door)
    assert (again.status, again.headers["location"]) == (201, first.headers["location"])
    assert (again.headers["upload-offset"], again.headers["idempotency-replayed"]) == ("2", "true")
    assert again.headers["ratelimit"].startswith('"calls";r=')
    assert "idempotency-replayed" not in first.headers
    assert rows(company) == ONE


def test_the_bytes_that_come_with_it_are_written_once(door: Door, company: cast.Cast) -> None:
    first, again = create(door, body=b"film", length=4), create(door, body=b"film", length=4)
    assert (first.status, again.status, again.headers["upload-offset"]) == (201, 201, "4")
    assert stored(company, again.headers["location"]) == b"film"


@pytest.mark.parametrize("more", [{"Upload-Length": "4"}, {"Upload-Metadata": "title ZmlsbQ=="}])
def test_another_creation_under_the_same_key_is_refused(door: Door, company: cast.Cast, more: dict[str, str]) -> None:
    create(door)
    other = create(door, headers={**KEY, **more})
    assert (other.status, code(other)) == (409, "request.idempotency_key")
    assert rows(company) == ONE


def test_another_programs_key_of_the_same_letters_is_another_key(door: Door, company: cast.Cast) -> None:
    other = Door(door.server, tokens.issue(company.id))
    assert create(door).headers["location"] != create(other).headers["location"]


def test_of_many_at_once_one_is_made(door: Door, company: cast.Cast) -> None:
    ready = threading.Barrier(4)

    def send(_place: int) -> served.Answer:
        ready.wait()
        return create(door)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(4)))
    assert {answer.status for answer in answers} == {201}
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert sum("idempotency-replayed" in answer.headers for answer in answers) == 3
    assert rows(company) == ONE


def test_what_failed_is_forgotten_and_may_be_sent_again(door: Door, company: cast.Cast) -> None:
    """A digest that is not the body's: the upload goes, and so does its claim on the key."""
    wrong = {**KEY, "Upload-Checksum": "sha1 AAAAAAAAAAAAAAAAAAAAAAAAAAA="}
    assert create(door, body=b"film", length=4, headers=wrong).status == 460
    assert rows(company) == 0
    assert create(door, body=b"film", length=4).status == 201


def test_what_is_gone_is_not_made_again_under_its_key(door: Door, company: cast.Cast) -> None:
    made = create(door)
    assert door.ask("DELETE", made.headers["location"]).status == 204
    assert code(create(door)) == "upload.not_found"
    assert rows(company) == 0


def test_after_a_day_it_is_another_upload(door: Door, company: cast.Cast) -> None:
    first = create(door)
    with tenancy.within(company.id):
        IdempotentAnswer.objects.update(created_at=clock.now() - replays.KEPT - timedelta(seconds=1))
    assert create(door).headers["location"] != first.headers["location"]


@pytest.mark.parametrize("key", ["", "k" * 256])
def test_a_key_that_is_none_is_refused(door: Door, company: cast.Cast, key: str) -> None:
    answer = create(door, headers={"Idempotency-Key": key})
    assert (answer.status, code(answer)) == (400, "tus.header")
    assert rows(company) == 0
