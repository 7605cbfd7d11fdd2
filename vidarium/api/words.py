"""Request and answer bodies of API v1. Once released, fields are added and never changed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field

MAX_WORDS, MAX_KEYS = 500, 50


def _storable(text: str) -> str:
    """PostgreSQL keeps neither NUL nor half a surrogate pair."""
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueError("a character that can't be stored (NUL, or half of a surrogate pair)")
    return text


Words = Annotated[str, AfterValidator(_storable), Field(max_length=MAX_WORDS)]
Name = Annotated[str, AfterValidator(_storable), Field(min_length=1, max_length=200)]


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

    title: Words = ""
    external_id: Name | None = None
    meta: Annotated[dict[Name, Words], Field(max_length=MAX_KEYS)] = {}


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


PROBLEMS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409, 413, 422), Problem)
