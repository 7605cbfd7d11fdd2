"""Assets: listed, read, changed, deleted."""

from __future__ import annotations

import uuid
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router
from ninja import Status as Answered
from pydantic import Field

from vidarium.accounts.authority import Permission
from vidarium.api import answers
from vidarium.api.auth import allowed, caller_of, for_callers
from vidarium.api.pages import LONGEST_ID, Limit, page, pattern_of
from vidarium.api.words import OF_A_CHANGE, OF_ALL, OF_ONE, AssetAnswer, AssetChange, AssetList, CollectionId
from vidarium.foundation import ids, tenancy
from vidarium.library import assets, collections
from vidarium.library.models import Status

router = Router(tags=["Assets"])
NOWHERE = uuid.UUID(int=0)
"""What no collection is called: a filter that names none finds nothing."""
Cursor = Annotated[str, Field(max_length=LONGEST_ID, json_schema_extra=pattern_of("ast"))]


@router.get("", response={200: AssetList, **OF_ALL}, operation_id="list_assets", summary="List assets, newest first", by_alias=True)
@for_callers(Permission.SEE_ASSETS)
def listing(
    request: HttpRequest,
    limit: Limit = 25,
    cursor: Cursor | None = None,
    status: Status | None = None,
    external_id: Annotated[str | None, Query(max_length=LONGEST_ID)] = None,
    collection: Annotated[CollectionId | None, Query(description="Those that lie in this one.")] = None,
) -> AssetList:
    found = assets.of(caller_of(request))
    if status is not None:
        found = found.filter(status=status)
    if external_id is not None:
        found = found.filter(external_id=external_id.replace("\x00", ""))
    if collection is not None:
        found = found.filter(collection_id=ids.read("col", collection) or NOWHERE)
    rows, following = page(found, prefix="ast", limit=limit, cursor=cursor)
    return AssetList(data=answers.assets(rows), next_cursor=following)


@router.get("/{asset_id}", response={200: AssetAnswer, **OF_ONE}, operation_id="read_asset", summary="Read an asset")
@for_callers(Permission.SEE_ASSETS)
def read(request: HttpRequest, asset_id: str) -> AssetAnswer:
    return answers.asset(assets.by_public_id(caller_of(request), asset_id))


@router.patch(
    "/{asset_id}",
    response={200: AssetAnswer, **OF_A_CHANGE},
    operation_id="change_asset",
    summary="Change an asset's own words, or move it",
)
@for_callers(Permission.CHANGE_ASSETS)
def change(request: HttpRequest, asset_id: str, body: AssetChange) -> AssetAnswer:
    caller, said = caller_of(request), body.model_dump(exclude_unset=True)
    asset = assets.by_public_id(caller, asset_id)
    if "collection" in said:
        named = said.pop("collection")
        asset = assets.move(asset, to=collections.by_public_id(caller, named) if named else None, by=caller)
    return answers.asset(assets.amend(asset, by=caller, **said) if said else asset)


@router.delete(
    "/{asset_id}", response={204: None, **OF_A_CHANGE}, operation_id="delete_asset", summary="Delete an asset: immediate and final"
)
@allowed(Permission.DELETE_ASSETS)
def remove(request: HttpRequest, asset_id: str) -> Answered[None]:
    caller = caller_of(request)
    with tenancy.within(caller.company_id):
        asset = assets.by_public_id(caller, asset_id)
    # Outside the transaction: a removal needs two of its own, so that one that breaks off is finished by the sweeper.
    assets.remove(asset, by=caller)
    return Answered(204, None)
