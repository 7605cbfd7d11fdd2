"""The library: every video of a company, newest first."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from vidarium.accounts.authority import Permission
from vidarium.console import listing
from vidarium.console.listing import Entry
from vidarium.console.membership import Visit, for_members
from vidarium.foundation import ids
from vidarium.library import assets, collections
from vidarium.library.models import Asset, Status
from vidarium.production import grids

PAGE = 50
NONE = "none"
"""In the address: what lies in no collection."""
VIEWS: dict[str, tuple[str, ...]] = {
    "attention": (Status.FAILED,),
    "making": (Status.UPLOADING, Status.PREPARING, Status.PLAYABLE),
}


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    view: str
    words: str
    collection: str
    """A public id, or `none`."""

    def at(self, **other: str) -> str:
        """The same, but for this: an address's query, which is never empty."""
        said = {"view": self.view, "collection": self.collection, "q": self.words, **other}
        return "?" + urlencode({key: value for key, value in said.items() if value})

    @property
    def whole(self) -> str:
        return self.at(view="")

    @property
    def attention(self) -> str:
        return self.at(view="attention")

    @property
    def making(self) -> str:
        return self.at(view="making")

    @property
    def wordless(self) -> str:
        return self.at(q="")


def _asked(visit: Visit) -> Asked:
    said = visit.request.GET
    view, named = said.get("view", ""), said.get("collection", "")
    words = said.get("q", "").replace("\x00", "").strip()[:200]
    return Asked(view if view in VIEWS else "", words, named if named == NONE or ids.read("col", named) else "")


@require_safe
@for_members(Permission.SEE_ASSETS)
def page(visit: Visit) -> HttpResponse:
    """The list, or the empty library that teaches."""
    asked, everything = _asked(visit), assets.of(visit.caller)
    there = _lying(everything, asked.collection)
    found = _filtered(there, asked)
    before = _place(visit.request.GET.get("before", ""))
    shown = list((found.filter(id__lt=before) if before else found).select_related("collection")[: PAGE + 1])
    entries = listing.entries(shown[:PAGE], until=visit.until)
    visit.lists(_authors(entries))
    piles = list(collections.of(visit.caller))
    return render(
        visit.request,
        "library.html",
        {
            "visit": visit,
            "entries": entries,
            "older": shown[PAGE - 1].public_id if len(shown) > PAGE else None,
            "view": asked.view,
            "words": asked.words,
            "asked": asked,
            "piles": piles,
            "chooses": bool(piles) and visit.caller.may(Permission.CHANGE_ASSETS),
            "here": asked.collection if asked.collection in {NONE, *(one.public_id for one in piles)} else "",
            "matches": found.count() if asked.words else None,
            **_sums(visit, everything, there),
        },
    )


@require_safe
@for_members(Permission.SEE_ASSETS)
def row(visit: Visit, asset_id: str) -> HttpResponse:
    """One row as it stands now, for a page that is open."""
    asset = assets.by_public_id(visit.caller, asset_id)
    entries = listing.entries([asset], until=visit.until)
    visit.lists(_authors(entries))
    visit.shows(asset.title)
    chooses = visit.caller.may(Permission.CHANGE_ASSETS) and collections.of(visit.caller).exists()
    return render(visit.request, "library.html#row", {"visit": visit, "entry": entries[0], "chooses": chooses})


def _authors(entries: Sequence[Entry]) -> int:
    """In how many rows somebody's name stands."""
    return sum(1 for entry in entries if entry.author)


def _lying(everything: QuerySet[Asset], collection: str) -> QuerySet[Asset]:
    """Those in one collection, in none, or all of them."""
    if collection == NONE:
        return everything.filter(collection=None)
    number = ids.read("col", collection)
    return everything.filter(collection_id=number) if number else everything


def _filtered(found: QuerySet[Asset], asked: Asked) -> QuerySet[Asset]:
    if asked.view:
        found = found.filter(status__in=VIEWS[asked.view])
    if asked.words:
        found = found.filter(Q(title__icontains=asked.words) | Q(filename__icontains=asked.words))
    return found.order_by("-id")


def _place(text: str) -> uuid.UUID | None:
    return ids.read("ast", text)


def _sums(visit: Visit, everything: QuerySet[Asset], there: QuerySet[Asset]) -> dict[str, Any]:
    """Of the whole library, and for the views of what lies where one looks."""
    total = everything.count()
    return {
        "total": total,
        "there": total if there is everything else there.count(),
        "attention": there.filter(status__in=VIEWS["attention"]).count(),
        "making": there.filter(status__in=VIEWS["making"]).count(),
        "stored_bytes": everything.aggregate(sum=Sum("size_bytes"))["sum"] or 0,
        "seconds": grids.seconds_of_all(visit.caller.company_id, limit=visit.caller.collections),
    }
