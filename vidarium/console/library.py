"""The library: every video of a company, newest first."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vidarium.accounts.authority import Permission
from vidarium.console import listing
from vidarium.console.listing import Entry
from vidarium.console.membership import Visit, for_members
from vidarium.foundation import ids
from vidarium.library import assets
from vidarium.library.models import Asset, Status
from vidarium.production import grids

PAGE = 50
VIEWS: dict[str, tuple[str, ...]] = {
    "attention": (Status.FAILED,),
    "making": (Status.UPLOADING, Status.PREPARING, Status.PLAYABLE),
}


@require_safe
@for_members(Permission.SEE_ASSETS)
def page(visit: Visit) -> HttpResponse:
    """The list, or the empty library that teaches."""
    everything = assets.of(visit.caller)
    view, words = visit.request.GET.get("view", ""), visit.request.GET.get("q", "").replace("\x00", "").strip()[:200]
    found = _filtered(everything, view, words)
    before = _place(visit.request.GET.get("before", ""))
    shown = list((found.filter(id__lt=before) if before else found)[: PAGE + 1])
    entries = listing.entries(shown[:PAGE], until=visit.until)
    visit.lists(_authors(entries))
    return render(
        visit.request,
        "library.html",
        {
            "visit": visit,
            "entries": entries,
            "older": shown[PAGE - 1].public_id if len(shown) > PAGE else None,
            "view": view if view in VIEWS else "",
            "words": words,
            "matches": found.count() if words else None,
            **_sums(visit, everything),
        },
    )


@require_safe
@for_members(Permission.SEE_ASSETS)
def row(visit: Visit, asset_id: str) -> HttpResponse:
    """One row as it stands now, for a page that is open."""
    asset = assets.by_public_id(visit.caller, asset_id)
    entries = listing.entries([asset], until=visit.until)
    visit.lists(_authors(entries))
    return render(visit.request, "library.html#row", {"visit": visit, "entry": entries[0]})


def _authors(entries: Sequence[Entry]) -> int:
    """In how many rows somebody's name stands."""
    return sum(1 for entry in entries if entry.author)


def _filtered(everything: QuerySet[Asset], view: str, words: str) -> QuerySet[Asset]:
    found = everything.filter(status__in=VIEWS[view]) if view in VIEWS else everything
    if words:
        found = found.filter(Q(title__icontains=words) | Q(filename__icontains=words))
    return found.order_by("-id")


def _place(text: str) -> uuid.UUID | None:
    return ids.read("ast", text)


def _sums(visit: Visit, everything: QuerySet[Asset]) -> dict[str, Any]:
    return {
        "total": everything.count(),
        "attention": everything.filter(status__in=VIEWS["attention"]).count(),
        "making": everything.filter(status__in=VIEWS["making"]).count(),
        "stored_bytes": everything.aggregate(sum=Sum("size_bytes"))["sum"] or 0,
        "seconds": grids.seconds_of_all(visit.caller.company_id, limit=visit.caller.collections),
    }
