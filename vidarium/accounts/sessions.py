"""Sessions: each has a row that says what is known of its device. A session whose row is gone is over, wherever it is used next."""

from __future__ import annotations

import secrets
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from vidarium.accounts import remembered
from vidarium.accounts.devices import About
from vidarium.accounts.events import AccountTouched
from vidarium.accounts.models import Person, SignedIn
from vidarium.foundation import clock, events

MARK = "signed_in"
"""The session's word for its row: a secret of 128 bits, of which the row keeps a keyed hash."""
FRESH = timedelta(minutes=1)
"""`seen_at` is written no more often than this."""
LIFE = timedelta(days=14)


def digest(mark: str) -> bytes:
    """What is kept of a session's mark."""
    return bytes(settings.ENVIRONMENT.key("sessions").mac(mark.encode()))


def begin(person: Person, about: About) -> str:
    """Write a new session down; its mark. A device that this person has not come from before is told of by mail."""
    mark = secrets.token_hex(16)
    with transaction.atomic():
        news = _is_new(person, about)
        SignedIn.objects.create(
            person=person, digest=digest(mark), browser=about.browser, system=about.system, kind=about.kind, model=about.model,
            language=about.language, address=about.address,
        )  # fmt: skip
        if news:
            events.announce(AccountTouched("new-device", person.id, (person.email,), str(about), person.language or about.language))
    return mark


def _is_new(person: Person, about: About) -> bool:
    """Whether others of this person's sessions are known, and none comes from such a browser on such a system."""
    known = {_families(*one) for one in SignedIn.objects.filter(person=person).values_list("browser", "system")}
    return bool(known) and _families(about.browser, about.system) not in known


def _families(browser: str, system: str) -> tuple[str, str]:
    """Without their versions: what is updated is no other device."""
    return browser.rpartition(" ")[0] or browser, system.rpartition(" ")[0] or system


def is_alive(person_id: uuid.UUID, mark: str) -> bool:
    """Whether this session's row is there; writes down that it was seen."""
    row = SignedIn.objects.filter(person_id=person_id, digest=digest(mark)).values("id", "seen_at").first()
    if row is None:
        return False
    if clock.now() - row["seen_at"] > FRESH:
        SignedIn.objects.filter(id=row["id"]).update(seen_at=clock.now())
    return True


def of(person: Person) -> QuerySet[SignedIn]:
    """This person's sessions, the one that was seen last first."""
    return SignedIn.objects.filter(person=person, seen_at__gt=clock.now() - LIFE).order_by("-seen_at")


def end(person: Person, session_id: uuid.UUID) -> bool:
    """End one of this person's sessions; whether there was one."""
    return bool(SignedIn.objects.filter(person=person, id=session_id).delete()[0])


def end_by_mark(mark: str) -> None:
    """End the session with this mark: somebody signs out."""
    SignedIn.objects.filter(digest=digest(mark)).delete()


def end_others(person: Person, *, but: str = "") -> int:
    """End every session of this person but the one with this mark, and ask every browser for a second step again; how many."""
    remembered.forget_all(person)
    return SignedIn.objects.filter(person=person).exclude(digest=digest(but)).delete()[0]


def end_all(person_id: uuid.UUID) -> None:
    """End every session of this person. Knows them by their id alone, for the sweeper."""
    SignedIn.objects.filter(person_id=person_id).delete()


def sweep() -> None:
    """Drop the rows of sessions that have run out."""
    SignedIn.objects.filter(seen_at__lte=clock.now() - LIFE).delete()
