"""`/privacy/record`: the record of processing activities, as a page, as a picture and for programs. For everyone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext, gettext_lazy
from django.views.decorators.http import require_safe

from vidarium.console import record_picture
from vidarium.console.privacy import GROUNDS, PURPOSES, until
from vidarium.foundation import writing
from vidarium.foundation.datamap import Erasure, Kept, Owner, Role, Store, lock, register
from vidarium.privacy import record

OWNERS = {
    Owner.SELF: gettext_lazy("whoever uses the service"),
    Owner.EMPLOYEE: gettext_lazy("colleagues in a company"),
    Owner.VIEWER: gettext_lazy("viewers of a company’s videos"),
    Owner.THIRD: gettext_lazy("people whom a company names or shows"),
}
ROLES = {Role.CONTROLLER: gettext_lazy("controller"), Role.PROCESSOR: gettext_lazy("processor for a company")}
"""What the operator is."""
ENDS = {
    Erasure.ROW: gettext_lazy("the row is removed"),
    Erasure.BLANK: gettext_lazy("the value is emptied"),
    Erasure.TOMBSTONE: gettext_lazy("a term that names nobody takes its place"),
    Erasure.OBJECT: gettext_lazy("the stored object is removed"),
    Erasure.EXPIRY: gettext_lazy("it runs out where it lies"),
}


@dataclass(frozen=True)
class Line:
    """One use, in the reader's language."""

    words: str
    category: str
    owner: str
    role: str
    ground: str
    seen_by: str
    until: str
    end: str
    where: str
    places: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """One activity, in the reader's language."""

    key: str
    title: str
    owners: str
    categories: tuple[str, ...]
    grounds: str
    roles: str
    seen_by: str
    outside: str
    lines: tuple[Line, ...]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    told = record.of(register.current())
    language = get_language() or "en"
    return render(request, "record.html", {
        "parts": [_part(activity) for activity in told.activities],
        "picture": record_picture.drawn(told),
        "measures": [(promise.clause, promise.words.get(language, promise.words["en"])) for promise in told.measures],
        "not_told": [gettext(sentence) for sentence in record.NOT_TOLD],
        "record": told,
    })  # fmt: skip


@require_safe
def for_programs(request: HttpRequest) -> HttpResponse:
    """`/privacy/record.json`, in English; `docs/record.md` explains it."""
    kept = register.current()
    body = lock.text_of(record.data(record.of(kept)))
    return HttpResponse(body, content_type="application/json")


def _part(activity: record.Activity) -> Part:
    return Part(
        activity.purpose,
        str(PURPOSES[activity.purpose]),
        owners=writing.listed(str(OWNERS[owner]) for owner in activity.subjects),
        categories=activity.categories,
        grounds=writing.listed(str(GROUNDS[ground]) for ground in activity.grounds),
        roles=writing.listed(str(ROLES[role]) for role in activity.roles),
        seen_by=" · ".join(gettext(who) for who in activity.seen_by),
        outside=writing.listed(gettext(one.words) for one in activity.outside),
        lines=tuple(_line(use) for use in activity.uses),
    )


def _line(use: record.Use) -> Line:
    label = use.label
    return Line(
        gettext(label.words),
        label.category,
        owner=str(OWNERS[label.owner]),
        role=str(ROLES[label.role]),
        ground=str(GROUNDS[use.ground]),
        seen_by=writing.listed(gettext(who) for who in label.seen_by),
        until=until(label.keep),
        end=str(ENDS[label.erase]),
        where=where(use.places),
        places=tuple(place.name for place in use.places),
    )


def where(places: Iterable[Kept]) -> str:
    """The stores, each with how many of the places lie in it."""
    stores = Counter(place.store for place in places)
    return writing.listed(f"{record_picture.STORES[store]} ({stores[store]})" for store in Store if store in stores)
