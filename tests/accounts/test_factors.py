"""The second factor: a code counts once and only for a while, guesses end, nothing can be read from a stolen database."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from tests.cast import Cast
from vidarium.accounts import factors
from vidarium.accounts.errors import SecondFactorWrong, TooMany

STEP = 30


def code_of(secret: str, *, steps: int = 0) -> str:
    """What an app shows now, or so many half minutes later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // STEP + steps)))


@pytest.fixture
def secret(company: Cast) -> str:
    """Of an app that the owner has set up."""
    made = factors.new_secret()
    factors.add_app(company.owner, made, code_of(made, steps=-1))
    return made


def test_an_app_is_taken_only_with_a_code_of_its_own(company: Cast) -> None:
    with pytest.raises(SecondFactorWrong):
        factors.add_app(company.owner, factors.new_secret(), "123456")
    assert not factors.has(company.owner)


def test_a_code_of_the_app_fits_as_people_type_it(company: Cast, secret: str) -> None:
    code = code_of(secret)
    factors.check(company.owner, f" {code[:3]} {code[3:]} ")


def test_the_same_code_fits_once(company: Cast, secret: str) -> None:
    """A-04."""
    code = code_of(secret)
    factors.check(company.owner, code)
    with pytest.raises(SecondFactorWrong):
        factors.check(company.owner, code)


@pytest.mark.parametrize("steps", [-3, 3, 10])
def test_a_code_of_another_time_does_not_fit(company: Cast, secret: str, steps: int) -> None:
    """A-04."""
    with pytest.raises(SecondFactorWrong):
        factors.check(company.owner, code_of(secret, steps=steps))


def test_after_five_tries_even_the_right_code_waits(company: Cast, secret: str) -> None:
    """A-04. Setting the app up was the first."""
    for guess in range(4):
        with pytest.raises(SecondFactorWrong):
            factors.check(company.owner, f"00000{guess}")
    with pytest.raises(TooMany) as told:
        factors.check(company.owner, code_of(secret))
    assert 0 < told.value.seconds <= 60


def test_one_persons_guesses_are_not_anothers(company: Cast, secret: str) -> None:
    theirs = factors.new_secret()
    factors.add_app(company.teammate, theirs, code_of(theirs, steps=-1))
    for guess in range(5):
        with pytest.raises((SecondFactorWrong, TooMany)):
            factors.check(company.owner, f"00000{guess}")
    factors.check(company.teammate, code_of(theirs))


def test_a_recovery_code_opens_once(company: Cast, secret: str) -> None:
    """A-06."""
    first, *_ = factors.recovery_codes(company.owner)
    factors.check(company.owner, first)
    with pytest.raises(SecondFactorWrong):
        factors.check(company.owner, first)
    assert len(factors.recovery_codes(company.owner)) == 9


def test_new_recovery_codes_end_the_old_ones(company: Cast, secret: str) -> None:
    old = factors.recovery_codes(company.owner)
    new = factors.recovery_codes(company.owner, anew=True)
    assert len(new) == 10
    assert not set(old) & set(new)


def test_neither_secrets_nor_codes_can_be_read_in_the_database(company: Cast, secret: str) -> None:
    """A-06."""
    codes = factors.recovery_codes(company.owner)
    kept = " ".join(str(row.data) for row in Authenticator.objects.filter(user_id=company.owner.id))
    assert not [one for one in (secret, *codes) if one in kept]


def test_with_the_last_factor_the_recovery_codes_go(company: Cast, secret: str) -> None:
    app = Authenticator.objects.get(user_id=company.owner.id, type="totp")
    factors.remove(company.owner, app.pk)
    assert factors.of(company.owner) == []


def test_nobody_removes_the_factor_of_another(company: Cast, secret: str) -> None:
    app = Authenticator.objects.get(user_id=company.owner.id, type="totp")
    factors.remove(company.teammate, app.pk)
    assert factors.has(company.owner)


def test_the_picture_holds_the_address_and_no_script(company: Cast) -> None:
    address = factors.address(company.owner, "ABC")
    assert address == "otpauth://totp/Vidarium:owner%40acme.example?secret=ABC&issuer=Vidarium"
    drawn = factors.picture(address)
    assert "<path" in drawn
    assert "script" not in drawn
