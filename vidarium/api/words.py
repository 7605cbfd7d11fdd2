"""Request and answer bodies of API v1. Once released, fields are added and never changed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field

from vidarium.api.pages import LONGEST_ID, pattern_of

MAX_WORDS, MAX_KEYS = 500, 50
WRITABLE = {"pattern": r"^[^\u0000]*$"}
SHOWN = {"pattern": r"^[^\u0000]*[^\u0000-\u0020\u007f-\u009f\u00a0][^\u0000]*$"}
SEEN = {"pattern": r"^[^\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]+$"}
"""Told in the description; the rooms behind decide, and say why in a sentence."""


def storable(text: str) -> str:
    """PostgreSQL keeps neither NUL nor half a surrogate pair."""
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueError("a character that can't be stored (NUL, or half of a surrogate pair)")
    return text


Words = Annotated[str, AfterValidator(storable), Field(max_length=MAX_WORDS, json_schema_extra=WRITABLE)]
Title = Annotated[
    str, AfterValidator(storable), Field(max_length=MAX_WORDS, json_schema_extra={"pattern": r"^[^\u0000]*[^\u0000\s][^\u0000]*$"})
]
Name = Annotated[str, AfterValidator(storable), Field(min_length=1, max_length=200, json_schema_extra=SEEN)]
CollectionId = Annotated[str, AfterValidator(storable), Field(max_length=LONGEST_ID, json_schema_extra=pattern_of("col"))]
Key = Annotated[str, AfterValidator(storable), Field(min_length=1, max_length=100, json_schema_extra=WRITABLE)]


class PlaybackAnswer(Schema):
    id: str
    hls: str
    poster: str | None


class ErrorAnswer(Schema):
    code: str
    message: str


class AssetAnswer(Schema):
    id: str
    title: str
    external_id: str | None
    meta: dict[str, str]
    collection: str | None
    status: str
    progress: float
    duration: float | None
    width: int | None
    height: int | None
    frame_rate: str | None
    playback: PlaybackAnswer | None
    error: ErrorAnswer | None
    created_at: datetime
    updated_at: datetime


class AssetList(Schema):
    data: list[AssetAnswer]
    next_cursor: str | None


class AssetChange(Schema):
    """What a client may change; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    title: Title = ""
    external_id: Name | None = None
    meta: Annotated[dict[Key, Words], Field(max_length=MAX_KEYS, json_schema_extra={"additionalProperties": False})] = {}
    collection: CollectionId | None = None


class CollectionAnswer(Schema):
    id: str
    name: str
    created_at: datetime


class CollectionList(Schema):
    data: list[CollectionAnswer]
    next_cursor: str | None


class CollectionName(Schema):
    """What a collection is called: the same name once in a company, in whatever case."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, AfterValidator(storable), Field(max_length=120, json_schema_extra=SHOWN)]


class UploadAnswer(Schema):
    id: str
    offset: int
    length: int
    asset_id: str
    expires_at: datetime


class FieldProblem(Schema):
    field: str
    message: str


class Problem(Schema):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[FieldProblem] = []


OF_ALL: dict[int, Any] = dict.fromkeys((400, 401), Problem)
"""Refusals that any request may meet; a page's own also 403, without its CSRF token."""
OF_ONE = {**OF_ALL, 404: Problem}
OF_A_CHANGE = {**OF_ONE, 403: Problem, 409: Problem, 422: Problem}
