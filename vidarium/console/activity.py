"""Who did what in the company, when and from where; on a page, and as a file."""

from __future__ import annotations

import csv
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from vidarium.accounts import activity, history
from vidarium.accounts.activity import Act
from vidarium.accounts.authority import Permission
from vidarium.accounts.history import Actor, Wanted
from vidarium.accounts.models import Activity, Membership
from vidarium.console import acts, looked_at, sheet, zones
from vidarium.console.membership import Visit, for_members
from vidarium.foundation import ids, tenancy
from vidarium.library import collections

PAGE = 50
BATCH = 1000
COLUMNS = ("id", "at", "by", "who", "act", "target", "words", "before", "after", "network")


@dataclass(frozen=True)
class Line:
    """One line as the page shows it."""

    id: str
    at: datetime
    sentence: SafeString
    about: str
    """What the sentence leaves out: the device of a sign-in."""
    changes: list[tuple[str, str, str]]
    network: str | None


@require_safe
@never_cache
@for_members(Permission.SEE_ACTIVITY)
def page(visit: Visit) -> HttpResponse:
    """Newest first; the filters stand in the address."""
    zone, wanted = zones.of(visit.membership), asked(visit)
    before = ids.read("act", visit.request.GET.get("before", ""))
    found = history.of(visit.caller, wanted, zone=zone)
    shown = list((found.filter(id__lt=before) if before else found)[: PAGE + 1])
    lines = shown[:PAGE]
    who, people, names = history.actors(lines), _people(visit), _piles(visit, lines)
    visit.lists(len(lines) + len(people))
    known = {
        "visit": visit,
        "lines": [_line(one, history.actor_of(one, who), names) for one in lines],
        "older": ids.show("act", lines[-1].id) if len(shown) > PAGE else None,
        "query": _query(visit),
        "wanted": wanted,
        "chosen": visit.request.GET.get("who", ""),
        "kinds": [(name, words) for name, (words, _prefixes) in history.KINDS.items()],
        "people": people,
        "by_staff": wanted.by == Activity.By.STAFF,
        "zone": zone,
        "filtered": wanted != history.ALL,
    }
    return render(visit.request, "activity.html", known)


