"""Codes: ten minutes, five tries, one use, and nothing of them kept that could be read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from tests.accounts.conftest import Heard
from vidarium.accounts import codes
from vidarium.accounts.errors import CodeIsVoid, CodeIsWrong, TooMany
from vidarium.accounts.models import Code
from vidarium.foundation import clock

OPEN = Code.Purpose.OPEN
LIN = "lin@acme.example"


def sent(heard: Heard, to: str = LIN) -> str:
    codes.issue(OPEN, to, language="en")
    return heard.code


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


@pytest.mark.promise("I.A.1.1-g")
def test_a_code_proves_the_address_that_it_was_sent_to(db: None, heard: Heard) -> None:
    codes.check(OPEN, LIN, sent(heard))
    assert not Code.objects.exists()


def test_the_address_may_be_typed_otherwise_the_second_time(db: None, heard: Heard) -> None:
    codes.check(OPEN, " Lin@Acme.example ", sent(heard))


def test_a_code_works_once(db: None, heard: Heard) -> None:
    code = sent(heard)
    codes.check(OPEN, LIN, code)
    with pytest.raises(CodeIsVoid):
        codes.check(OPEN, LIN, code)


@pytest.mark.promise("I.A.1.1-g")
def test_five_wrong_tries_make_it_void(db: None, heard: Heard) -> None:
    """A-04."""
    code = sent(heard)
    for left in (4, 3, 2, 1):
        with pytest.raises(CodeIsWrong, match="One try is left" if left == 1 else f"{left} tries are left"):
            codes.check(OPEN, LIN, other_than(code))
    with pytest.raises(CodeIsVoid):
        codes.check(OPEN, LIN, other_than(code))
    with pytest.raises(CodeIsVoid):
        codes.check(OPEN, LIN, code)


@pytest.mark.promise("I.A.1.1-g")
def test_ten_minutes_make_it_void(db: None, heard: Heard) -> None:
    code = sent(heard)
    Code.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    with pytest.raises(CodeIsVoid):
        codes.check(OPEN, LIN, code)


def test_a_new_code_makes_the_one_before_void(db: None, heard: Heard) -> None:
    first, second = sent(heard), sent(heard)
    if first != second:
        with pytest.raises(CodeIsWrong):
            codes.check(OPEN, LIN, first)
    codes.check(OPEN, LIN, second)


def test_a_code_opens_nothing_but_what_it_was_sent_for(db: None, heard: Heard) -> None:
    code = sent(heard)
    with pytest.raises(CodeIsVoid):
        codes.check(Code.Purpose.RESET, LIN, code)
    with pytest.raises(CodeIsVoid):
        codes.check(OPEN, "zoe@acme.example", code)


def test_a_wrong_try_counts_though_the_request_fails_afterwards(live: None, heard: Heard) -> None:
    code = sent(heard)
    with pytest.raises(CodeIsWrong):
        codes.check(OPEN, LIN, other_than(code))
    with transaction.atomic():
        transaction.set_rollback(True)
    assert Code.objects.get().tries == 1


@pytest.mark.parametrize(
    ("text", "said"), [("40817", "One digit"), ("4", "5 digits"), ("", "is missing"), ("abcdef", "six digits and nothing else")]
)
def test_what_can_be_no_code_costs_no_try_and_says_what_is_missing(db: None, heard: Heard, text: str, said: str) -> None:
    sent(heard)
    with pytest.raises(CodeIsWrong, match=said):
        codes.check(OPEN, LIN, text)
    assert Code.objects.get().tries == 0


def test_spaces_and_wide_digits_are_read(db: None, heard: Heard) -> None:
    code = sent(heard)
    wide = "".join(chr(ord(digit) - ord("0") + ord("０")) for digit in code)
    codes.check(OPEN, LIN, f" {wide[:3]} {wide[3:]} ")


@pytest.mark.promise("I.A.1.1-g")
def test_neither_the_code_nor_the_address_can_be_read_in_the_database(db: None, heard: Heard) -> None:
    """A-06."""
    code = sent(heard)
    kept = Code.objects.get()
    for value in (bytes(kept.to), bytes(kept.digest)):
        assert len(value) == 32
        assert code.encode() not in value
        assert b"acme" not in value


@pytest.mark.promise("I.A.1.1-g")
def test_a_code_stands_in_no_log(db: None, heard: Heard, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    caplog.set_level("DEBUG")
    code = sent(heard)
    with pytest.raises(CodeIsWrong):
        codes.check(OPEN, LIN, other_than(code))
    codes.check(OPEN, LIN, code)
    assert code not in caplog.text + "".join(capfd.readouterr())


def test_an_address_gets_five_codes_an_hour(db: None, heard: Heard) -> None:
    for _ in range(5):
        sent(heard)
    with pytest.raises(TooMany) as caught:
        sent(heard)
    assert 0 < caught.value.seconds <= 3600
    sent(heard, "zoe@acme.example")


def test_a_network_asks_for_thirty_codes_an_hour(db: None, heard: Heard) -> None:
    for number in range(30):
        codes.issue(OPEN, f"{number}@acme.example", language="en", address="203.0.113.9")
    with pytest.raises(TooMany):
        codes.issue(OPEN, "last@acme.example", language="en", address="203.0.113.9")
    codes.issue(OPEN, "last@acme.example", language="en", address="203.0.113.10")


def test_the_addresses_of_one_ipv6_client_are_one_network(db: None, heard: Heard) -> None:
    for number in range(30):
        codes.issue(OPEN, f"{number}@acme.example", language="en", address=f"2001:db8::{number:x}")
    with pytest.raises(TooMany):
        codes.issue(OPEN, "last@acme.example", language="en", address="2001:db8::ffff")
