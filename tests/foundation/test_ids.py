"""Public ids: in the order in which they were made, and read back from nothing but what we wrote."""

from __future__ import annotations

import itertools
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as some

from vidarium.foundation import ids


def test_what_is_made_later_sorts_later_within_a_millisecond_too() -> None:
    made = [ids.sortable() for _ in range(2000)]
    milliseconds = {one.int >> 80 for one in made}
    assert len(milliseconds) < len(made)
    out_of_order = sum(one > other for one, other in itertools.pairwise(made))
    # Where the clock stands still for a quarter of a microsecond, chance decides.
    assert out_of_order < 20
    assert {(one.version, one.variant) for one in made} == {(7, uuid.RFC_4122)}
    assert len(set(made)) == len(made)


@given(some.uuids())
def test_what_is_shown_is_read_back(number: uuid.UUID) -> None:
    assert ids.read("ast", ids.show("ast", number)) == number
    assert ids.read("upl", ids.show("ast", number)) is None


@pytest.mark.parametrize("text", ["", "ast_", "ast_0", "ast_" + "0" * 25, "ast_" + "0" * 27, "ast_" + "i" * 26, "ast_" + "0" * 25 + "A"])
def test_what_we_never_wrote_is_no_id(text: str) -> None:
    assert ids.read("ast", text) is None