@require_safe
@never_cache
@for_members(Permission.SEE_ACTIVITY)  # type: ignore[arg-type]  # an answer that is streamed has no content of its own
def export(visit: Visit) -> StreamingHttpResponse:
    """The same lines as CSV (RFC 4180), as many as fit; that they were taken out is a line itself. For members alone."""
    visit.only_for_members()
    wanted, zone = asked(visit), zones.of(visit.membership)
    activity.record(visit.caller, Act.ACTIVITY_EXPORTED, after=_said(wanted))
    newest = history.of(visit.caller, wanted, zone=zone).values_list("id", flat=True).first()
    rows = _exported(visit, wanted, zone, newest) if newest else iter(())
    answer = StreamingHttpResponse(_written(rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="activity.csv"'
    return answer


def asked(visit: Visit) -> Wanted:
    """What the address asks for; what can't be read asks for nothing."""
    given = visit.request.GET
    place = ids.read("mem", given.get("who", ""))
    return Wanted(
        actor_id=_person(visit, place) if place else None,
        by=Activity.By.STAFF if given.get("who") == Activity.By.STAFF else "",
        kind=given.get("kind", "") if given.get("kind", "") in history.KINDS else "",
        since=_day(given.get("from", "")),
        until=_day(given.get("to", "")),
    )


def _people(visit: Visit) -> list[Membership]:
    """Those whom one may choose from; service staff choose nobody, unless they may see people."""
    return list(history.members(visit.caller)) if visit.access is None or visit.caller.may(Permission.SEE_PEOPLE) else []


def _person(visit: Visit, place: uuid.UUID) -> uuid.UUID | None:
    return history.members(visit.caller).filter(id=place).values_list("person_id", flat=True).first()


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    # The last day that there is has no morrow.
    return found if date.min < found < date.max and 1900 < found.year < 9999 else None


def _query(visit: Visit) -> str:
    """The filters in force, for links that keep them."""
    given = visit.request.GET.copy()
    for name in set(given) - {"who", "kind", "from", "to"}:
        del given[name]
    return given.urlencode()


def _said(wanted: Wanted) -> dict[str, str]:
    days = {"from": wanted.since, "to": wanted.until}
    chosen = {"kind": wanted.kind, **({"by": wanted.by} if wanted.by else {})}
    return {**chosen, **{name: day.isoformat() for name, day in days.items() if day}} if wanted != history.ALL else {}


# -- on the page -------------------------------------------------------------------------------------------------------
def _piles(visit: Visit, lines: Iterable[Activity]) -> Mapping[str, str]:
    """What the collections are called that stand in these lines, in one query; those that are gone say so."""
    texts = acts.piles(side for line in lines for side in (line.before, line.after))
    numbers = {text: number for text in texts if (number := ids.read("col", text))}
    known = collections.names(visit.caller, numbers.values()) if numbers else {}
    return {text: known.get(number, _("a deleted collection")) for text, number in numbers.items()}


def _line(one: Activity, actor: Actor, names: Mapping[str, str]) -> Line:
    what = looked_at.named(one) if one.act == Act.STAFF_LOOKED else acts.target(one.act, one.words)
    # Each part is escaped by itself, then put into the sentence, which is escaped too.
    words = mark_safe(acts.sentence(_escaped(one.act), who=format_html("<b>{}</b>", name_of(actor)), what=_linked(one, what)))  # noqa: S308
    return Line(
        id=ids.show("act", one.id),
        at=one.at,
        sentence=words,
        about=one.words if one.act == Act.SIGNED_IN else "",
        changes=acts.changes(one.before, one.after, names=names),
        network=one.address,
    )


def _escaped(act: str) -> str:
    return str(conditional_escape(act))


def _linked(one: Activity, what: str) -> SafeString:
    """The target's name, with a link where there is a page of it."""
    if one.act == Act.STAFF_LOOKED:
        return format_html('<a href="{}">{}</a>', looked_at.path(one), what) if looked_at.is_page(one) else format_html("{}", what)
    where = {"ast": "asset"}.get(one.target.partition("_")[0]) if one.act != Act.ASSET_DELETED else None
    return format_html('<a href="{}">{}</a>', reverse(where, args=[one.target]), what or one.target) if where else format_html("{}", what)


def name_of(actor: Actor) -> str:
    """Who it was, by the name that they have now."""
    match actor.by:
        case Activity.By.PERSON:
            return actor.name or _("A former colleague")
        case Activity.By.PROGRAM:
            return _("The key “%(name)s”") % {"name": actor.name} if actor.name else _("A program")
        case Activity.By.STAFF:
            return _("%(name)s, service staff") % {"name": actor.name} if actor.name else _("Service staff")
    return _("The operator")


# -- as a file ---------------------------------------------------------------------------------------------------------
def _written(rows: Iterable[list[str]]) -> Iterator[str]:
    writer = csv.writer(sheet.Line())
    yield writer.writerow(COLUMNS)
    for row in rows:
        yield writer.writerow([sheet.harmless(cell) for cell in row])


def _exported(visit: Visit, wanted: Wanted, zone: tzinfo, newest: uuid.UUID) -> Iterator[list[str]]:
    """In batches, each a transaction of its own: the request's is over when this is read."""
    left, below = history.MOST_EXPORTED, None
    while left > 0:
        with tenancy.within(visit.caller.company_id):
            found = history.of(visit.caller, wanted, zone=zone).filter(id__lte=newest)
            lines = list(_batch(found, below, min(BATCH, left)))
            who = history.actors(lines)
        yield from (_row(one, history.actor_of(one, who)) for one in lines)
        if len(lines) < BATCH:
            return
        left, below = left - len(lines), lines[-1].id


def _batch(found: QuerySet[Activity], below: uuid.UUID | None, most: int) -> QuerySet[Activity]:
    return (found.filter(id__lt=below) if below else found)[:most]


def _row(one: Activity, actor: Actor) -> list[str]:
    def flat(fields: dict[str, Any]) -> str:
        return "; ".join(f"{name}: {acts.told(value)}" for name, value in fields.items())

    at = one.at.isoformat()
    who = name_of(actor)
    return [ids.show("act", one.id), at, one.by, who, one.act, one.target, one.words, flat(one.before), flat(one.after), one.address or ""]
