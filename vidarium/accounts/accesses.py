"""Service staff look into a company: for a reason, at what they named, an hour at most. The company reads every step in its own log.

Each line is written in the transaction of what it tells, so that nothing is shown that was not told. That an access is over is decided
by its time, whoever notices; the line that says so is written at the next click of theirs, or by the sweeper.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vidarium.accounts import activity, authority, callers, limits, members
from vidarium.accounts.activity import Act
from vidarium.accounts.authority import Permission
from vidarium.accounts.callers import Caller
from vidarium.accounts.desk_errors import AlreadyInside
from vidarium.accounts.errors import DoesNotFit, NoSuchCompany
from vidarium.accounts.events import StaffEntered, StaffReadMuch
from vidarium.accounts.limits import Limit
from vidarium.accounts.lookups import ACCESSES_OVERDUE, ACCESSES_RUN_OUT, COMPANIES_FOR_STAFF, OPEN_ACCESS_OF_STAFF
from vidarium.accounts.models import Company, Staff, StaffAccess
from vidarium.foundation import clock, events, tenancy, writing

log = structlog.get_logger("vidarium.accounts")
OFFERED: Mapping[Permission, str | Promise] = {
    Permission.SEE_ASSETS: gettext_lazy("Videos"),
    Permission.SEE_PEOPLE: gettext_lazy("People"),
    Permission.SEE_ACTIVITY: gettext_lazy("Activity"),
}
"""What can be asked for, as staff read it. The database holds it to the same three."""
MINUTES = (15, 30, 60)
LEAST_REASON, MOST_REASON, MOST_CASE = 10, 200, 40
MANY_PEOPLE = 500
"""So many rows about people within one look are unusual: the owners are told, and whoever runs the service."""
ONCE = Limit("staff-looked", 1, timedelta(minutes=1))
KEPT = timedelta(days=730)


@dataclass(frozen=True)
class Wish:
    """Why somebody wants to look, at what, and for how long: as it was typed."""

    reason: str
    case: str
    permissions: tuple[str, ...]
    minutes: str

    @property
    def lasting(self) -> timedelta:
        return timedelta(minutes=int(self.minutes))


def check(wish: Wish) -> Wish:
    """The wish as it is kept. Raises `DoesNotFit` with everything that does not."""
    tidy = Wish(writing.one_line(wish.reason), writing.one_line(wish.case), tuple(sorted(set(wish.permissions))), wish.minutes)
    misfits: dict[str, str] = {}
    if not LEAST_REASON <= len(tidy.reason) <= MOST_REASON:
        long = {"least": LEAST_REASON, "most": MOST_REASON}
        misfits["reason"] = _("Say why in %(least)d to %(most)d characters; the company reads it.") % long
    if len(tidy.case) > MOST_CASE:
        misfits["case"] = _("At most %(longest)d characters fit here.") % {"longest": MOST_CASE}
    if not tidy.permissions or not set(tidy.permissions) <= set(OFFERED):
        misfits["permissions"] = _("Choose what the case needs.")
    if tidy.minutes not in {str(one) for one in MINUTES}:
        misfits["minutes"] = _("An access lasts an hour at most.")
    if misfits:
        raise DoesNotFit(misfits)
    return tidy


def found(person_id: uuid.UUID, words: str) -> list[uuid.UUID]:
    """The companies whose name has these words in it, 25 at most; none for no words, and none for whoever is no staff."""
    tidy = writing.one_line(words)
    return [company_id for (company_id,) in COMPANIES_FOR_STAFF.ask(person_id, tidy)] if len(tidy) > 1 else []


# -- coming, and going -------------------------------------------------------------------------------------------------
def begin(member: Staff, company_id: uuid.UUID, wish: Wish, *, factor: str, address: str | None) -> StaffAccess:
    """From now on they look into this company, which is told. Where they do already, for a new reason: another access, another line.

    Raises `DoesNotFit`, `AlreadyInside`, `NoSuchCompany`.
    """
    tidy = check(wish)
    with transaction.atomic():
        # One at a time, whoever presses twice.
        member = Staff.objects.select_for_update(no_key=True).select_related("person").get(id=member.id, ended_at=None)
        close_run_out(member.person_id)
        before = OPEN_ACCESS_OF_STAFF.ask(member.person_id)
        if before and before[0][0] != company_id:
            raise AlreadyInside
        with tenancy.within(company_id):
            ended = _end(before[0][1]) if before else None
            # What was listed is counted on: whoever renews does not begin at nothing.
            access = _begun(member, company_id, tidy, factor=factor, people_listed=ended.people_listed if ended else 0)
            caller = caller_of(access, member.person_id, address=address)
            _write_down(caller, Act.STAFF_RENEWED if before else Act.STAFF_ENTERED, words=access.reason, after=_terms(access))
            _tell_owners(caller, access)
    return access


def _begun(member: Staff, company_id: uuid.UUID, wish: Wish, *, factor: str, people_listed: int) -> StaffAccess:
    company = Company.objects.filter(id=company_id, disabled_at=None).first()
    if company is None:
        raise NoSuchCompany
    now = clock.now()
    return StaffAccess.objects.create(
        company=company, staff=member, reason=wish.reason, case=wish.case, permissions=list(wish.permissions), factor=factor,
        people_listed=people_listed, began_at=now, ends_at=now + wish.lasting,
    )  # fmt: skip


def end(caller: Caller) -> None:
    """They leave. Inside `tenancy.within(caller.company_id)`."""
    if caller.access and _end(caller.access.id):
        _write_down(caller, Act.STAFF_LEFT)


def end_of(person_id: uuid.UUID) -> None:
    """Whatever they look into ends: they are sent away, or begin anew."""
    for company_id, access_id, _ends_at, _disabled_at in OPEN_ACCESS_OF_STAFF.ask(person_id):
        _over(company_id, access_id)


def close_run_out(person_id: uuid.UUID) -> None:
    """Write down that what has run out is over, or whose company was disabled meanwhile."""
    for company_id, access_id, ends_at, disabled_at in OPEN_ACCESS_OF_STAFF.ask(person_id):
        if ends_at <= clock.now() or disabled_at:
            _over(company_id, access_id)


def _over(company_id: uuid.UUID, access_id: uuid.UUID) -> None:
    with tenancy.within(company_id):
        access = _end(access_id)
        if access:
            _write_down(caller_of(access, access.staff.person_id), Act.STAFF_ENDED)


def _end(access_id: uuid.UUID) -> StaffAccess | None:
    """End it, unless it is over; the row. Two who notice at once write one line."""
    rows = StaffAccess.objects.select_for_update(no_key=True, of=("self",)).select_related("staff")
    access = rows.filter(id=access_id, ended_at=None).first()
    if access:
        access.ended_at = min(clock.now(), access.ends_at)
        access.save(update_fields=["ended_at"])
    return access


# -- looking -----------------------------------------------------------------------------------------------------------
def running(person_id: uuid.UUID, *, address: str | None = None) -> Caller | None:
    """Somebody of the staff, in the company that they look into at this moment; None where they look into none."""
    for company_id, access_id, ends_at, disabled_at in OPEN_ACCESS_OF_STAFF.ask(person_id):
        if ends_at > clock.now() and not disabled_at:
            with tenancy.within(company_id):
                access = StaffAccess.objects.filter(id=access_id, ended_at=None).first()
            return caller_of(access, person_id, address=address) if access else None
    return None


def onlooker(session_key: str) -> Caller | None:
    """Who may look by this session cookie: somebody in their company, or staff in the one that they look into. None for others."""
    visitor = callers.visitor(session_key)
    if visitor is None:
        return None
    found = callers.by_person(visitor.person_id, chosen=visitor.company)
    return found or (running(visitor.person_id) if visitor.factor else None)


def caller_of(access: StaffAccess, person_id: uuid.UUID, *, address: str | None = None) -> Caller:
    """Who looks: they may see what was named, and nothing else, whatever the row says."""
    return Caller(access.company_id, person_id, may_see(access), address=address, access=access)


def may_see(access: StaffAccess) -> frozenset[Permission]:
    return authority.named(access.permissions) & frozenset(OFFERED)


def looked(caller: Caller, *, page: str, people: int, title: str = "") -> None:
    """Write down what was shown, and of a film its title. Inside `tenancy.within(caller.company_id)`, in the transaction that shows it.

    A page without people that is loaded again and again leaves one line a minute; one with people a line each time.
    """
    access = caller.access
    if access is None or (not people and not limits.count(ONCE, f"{access.id.hex} {page}").allowed):
        return
    after = {"page": page, "people": people, "reason": access.reason, "case": access.case, "factor": access.factor}
    _write_down(caller, Act.STAFF_LOOKED, words=title, after=after)
    if people:
        _count(caller, access, people)


def _count(caller: Caller, access: StaffAccess, people: int) -> None:
    StaffAccess.objects.filter(id=access.id).update(people_listed=F("people_listed") + people)
    now = StaffAccess.objects.values_list("people_listed", flat=True).get(id=access.id)
    if now - people < MANY_PEOPLE <= now:
        log.error("staff.read_much", access=access.public_id, people=now)
        company, to, who = _addressed(caller, access)
        email = access.staff.person.email
        events.announce(StaffReadMuch(company.id, company.name, to, who, email, now, access.reason, access.case, access.public_id))


def _tell_owners(caller: Caller, access: StaffAccess) -> None:
    company, to, who = _addressed(caller, access)
    events.announce(StaffEntered(company.id, company.name, to, who, access.reason, access.case, tuple(access.permissions), access.ends_at))


def _addressed(caller: Caller, access: StaffAccess) -> tuple[Company, tuple[tuple[str, str], ...], str]:
    """The company, its owners' addresses and languages, and who looks."""
    owners = tuple((one.person.email, one.person.language) for one in members.owners(caller))
    return Company.objects.get(id=caller.company_id), owners, str(access.staff.person)


def _terms(access: StaffAccess) -> Mapping[str, object]:
    said = {"case": access.case} if access.case else {}
    return {**said, "permissions": access.permissions, "until": access.ends_at.isoformat(timespec="minutes")}


def _write_down(caller: Caller, act: Act, *, words: str = "", after: Mapping[str, object] | None = None) -> None:
    activity.record(caller, act, target=caller.access.public_id if caller.access else "", words=words, after=after)


# -- upkeep ------------------------------------------------------------------------------------------------------------
def sweep() -> None:
    """Write down what has run out, and drop what has outlived its term, company by company."""
    now = clock.now()
    for company_id, access_id in ACCESSES_RUN_OUT.ask(now):
        _over(company_id, access_id)
    for (company_id,) in ACCESSES_OVERDUE.ask(now - KEPT):
        with tenancy.within(company_id):
            _drop(now - KEPT)


def _drop(before: datetime) -> None:
    StaffAccess.objects.filter(ended_at__lte=before).delete()


def names(permissions: Iterable[str]) -> list[str]:
    """What may be seen, in words."""
    return [str(words) for permission, words in OFFERED.items() if permission in permissions]
