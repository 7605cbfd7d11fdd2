"""What was done in a company, as somebody reads it: which lines, newest first, and by whom. Inside `tenancy.within(company)`."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vidarium.accounts.activity import Act
from vidarium.accounts.callers import Caller
from vidarium.accounts.models import Activity, Membership, Person, Token

KINDS: Mapping[str, tuple[str | Promise, tuple[str, ...]]] = {
    "videos": (_("Videos"), ("asset.", "collection.")),
    "people": (_("Colleagues and roles"), ("member.", "invitation.", "role.")),
    "keys": (_("API keys"), ("key.",)),
    "company": (_("The company"), ("company.", "activity.")),
    "signing-in": (_("Signing in"), (Act.SIGNED_IN,)),
    "staff": (_("Service staff"), ("staff.",)),
    "refusals": (_("What was refused"), (Act.REFUSED,)),
}
"""As people choose them: what each is called, and how the names of its acts begin. A test holds every act in one of them."""
MOST_EXPORTED = 100_000


@dataclass(frozen=True)
class Wanted:
    """Which lines somebody asks for; nothing said means all of them."""

    actor_id: uuid.UUID | None = None
    by: str = ""
    """One of `Activity.By`."""
    kind: str = ""
    since: date | None = None
    until: date | None = None
    """The last day, with all of it."""


ALL = Wanted()


@dataclass(frozen=True)
class Actor:
    """Who did it. `name` is empty where there is nobody of that number any more."""

    by: str
    name: str = ""
    member: str = ""
    """Their place's public id, while they have one."""


def of(caller: Caller, wanted: Wanted = ALL, *, zone: tzinfo) -> QuerySet[Activity]:
    """The company's lines, newest first. Days are those of this zone."""
    found = Activity.objects.filter(company_id=caller.company_id).order_by("-id")
    if wanted.actor_id:
        found = found.filter(actor_id=wanted.actor_id)
    if wanted.by:
        found = found.filter(by=wanted.by)
    if wanted.kind in KINDS:
        found = found.filter(_begins(KINDS[wanted.kind][1]))
    if wanted.since:
        found = found.filter(at__gte=_midnight(wanted.since, zone))
    if wanted.until:
        found = found.filter(at__lt=_midnight(wanted.until + timedelta(days=1), zone))
    return found


def _begins(prefixes: Iterable[str]) -> Q:
    asked = Q()
    for prefix in prefixes:
        asked |= Q(act__startswith=prefix)
    return asked


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone)


def actors(lines: Iterable[Activity]) -> dict[uuid.UUID, Actor]:
    """Everybody who stands in these lines, by their number; three queries at most, however many there are."""
    by_kind: dict[str, set[uuid.UUID]] = {Activity.By.PERSON: set(), Activity.By.PROGRAM: set()}
    for line in lines:
        if line.actor_id:
            by_kind.setdefault(line.by, set()).add(line.actor_id)
    people = Membership.objects.filter(person_id__in=by_kind[Activity.By.PERSON]).select_related("person")
    keys = Token.objects.filter(id__in=by_kind[Activity.By.PROGRAM])
    staff = Person.objects.filter(id__in=by_kind[Activity.By.STAFF]) if Activity.By.STAFF in by_kind else ()
    return {
        **{one.person_id: Actor(Activity.By.PERSON, str(one.person), one.public_id) for one in people},
        **{key.id: Actor(Activity.By.PROGRAM, key.name or key.public_id) for key in keys},
        **{one.id: Actor(Activity.By.STAFF, str(one)) for one in staff},
    }


def actor_of(line: Activity, among: Mapping[uuid.UUID, Actor]) -> Actor:
    """Who did this one."""
    return among.get(line.actor_id, Actor(line.by)) if line.actor_id else Actor(line.by)


def members(caller: Caller) -> QuerySet[Membership]:
    """Those whom one may choose from: the people of the company."""
    return Membership.objects.filter(company_id=caller.company_id).select_related("person").order_by("person__name", "person__email")
