"""The collections of a company: listed, made, renamed, deleted; and a video moved into one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from vidarium.accounts.authority import Permission
from vidarium.console.membership import Visit, for_members
from vidarium.library import assets, collections
from vidarium.library.errors import CollectionDoesNotFit, CollectionNameTaken, LibraryError, TooManyCollections
from vidarium.library.models import Collection

SHOWN = ("GET", "HEAD", "POST")
MOST = 100
"""Videos that are moved at once: a page of the library holds fewer."""


@require_http_methods(SHOWN)
@never_cache
@for_members(Permission.SEE_ASSETS)
def page(visit: Visit) -> HttpResponse:
    """The list, and the form of a new one."""
    if visit.request.method != "POST":
        return _page(visit)
    visit.caller.require(Permission.KEEP_COLLECTIONS)
    try:
        collections.make(by=visit.caller, name=visit.request.POST.get("name", ""))
    except (CollectionDoesNotFit, CollectionNameTaken, TooManyCollections) as error:
        return _page(visit, misfits=_misfits(error), status=error.status)
    return redirect("collections")


@require_http_methods(SHOWN)
@never_cache
@for_members(Permission.KEEP_COLLECTIONS)
def change(visit: Visit, collection_id: str) -> HttpResponse:
    """One of them, to be renamed or deleted."""
    collection = collections.by_public_id(visit.caller, collection_id)
    if visit.request.method != "POST":
        return _one(visit, collection)
    try:
        collections.rename(collection, by=visit.caller, name=visit.request.POST.get("name", ""))
    except (CollectionDoesNotFit, CollectionNameTaken) as error:
        return _one(visit, collections.by_public_id(visit.caller, collection_id), misfits=_misfits(error), status=error.status)
    return redirect("collections")


@require_POST
@for_members(Permission.KEEP_COLLECTIONS)
def delete(visit: Visit, collection_id: str) -> HttpResponse:
    """Gone; what lay in it stays."""
    collections.delete(collections.by_public_id(visit.caller, collection_id), by=visit.caller)
    return redirect("collections")


@require_POST
@for_members(Permission.CHANGE_ASSETS)
def move(visit: Visit, asset_id: str) -> HttpResponse:
    """Into the collection that the form names, or into none."""
    asset = assets.by_public_id(visit.caller, asset_id)
    named = visit.request.POST.get("collection", "")
    assets.move(asset, to=collections.by_public_id(visit.caller, named) if named else None, by=visit.caller)
    return redirect("asset", asset.public_id)


@require_POST
@for_members(Permission.CHANGE_ASSETS)
def move_many(visit: Visit) -> HttpResponse:
    """All that are ticked in the list, or none of them; and then to where they lie."""
    named = visit.request.POST.get("collection", "")
    to = collections.by_public_id(visit.caller, named) if named else None
    for asset_id in visit.request.POST.getlist("assets")[:MOST]:
        assets.move(assets.by_public_id(visit.caller, asset_id), to=to, by=visit.caller)
    return redirect(f"{reverse('library')}?collection={to.public_id if to else 'none'}")


def _misfits(error: LibraryError) -> Mapping[str, str]:
    return error.fields if isinstance(error, CollectionDoesNotFit) else {"name": _(error.detail)}


def _page(visit: Visit, *, misfits: Mapping[str, str] | None = None, status: int = 200) -> HttpResponse:
    piles = list(collections.counted(collections.of(visit.caller)))
    return render(visit.request, "collections.html", {"piles": piles, **_known(visit, misfits)}, status=status)


def _one(visit: Visit, collection: Collection, *, misfits: Mapping[str, str] | None = None, status: int = 200) -> HttpResponse:
    known = {"collection": collection, "videos": assets.of(visit.caller).filter(collection=collection).count()}
    return render(visit.request, "collection.html", {**known, **_known(visit, misfits)}, status=status)


def _known(visit: Visit, misfits: Mapping[str, str] | None) -> dict[str, Any]:
    return {
        "visit": visit,
        "keeps": visit.caller.may(Permission.KEEP_COLLECTIONS),
        "typed": visit.request.POST.get("name", ""),
        "misfits": misfits or {},
        "longest": collections.LONGEST_NAME,
    }
