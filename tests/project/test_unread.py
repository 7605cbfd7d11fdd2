"""Both processes that are sent things may write down what they do not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from tests import logins
from vidarium.accounts import undeclared
from vidarium.accounts.undeclared import Kind
from vidarium.foundation.environment import EDGE_ROLE, WEB_ROLE


@pytest.fixture(autouse=True, scope="module")
def roles(django_db_setup: None) -> Iterator[None]:
    with logins.taken_on():
        yield


@pytest.mark.django_db
@pytest.mark.parametrize("login", [WEB_ROLE, EDGE_ROLE])
def test_what_is_not_read_is_written_down_by_either(login: str) -> None:
    with logins.speaking_as(login):
        for _ in range(2):
            undeclared.write(Counter({(Kind.HEADER, "sec-gpc"): 2}))
    assert list(undeclared.seen().values_list("kind", "name", "times")) == [("header", "sec-gpc", 4)]
