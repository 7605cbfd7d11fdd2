"""The vocabulary of the data map: what a field is, why we keep it, until when, how it leaves and how it dies.

A label is plain data; forms, the policy text, the gate, export, erasure, retention and logs are its readers. Its sentences are
English and marked for translation where they are written (`gettext_noop`); whoever shows one translates it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from vidarium.foundation.environment import THIS_HOST


class Purpose(StrEnum):
    """What a use of data is for."""

    ACCOUNT = "account"
    """Open the account, recognise its people, keep them signed in."""
    SERVICE = "service"
    """Store, produce, catalogue and play the company's videos."""
    SECURITY = "security"
    """Keep the service and its people safe: limits, misuse, incidents."""
    OPERATION = "operation"
    """Run and mend the machines."""


class Ground(StrEnum):
    """Why a use is lawful."""

    CONTRACT = "contract"
    CONSENT = "consent"
    LEGAL_DUTY = "legal duty"
    LEGITIMATE_INTEREST = "legitimate interest"


class Provenance(StrEnum):
    """Where a value comes from."""

    PROVIDED = "provided"
    """The person, or their company, typed it."""
    OBSERVED = "observed"
    """The service noted it while it was used."""
    DERIVED = "derived"
    """The service computed it from other values."""


class Role(StrEnum):
    """Who decides about the data (the operator is one or the other)."""

    CONTROLLER = "controller"
    PROCESSOR = "processor"


class Owner(StrEnum):
    """Whose data it is."""

    SELF = "the person"
    EMPLOYEE = "a colleague of the company"
    VIEWER = "a viewer of a client"
    THIRD = "people named or shown by the company"


class Erasure(StrEnum):
    """How a value dies."""

    ROW = "the row is removed"
    BLANK = "the value is emptied"
    TOMBSTONE = "the value is replaced by a term that names nobody"
    OBJECT = "the stored object is removed"
    EXPIRY = "it runs out where it lies"


class Store(StrEnum):
    """Where a value is kept."""

    DATABASE = "database"
    """A column: `accounts_person.email`."""
    OBJECTS = "objects"
    """An object of the store, by the pattern of its key."""
    DISK = "disk"
    """A file on a machine of ours, by its place in `DATA_DIR`."""
    COOKIE = "cookie"
    BROWSER = "browser storage"
    """What a page leaves in the browser besides cookies, by the pattern of its key."""
    LOG = "log"
    """A field of log lines."""
    RECIPIENT = "recipient"
    """What is handed to somebody outside, by who it is and what they get: `mail.to`. No place of ours."""


class LogTreatment(StrEnum):
    """How a value may appear in a log."""

    NEVER = "never"
    HASH = "as a keyed hash"
    PLAIN = "as it is"


@dataclass(frozen=True)
class Term:
    """Until when: an event, and a time after it."""

    event: str
    """A short clause that ends 'until …': `the account is closed`, `the video is deleted`, `it is used`."""
    after: timedelta = timedelta()


@dataclass(frozen=True)
class Personal:
    """The label of a value that is about a person."""

    category: str
    """Dotted: `contact.email`, `identity.name`, `device.address`."""
    clause: str
    """The promise it stands under: an id of the source document's clauses."""
    source: Provenance
    uses: Mapping[Purpose, Ground]
    keep: Term
    erase: Erasure
    export: bool
    log: LogTreatment
    role: Role
    owner: Owner
    seen_by: tuple[str, ...] = ()
    """Who can see it, people first, then companies."""
    words: str = ""
    """What it is, in words for people: `Your e-mail address`."""


@dataclass(frozen=True)
class NotPersonal:
    """The label of a value that is about nobody, with the reason why."""

    reason: str


Label = Personal | NotPersonal


@dataclass(frozen=True)
class Kept:
    """One thing that is kept, and its label: an entry of the register."""

    store: Store
    name: str
    """Unique in its store: `table.column`, the pattern of an object's key, a cookie's name."""
    label: Label


def cookies(name: str, label: Label) -> tuple[Kept, ...]:
    """A cookie of ours, under the name that it has on one's own machine and the one that it has by https."""
    return Kept(Store.COOKIE, name, label), Kept(Store.COOKIE, f"{THIS_HOST}{name}", label)
