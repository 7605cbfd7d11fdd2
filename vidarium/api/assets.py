"""Assets: listed, read, changed, deleted."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router
from ninja import Status as Answered
from pydantic import Field

from vidarium.accounts.authority import Permission
from vidarium.api import answers
from vidarium.api.auth import allowed, caller_of, for_callers
from vidarium.api.errors import RequestInvalid
from vidarium.api.words import CURSOR, OF_A_CHANGE, OF_ALL, OF_ONE, AssetAnswer, AssetChange, AssetList
from vidarium.foundation import ids, tenancy
from vidarium.library import assets
from vidarium.library.models import Asset, Status

router = Router(tags=["Assets"])
MAX_ID = 200
Limit = Annotated[int, Field(ge=1, le=100)]
Cursor = Annotated[str, Field(max_length=MAX_ID, json_schema_extra=CURSOR)]


@router.get("", response={200: AssetList, **OF_ALL}, operation_id="list_assets", summary="List assets, newest first", by_alias=True)
@for_callers(Permission.SEE_ASSETS)
def listing(
    request: HttpRequest,
    limit: Limit = 25,
    cursor: Cursor | None = None,
    status: Status | None = None,
    external_id: Annotated[str | None, Query(max_length=MAX_ID)] = None,
) -> AssetList:
    found = assets.of(caller_of(request)).order_by("-id")
    if cursor is not None:
        found = found.filter(id__lt=_place(cursor))
    if status is not None:
        found = found.filter(status=status)
    if external_id is not None:
        found = found.filter(external_id=external_id.replace("\x00", ""))
    page: list[Asset] = list(found[: limit + 1])
    more = len(page) > limit
    return AssetList(data=answers.assets(page[:limit]), next_cursor=page[limit - 1].public_id if more else None)


@router.get("/{asset_id}", response={200: AssetAnswer, **OF_ONE}, operation_id="read_asset", summary="Read an asset")
@for_callers(Permission.SEE_ASSETS)
def read(request: HttpRequest, asset_id: str) -> AssetAnswer:
    return answers.asset(assets.by_public_id(caller_of(request), asset_id))


@router.patch("/{asset_id}", response={200: AssetAnswer, **OF_A_CHANGE}, operation_id="change_asset", summary="Change an asset's own words")
@for_callers(Permission.CHANGE_ASSETS)
def change(request: HttpRequest, asset_id: str, body: AssetChange) -> AssetAnswer:
    asset = assets.by_public_id(caller_of(request), asset_id)
    return answers.asset(assets.amend(asset, by=caller_of(request), **body.model_dump(exclude_unset=True)))


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


def _place(cursor: str) -> object:
    place = ids.read("ast", cursor)
    if place is None:
        raise RequestInvalid("This cursor is none of ours; begin again without one.")
    return place
