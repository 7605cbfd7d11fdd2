"""What was denied, in the activity log: a company sees who tries what they may not (clause I.A.1.1-m).

A page that is loaded again and again leaves one line a minute, not hundreds.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from vidarium.accounts import activity, limits
from vidarium.accounts.activity import Act
from vidarium.accounts.callers import Caller
from vidarium.accounts.errors import NotAllowed
from vidarium.accounts.limits import Limit
from vidarium.foundation import tenancy

ONCE = Limit("refusal-noted", 1, timedelta(minutes=1))


@contextmanager
def noted(caller: Caller) -> Iterator[None]:
    """Write down a refusal and pass it on. Opened outside the transaction that it rolls back."""
    try:
        yield
    except NotAllowed as refused:
        note(caller, refused)
        raise


def note(caller: Caller, refused: NotAllowed) -> None:
    """One line, once a minute for each somebody and each thing. Called outside the transaction that was rolled back."""
    who = caller.person_id or caller.key_id or caller.company_id
    if limits.count(ONCE, f"{caller.company_id.hex} {who.hex} {refused.permission}").allowed:
        with tenancy.within(caller.company_id):
            activity.record(caller, Act.REFUSED, words=refused.permission)
