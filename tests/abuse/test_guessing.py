"""Guessing passwords, by every door and in every dimension (A-02): it ends by the tenth try, and no header of the client's helps."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client, override_settings

from tests import browsers, deskmates
from tests.accounts.test_moving import code_for
from tests.cast import Cast
from vidarium.accounts.models import Person

PASSWORD = "corduroy lighthouse mango drum"
WRONG = "lantern orbit velvet soup"
MOST = 12

type Try = tuple[str, dict[str, str]]
"""Whose address is guessed at, and what the client's request says of where it comes from. `web` is told that by the edge."""


def one_account(number: int, email: str) -> Try:
    return email, {"X-Forwarded-For": f"203.0.113.{number}"}


def one_network(number: int, email: str) -> Try:
    return f"{number}.{email}", {"X-Forwarded-For": "203.0.113.9"}


def one_network_of_many_addresses(number: int, email: str) -> Try:
    """An IPv6 client has sixty-four bits of them."""
    return f"{number}.{email}", {"X-Forwarded-For": f"2001:db8:1:2::{number:x}"}


def made_up(number: int, email: str) -> Try:
    """What stands before the last in this header, and in all others, the client wrote itself."""
    lies = dict.fromkeys(("X-Real-IP", "Forwarded", "True-Client-IP", "X-Client-IP", "CF-Connecting-IP"), f"10.0.0.{number}")
    return f"{number}.{email}", {"X-Forwarded-For": f"10.0.0.{number}, 203.0.113.9", **lies}


DIMENSIONS = [one_account, one_network, one_network_of_many_addresses, made_up]


@pytest.fixture(autouse=True)
def quickly(collected: None) -> Iterator[None]:
    """What a hash costs is weighed elsewhere; here it is only counted how often somebody may try."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture
def owner(company: Cast) -> Person:
    company.owner.set_password(PASSWORD)
    company.owner.save(update_fields=["password"])
    return company.owner


def shut_at(guess: Callable[[int], int]) -> int:
    """At which try it is one too many; each one before is refused and nothing else."""
    for number in range(1, MOST):
        status = guess(number)
        if status == 429:
            return number
        assert status == 403, number
    return MOST


@pytest.mark.promise("I.A.1.1-q")
@pytest.mark.parametrize("dimension", DIMENSIONS)
@pytest.mark.parametrize("door", ["/sign-in", "/desk/sign-in"])
def test_guessing_ends_by_the_tenth_try(owner: Person, door: str, dimension: Callable[[int, str], Try]) -> None:
    """A-02: one account, one network at many accounts, one account from many networks, and headers that lie; at either door."""
    email = deskmates.hired().email if door.startswith("/desk") else owner.email

    def guess(number: int) -> int:
        whose, headers = dimension(number, email)
        return Client(headers=headers).post(door, {"email": whose, "password": WRONG}).status_code

    assert 6 <= shut_at(guess) <= 10


def test_what_is_counted_at_one_door_is_not_open_at_the_other(owner: Person) -> None:
    """A-02: whoever was stopped at one goes on with the same count, for the account and for the network."""

    def guess(door: str) -> Callable[[int], int]:
        def one(number: int) -> int:
            words = {"email": owner.email, "password": WRONG}
            return Client(headers={"X-Forwarded-For": f"203.0.113.{number}"}).post(door, words).status_code

        return one

    assert shut_at(guess("/sign-in")) <= 10
    assert shut_at(guess("/desk/sign-in")) == 1


@pytest.mark.parametrize("field", ["password", "code"])
def test_who_is_signed_in_does_not_guess_on(owner: Person, field: str) -> None:
    """A-02, A-04: a thief at somebody's browser, before what is dangerous; from as many networks as they like, with either proof."""
    client = browsers.signed_in(owner)

    def guess(number: int) -> int:
        sent = {field: WRONG if field == "password" else f"{number:06}", "next": "/you"}
        status: int = client.post("/confirm", sent, headers={"X-Forwarded-For": f"203.0.113.{number}"}).status_code
        return 403 if status == 400 else status

    assert 5 <= shut_at(guess) <= 10


def test_codes_by_mail_are_no_way_around(owner: Person) -> None:
    """A-02: five tries, whatever network they come from; then even the right one opens nothing."""
    Client().post("/sign-in/code", {"email": owner.email, "send": "yes"})
    right = code_for(owner.email)
    wrong = ["000000", "111111", "222222", "333333", "444444"] if right[0] != right[1] else ["012345"] * 5
    statuses = []
    for number, code in enumerate((*wrong, right)):
        client = Client(headers={"X-Forwarded-For": f"203.0.113.{number}"})
        statuses.append(client.post("/sign-in/code", {"email": owner.email, "code": code}).status_code)
    assert statuses == [422] * 6
