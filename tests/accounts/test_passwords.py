"""New passwords, weighed without asking anybody."""

from __future__ import annotations

import pytest

from tests.conftest import HARD
from vidarium.accounts import passwords
from vidarium.accounts.errors import PasswordIsUnfit, PasswordIsWeak

LIN = ("lin.wei@harbourlane.example", "Lin Wei", "Harbour Lane")


@pytest.mark.parametrize(
    "password",
    ["four words are fine", "kettle mist ladder plum", "tR7$wq9!zLm2", "雨后的灯塔在唱歌给远方的船听", " spaces around it count "],
)
def test_what_is_hard_to_guess_is_taken(password: str) -> None:
    passwords.check_new(password, about=LIN)


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("Short1!", "One character is missing"),
        ("", "8 characters are missing"),
        ("password1", "lists that attackers try first"),
        ("QWERTYUIOP", "lists that attackers try first"),
        ("aaaaaaaaaaaa", "soon be guessed"),
        ("harbourlane", "soon be guessed"),
        ("linwei2026", "soon be guessed"),
        ("1999-12-31", "soon be guessed"),
    ],
)
def test_what_would_soon_be_guessed_is_refused_with_a_sentence_that_helps(password: str, said: str) -> None:
    with pytest.raises(PasswordIsWeak, match=said):
        passwords.check_new(password, about=LIN)


@pytest.mark.parametrize("password", ["x" * 1025, "kettle mist\0ladder plum", "y" * 1_000_000])
def test_what_nobody_types_is_refused_before_any_work(password: str) -> None:
    """A-16."""
    with pytest.raises(PasswordIsUnfit):
        passwords.check_new(password, about=LIN)


def test_of_two_long_passwords_that_differ_late_only_one_fits() -> None:
    """A-16."""
    from django.contrib.auth.hashers import check_password, make_password  # noqa: PLC0415 - settings are read first

    long = "kettle mist ladder plum " * 20
    kept = make_password(long + "a")
    assert kept.startswith("argon2")
    assert check_password(long + "a", kept)
    assert not check_password(long + "b", kept)


def test_a_password_costs_a_thief_what_argon2_asks_for() -> None:
    """At least the second of the choices of RFC 9106, section 4: 64 MiB in 3 passes, or as much work in fewer."""
    assert HARD["memory_cost"] * HARD["time_cost"] >= 3 * 64 * 1024
    assert HARD["memory_cost"] >= 64 * 1024
