"""The company that a caller acts for: its limits, what it uses of them, and what was done in it."""

from __future__ import annotations

import re
import zoneinfo
from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BeforeValidator, Field

from vidarium.accounts import history
from vidarium.accounts.activity import Act
from vidarium.accounts.authority import Permission
from vidarium.accounts.history import Actor, Wanted
from vidarium.accounts.models import Activity, Company
from vidarium.api.auth import caller_of, for_callers
from vidarium.api.pages import LONGEST_ID, Limit, page, pattern_of
from vidarium.api.people_words import ActivityAnswer, ActivityList, ActorAnswer, CompanyAnswer, LimitsAnswer
from vidarium.api.words import OF_ALL, OF_ONE
from vidarium.foundation import ids
from vidarium.production import usage

router = Router(tags=["Company"])
Cursor = Annotated[str, Field(max_length=LONGEST_ID, json_schema_extra=pattern_of("act"))]
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _written_out(day: object) -> object:
    """Pydantic would take a number for seconds since 1970."""
    if isinstance(day, str) and not DAY.fullmatch(day):
        raise ValueError("a day is written as 2026-11-25")
    return day


Day = Annotated[date, BeforeValidator(_written_out)]


@router.get(
    "/company", response={200: CompanyAnswer, **OF_ALL}, operation_id="read_company", summary="Read the company, its limits and usage"
)
@for_callers(None)
def read(request: HttpRequest) -> CompanyAnswer:
    company = Company.objects.get(id=caller_of(request).company_id)
    used = usage.of(company)
    return CompanyAnswer(
        id=company.public_id,
        name=company.name,
        slug=company.slug,
        kind=company.kind,
        country=company.country,
        time_zone=company.time_zone,
        limits=_limits(used, "limit"),
        usage=_limits(used, "used"),
        created_at=company.created_at,
    )


def _limits(used: usage.Usage, side: str) -> LimitsAnswer:
    return LimitsAnswer(
        storage_bytes=int(getattr(used.bytes, side)),
        film_seconds=round(float(getattr(used.seconds, side)), 3),
        people=int(getattr(used.people, side)),
        calls_a_minute=int(getattr(used.calls, side)),
    )


@router.get(
    "/activities", response={200: ActivityList, **OF_ONE}, operation_id="list_activities", summary="List what was done, newest first"
)
@for_callers(Permission.SEE_ACTIVITY)
def activities(
    request: HttpRequest,
    limit: Limit = 25,
    cursor: Cursor | None = None,
    act: Act | None = None,
    since: Annotated[Day | None, Query(description="The first day, in UTC.")] = None,
    until: Annotated[Day | None, Query(description="The last day, in UTC, with all of it.")] = None,
) -> ActivityList:
    wanted = Wanted(since=since, until=until if until != date.max else None)
    found = history.of(caller_of(request), wanted, zone=zoneinfo.ZoneInfo("UTC"))
    if act is not None:
        found = found.filter(act=act)
    lines, following = page(found, prefix="act", limit=limit, cursor=cursor)
    who = history.actors(lines)
    return ActivityList(data=[_activity(one, history.actor_of(one, who)) for one in lines], next_cursor=following)


def _activity(one: Activity, actor: Actor) -> ActivityAnswer:
    return ActivityAnswer(
        id=ids.show("act", one.id),
        at=one.at,
        act=one.act,
        by=ActorAnswer(kind=one.by, name=actor.name or None, member_id=actor.member or None),
        target=one.target or None,
        words=one.words,
        before=one.before,
        after=one.after,
        network=one.address,
    )
