"""Collections: listed, made, renamed, deleted. What lies in them is an asset's own word."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from ninja import Status as Answered
from pydantic import Field

from vidarium.accounts.authority import Permission
from vidarium.api.auth import caller_of, for_callers
from vidarium.api.pages import LONGEST_ID, Limit, page, pattern_of
from vidarium.api.repeats import once
from vidarium.api.words import OF_A_CHANGE, OF_ONE, CollectionAnswer, CollectionList, CollectionName
from vidarium.library import collections
from vidarium.library.models import Collection

router = Router(tags=["Collections"])
Cursor = Annotated[str, Field(max_length=LONGEST_ID, json_schema_extra=pattern_of("col"))]
READ, WRITE = Permission.SEE_ASSETS, Permission.KEEP_COLLECTIONS


@router.get("", response={200: CollectionList, **OF_ONE}, operation_id="list_collections", summary="List collections, newest first")
@for_callers(READ)
def listing(request: HttpRequest, limit: Limit = 25, cursor: Cursor | None = None) -> CollectionList:
    rows, following = page(collections.of(caller_of(request)), prefix="col", limit=limit, cursor=cursor)
    return CollectionList(data=[_answer(one) for one in rows], next_cursor=following)


@router.post("", response={201: CollectionAnswer, **OF_A_CHANGE}, operation_id="make_collection", summary="Make a collection")
@for_callers(WRITE)
@once
def make(request: HttpRequest, body: CollectionName) -> Answered[CollectionAnswer]:
    return Answered(201, _answer(collections.make(by=caller_of(request), name=body.name)))


@router.get("/{collection_id}", response={200: CollectionAnswer, **OF_ONE}, operation_id="read_collection", summary="Read a collection")
@for_callers(READ)
def read(request: HttpRequest, collection_id: str) -> CollectionAnswer:
    return _answer(collections.by_public_id(caller_of(request), collection_id))


@router.patch(
    "/{collection_id}", response={200: CollectionAnswer, **OF_A_CHANGE}, operation_id="rename_collection", summary="Rename a collection"
)
@for_callers(WRITE)
def rename(request: HttpRequest, collection_id: str, body: CollectionName) -> CollectionAnswer:
    caller = caller_of(request)
    return _answer(collections.rename(collections.by_public_id(caller, collection_id), by=caller, name=body.name))


@router.delete(
    "/{collection_id}",
    response={204: None, **OF_A_CHANGE},
    operation_id="delete_collection",
    summary="Delete a collection: its assets stay, in none",
)
@for_callers(WRITE)
def delete(request: HttpRequest, collection_id: str) -> Answered[None]:
    caller = caller_of(request)
    collections.delete(collections.by_public_id(caller, collection_id), by=caller)
    return Answered(204, None)


def _answer(one: Collection) -> CollectionAnswer:
    return CollectionAnswer(id=one.public_id, name=one.name, created_at=one.created_at)
