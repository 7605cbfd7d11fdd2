"""Taking back, three days long: a company by whoever handed it over, an account by the address that it left (clause IV.2-d).

A letter carries the way back: a link, sealed, good once. What it would undo stands in the row that it undoes, so that it is void as soon
as it was used; opening it changes nothing. While the three days run, whoever gives it on is offered no way of their own: used first, it
would close the one before it.
"""

from __future__ import annotations

import hmac
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction

from vidarium.accounts import activity, addresses, authority, sessions
from vidarium.accounts.activity import Act
from vidarium.accounts.callers import Caller
from vidarium.accounts.events import TakenBack, WayBackOffered
from vidarium.accounts.models import Company, Membership, Person, SignInLink
from vidarium.foundation import clock, events, tenancy

COOLING = timedelta(hours=72)
COMPANY, ADDRESS = "company", "address"
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
LONGEST = 200


@dataclass(frozen=True)
class WayBack:
    """What a link says: what was given away, which, to whom it returns, and when it was given."""

    what: str
    of: uuid.UUID
    to: uuid.UUID
    at: datetime

    @property
    def ends_at(self) -> datetime:
        return self.at + COOLING

    def link(self) -> str:
        """The complete address of the page."""
        words = f"{self.what}-{self.of.hex}-{self.to.hex}-{(self.at - EPOCH) // timedelta(microseconds=1)}"
        return f"{settings.ENVIRONMENT.public_url}/take-back/{words}-{_seal(words)}"


def _seal(words: str) -> str:
    return str(settings.ENVIRONMENT.key("taking-back").mac(words.encode(), size=16).hex())


def read(secret: str) -> WayBack | None:
    """The way that this link leads, None where it is none of ours or its time is over."""
    words, _, seal = secret[:LONGEST].rpartition("-")
    if not hmac.compare_digest(seal.encode(), _seal(words).encode()):
        return None
    what, of, to, at = words.split("-")
    way = WayBack(what, uuid.UUID(of), uuid.UUID(to), EPOCH + timedelta(microseconds=int(at)))
    return way if clock.now() < way.ends_at else None


# -- offering ----------------------------------------------------------------------------------------------------------
def offer_company(company: Company, giver: Person) -> None:
    """Whoever hands it over can take it back; the first of several in three days stays. Inside `tenancy.within(company.id)`."""
    if not _runs(company.handed_over_at):
        company.handed_over_at = clock.now()
        company.save(update_fields=["handed_over_at"])
        _offer(WayBack(COMPANY, company.id, giver.id, company.handed_over_at), giver.email, company.name, giver.language)


def offer_address(person: Person, left: str) -> None:
    """The address that the account leaves can take it back. In the transaction that moves it; the first of several in three days stays."""
    if not _runs(person.moved_at):
        person.moved_at, person.moved_from = clock.now(), left
        person.save(update_fields=["moved_at", "moved_from"])
        _offer(WayBack(ADDRESS, person.id, person.id, person.moved_at), left, person.email, person.language)


def _runs(since: datetime | None) -> bool:
    return since is not None and clock.now() < since + COOLING


def _offer(way: WayBack, to: str, words: str, language: str) -> None:
    events.announce(WayBackOffered(way.what, to, words, way.link(), way.ends_at, language))


# -- looking, and taking -----------------------------------------------------------------------------------------------
def stands(way: WayBack) -> str:
    """What would be taken back, by its name; empty where nothing is left to take."""
    if way.what == COMPANY:
        with tenancy.within(way.of):
            company = Company.objects.filter(id=way.of, handed_over_at=way.at, closed_at=None).first()
        return company.name if company else ""
    person = Person.objects.filter(id=way.of, moved_at=way.at, is_active=True).first()
    return person.moved_from if person else ""


def take(way: WayBack, *, address: str | None) -> bool:
    """Take it back; whether there was anything to take. The way is void from now on, and both sides are told."""
    return _take_company(way, address) if way.what == COMPANY else _take_address(way)


def _take_company(way: WayBack, address: str | None) -> bool:
    with tenancy.within(way.of):
        company = Company.objects.select_for_update(no_key=True).filter(id=way.of, handed_over_at=way.at, closed_at=None).first()
        heir = Person.objects.filter(id=way.to, is_active=True).first()
        if company is None or heir is None:
            return False
        company.handed_over_at = None
        company.save(update_fields=["handed_over_at"])
        owners = Membership.objects.filter(company=company, role=authority.OWNER.name, custom_role=None).exclude(person=heir)
        told = {one.person.email: one.person.language for one in owners.select_related("person")}
        owners.update(role=authority.ADMINISTRATOR.name)
        wanted: dict[str, object] = {"role": authority.OWNER.name, "custom_role": None, "collections": [], "suspended_at": None}
        place, _ = Membership.objects.update_or_create(company=company, person=heir, defaults=wanted)
        by = Caller(company.id, heir.id, address=address)
        before, after = {"owner": ", ".join(told)}, {"owner": str(heir)}
        activity.record(by, Act.OWNERSHIP_HANDED_OVER, target=place.public_id, words=str(heir), before=before, after=after)
        _tell(way, company.name, [*told.items(), (heir.email, heir.language)])
    return True


def _take_address(way: WayBack) -> bool:
    """Whoever has it now may know the password: it ends with every session, and a new one is set by a code at the old address."""
    with transaction.atomic():
        person = Person.objects.select_for_update().filter(id=way.of, moved_at=way.at, is_active=True).first()
        if person is None or Person.objects.filter(email=person.moved_from).exclude(id=person.id).exists():
            return False
        left, person.email, person.moved_from, person.moved_at = person.email, person.moved_from, "", None
        person.set_unusable_password()
        person.save(update_fields=["email", "password", "moved_from", "moved_at"])
        addresses.proved(person)
        SignInLink.objects.filter(person=person).delete()
        sessions.end_others(person)
        _tell(way, person.email, [(left, person.language), (person.email, person.language)])
    return True


def _tell(way: WayBack, words: str, to: Sequence[tuple[str, str]]) -> None:
    for email, language in to:
        events.announce(TakenBack(way.what, email, words, language))


def sweep() -> None:
    """Forget the addresses that accounts left three days ago."""
    Person.objects.filter(moved_at__lte=clock.now() - COOLING).update(moved_from="", moved_at=None)
