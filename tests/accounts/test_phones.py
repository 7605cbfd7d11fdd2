"""Phone numbers: typed in any way, kept in one."""

from __future__ import annotations

import pytest

from vidarium.accounts import phones
from vidarium.accounts.errors import PhoneIsWrong


@pytest.mark.promise("I.A.1.1-c")
@pytest.mark.parametrize(
    ("text", "region", "kept"),
    [
        ("+852 5550 0142", "DE", "+85255500142"),
        ("030 1234567", "DE", "+49301234567"),
        ("(020) 7946 0958", "GB", "+442079460958"),
        ("0044 20 7946 0958", "DE", "+442079460958"),
        ("138 0013 8000", "cn", "+8613800138000"),
        ("+49 30 1234567", "", "+49301234567"),
    ],
)
def test_a_number_is_kept_as_it_works_from_everywhere(text: str, region: str, kept: str) -> None:
    assert phones.read(text, region=region) == kept


@pytest.mark.parametrize(
    ("text", "said"),
    [("+852 55", "too short"), ("+49 30 1234567890123456", "too many"), ("+39 06 123456789012", "too many"),
     ("+54 911 23456", "too short"), ("call me", "no phone number"), ("+999 1234567", "no phone number"),
     ("030 1234567", "no phone number"), ("1" * 41, "no phone number"), ("\0", "no phone number")],
)  # fmt: skip
def test_what_is_no_number_is_told_why(text: str, said: str) -> None:
    with pytest.raises(PhoneIsWrong, match=said):
        phones.read(text, region="")
