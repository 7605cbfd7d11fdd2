"""Request and answer bodies of companies and their people. Once released, fields are added and never changed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field

from vidarium.api.words import WRITABLE, CollectionId, storable

Line = Annotated[str, AfterValidator(storable), Field(max_length=200, json_schema_extra=WRITABLE)]

Collections = Annotated[list[CollectionId], Field(min_length=1, max_length=100)] | None
"""Null is no limit. An empty list is refused: a limit to nothing."""


class LimitsAnswer(Schema):
    storage_bytes: int
    film_seconds: float
    people: int
    calls_a_minute: int


class CompanyAnswer(Schema):
    id: str
    name: str
    slug: str
    kind: str
    country: str
    time_zone: str
    limits: LimitsAnswer
    usage: LimitsAnswer
    created_at: datetime


class ActorAnswer(Schema):
    kind: str
    """`person`, `program`, `staff` or `house`."""
    name: str | None
    member_id: str | None


class ActivityAnswer(Schema):
    id: str
    at: datetime
    act: str
    by: ActorAnswer
    target: str | None
    words: str
    before: dict[str, Any]
    after: dict[str, Any]
    network: str | None


class ActivityList(Schema):
    data: list[ActivityAnswer]
    next_cursor: str | None


class MemberAnswer(Schema):
    id: str
    email: str
    name: str
    position: str
    role: str
    """A name of ours, or `rol_…`."""
    collections: list[str] | None
    """Those that they are limited to, as far as whoever asks sees them; null where they are not limited."""
    suspended_at: datetime | None
    created_at: datetime


class MemberList(Schema):
    data: list[MemberAnswer]
    next_cursor: str | None


class MemberChange(Schema):
    """What is left out stays."""

    model_config = ConfigDict(extra="forbid")

    role: Line = ""
    position: Line = ""
    collections: Collections = None


class InvitationAnswer(Schema):
    id: str
    email: str
    name: str
    position: str
    role: str
    collections: list[str] | None
    expires_at: datetime
    created_at: datetime


class InvitationList(Schema):
    data: list[InvitationAnswer]
    next_cursor: str | None


class NewInvitation(Schema):
    """Who is asked to join, and as what; without a role as a viewer, without collections as limited as you are."""

    model_config = ConfigDict(extra="forbid")

    email: Annotated[str, AfterValidator(storable), Field(min_length=3, max_length=254, json_schema_extra={"format": "email"})]
    name: Line = ""
    position: Line = ""
    role: Line = ""
    collections: Collections = None
