"""Facts that the accounts announce, as a listener hears them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from vidarium.accounts.events import AccountTouched, CodeIssued, CompanyOpened
from vidarium.foundation import events


class Heard(list[object]):
    """What was announced so far."""

    @property
    def code(self) -> str:
        """The latest code that went out."""
        return next(fact.code for fact in reversed(self) if isinstance(fact, CodeIssued))


@pytest.fixture
def heard() -> Iterator[Heard]:
    """Hears codes, openings and touched accounts, for the time of a test."""
    found = Heard()
    facts: tuple[type, ...] = (CodeIssued, CompanyOpened, AccountTouched)
    for fact in facts:
        events.hear(fact, found.append)
    yield found
    for fact in facts:
        events._ears[fact].remove(found.append)
