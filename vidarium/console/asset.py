"""One asset: watched, renamed, followed while it is made, deleted and brought back."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from vidarium.accounts.authority import Permission
from vidarium.console import curves, listing
from vidarium.console.listing import Entry
from vidarium.console.membership import Visit, for_members
from vidarium.library import assets, collections, uploads
from vidarium.library.models import Asset
from vidarium.production import facts, grids
from vidarium.production.source import Source


@require_safe
@for_members(Permission.SEE_ASSETS)
def page(visit: Visit, asset_id: str) -> HttpResponse:
    """The film, its grid, and what is known of it."""
    known = _known(visit, assets.by_public_id(visit.caller, asset_id))
    source = known["source"]
    return render(
        visit.request,
        "asset.html",
        {
            **known,
            "visit": visit,
            "sound": source.sounds[0] if source and source.sounds else None,
            "upload": uploads.of(known["asset"]),
            "piles": list(collections.of(visit.caller)),
            "moves": visit.caller.may(Permission.CHANGE_ASSETS),
            "public_url": settings.ENVIRONMENT.public_url,
        },
    )


@require_safe
@for_members(Permission.SEE_ASSETS)
def part(visit: Visit, asset_id: str, name: str) -> HttpResponse:
    """The line that says how it stands, the player or the renditions, as they are now, for a page that is open."""
    return render(visit.request, f"asset.html#{name}", _known(visit, assets.by_public_id(visit.caller, asset_id)))


@require_safe
@for_members(Permission.SEE_ASSETS)
def grid(visit: Visit, asset_id: str) -> HttpResponse:
    """The grid's facts, for the elements that draw it."""
    asset = assets.by_public_id(visit.caller, asset_id)
    visit.shows(asset.title)
    laid = grids.of_each([asset.id]).get(asset.id)
    seen = facts.of(asset, laid, facts.held_of_each([laid.id] if laid else []))
    return HttpResponse(json.dumps(seen), content_type="application/json", headers={"Cache-Control": "no-store"})


@require_POST
@for_members(Permission.DELETE_ASSETS)
def retire(visit: Visit, asset_id: str) -> HttpResponse:
    """Hidden and locked at once; gone for good in half a minute, unless it is brought back."""
    assets.retire(assets.by_public_id(visit.caller, asset_id), by=visit.caller)
    return _after(visit)


@require_POST
@for_members(Permission.DELETE_ASSETS)
def restore(visit: Visit, asset_id: str) -> HttpResponse:
    """Undo, while there is time."""
    assets.restore(assets.retired_by_public_id(visit.caller, asset_id), by=visit.caller)
    return _after(visit)


def _after(visit: Visit) -> HttpResponse:
    """A script is told that it is done; a plain form goes back to the library."""
    if visit.request.headers.get("Sec-Fetch-Mode") in {"cors", "same-origin"}:
        return HttpResponse(status=204)
    return redirect("library")


def _known(visit: Visit, asset: Asset) -> dict[str, Any]:
    """What every part of the page is made of."""
    entry = listing.entries([asset], columns=None, until=visit.until)[0]
    visit.lists(1 if entry.author else 0)
    visit.shows(asset.title)
    source = grids.source_of(entry.grid) if entry.grid else None
    return {"asset": asset, "entry": entry, "source": source, "rows": _rows(entry, source)}


def _rows(entry: Entry, source: Source | None) -> list[dict[str, Any]]:
    """The renditions table: each row with its size, its bits and their curve."""
    if entry.grid is None or source is None:
        return []
    seconds = curves.column_seconds(entry.grid)
    return [curves.row(one, seconds) for one in entry.facts["rows"]]
