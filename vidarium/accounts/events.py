"""Facts about accounts. Who hears them stands in `project/wiring.py`; a listener runs inside the announcer's transaction.

What opens a door (a code, a link's secret) is told here and nowhere else: what is kept is its hash.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class CodeIssued:
    """Somebody asked for a code; it goes to the address that it is to prove."""

    purpose: str
    to: str
    code: str
    language: str


@dataclass(frozen=True)
class CompanyOpened:
    """An account was opened, by pressing the button beneath a version of the notice (clause I.A.1.1-o)."""

    company_id: uuid.UUID
    person_id: uuid.UUID
    language: str
    address: str | None


@dataclass(frozen=True)
class MemberInvited:
    """Somebody is asked to join; `link` is complete and good until then."""

    company_id: uuid.UUID
    company: str
    to: str
    name: str
    inviter: str
    """Empty where a program asked, or the operator."""
    link: str
    expires_at: datetime
    language: str


@dataclass(frozen=True)
class AccountTouched:
    """Something about a person's sign-in changed, or a new device came in: they are told, at every address that they had."""

    what: str
    """`new-device`, `password`, `address`, `second-factor`."""
    person_id: uuid.UUID
    to: tuple[str, ...]
    about: str
    """What is known of it, in a line: a browser, a network."""
    language: str


@dataclass(frozen=True)
class OwnershipHandedOver:
    """A company has another owner; both are told (clause IV.2-d)."""

    company_id: uuid.UUID
    company: str
    giver: str
    """An e-mail address, as the next."""
    taker: str
    languages: tuple[str, str]
    """Of the giver, of the taker."""


@dataclass(frozen=True)
class WayBackOffered:
    """Something was given away; the side that gave it can take it back by `link` until then (clause IV.2-d)."""

    what: str
    """`company` or `address`."""
    to: str
    words: str
    """Which company, or the address that the account has now."""
    link: str
    ends_at: datetime
    language: str


@dataclass(frozen=True)
class TakenBack:
    """It was taken back; each side is told by a fact of its own."""

    what: str
    to: str
    words: str
    """Which company, or the address that the account has again."""
    language: str


@dataclass(frozen=True)
class CompanyDisabled:
    """From now on nothing of a company works, until it is restored."""

    company_id: uuid.UUID


@dataclass(frozen=True)
class CompanyClosed:
    """It was disabled for its cooling-off time and nobody restored it: what is kept of it is to go."""

    company_id: uuid.UUID


@dataclass(frozen=True)
class CompanyRestored:
    """It works again."""

    company_id: uuid.UUID


@dataclass(frozen=True)
class StaffEntered:
    """Service staff look into a company, for a reason and a while: its owners are told (clause III.B.1-e)."""

    company_id: uuid.UUID
    company: str
    to: tuple[tuple[str, str], ...]
    """Each owner's address and language."""
    who: str
    reason: str
    case: str
    """Empty where there is none."""
    permissions: tuple[str, ...]
    ends_at: datetime


@dataclass(frozen=True)
class StaffLapses:
    """Somebody is service staff no longer from then on, unless whoever runs the service looks at it again (clause III.B.2-c)."""

    to: str
    lapses_at: datetime
    language: str


@dataclass(frozen=True)
class StaffReadMuch:
    """Within one look, service staff were shown an unusual number of rows about people (clause III.B.1-f)."""

    company_id: uuid.UUID
    company: str
    to: tuple[tuple[str, str], ...]
    """As above."""
    who: str
    email: str
    """Theirs: by it the operator names them."""
    people: int
    reason: str
    case: str
    """Empty where there is none."""
    access: str
    """Its public id."""
