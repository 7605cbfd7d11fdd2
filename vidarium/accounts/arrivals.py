"""Signing in, in the activity log of the company that a person comes into."""

from __future__ import annotations

import uuid

from vidarium.accounts import activity, callers
from vidarium.accounts.activity import Act
from vidarium.accounts.callers import Caller
from vidarium.foundation import tenancy


def note(person_id: uuid.UUID, *, address: str | None, about: str = "") -> None:
    """One line for each session; nothing where no company lets them in. `about`: what is known of the device, in a few words."""
    company_id = callers.company_of(person_id)
    if company_id:
        with tenancy.within(company_id):
            activity.record(Caller(company_id, person_id, address=address), Act.SIGNED_IN, words=about)
