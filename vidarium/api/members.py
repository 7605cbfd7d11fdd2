"""Members of a company, and those who are invited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from ninja import Status as Answered
from pydantic import Field

from vidarium.accounts import bounds, invitations, invitees, members, roles
from vidarium.accounts.authority import Permission
from vidarium.accounts.bounds import Bounds
from vidarium.accounts.callers import Caller
from vidarium.accounts.errors import NoSuchRole
from vidarium.accounts.models import Invitation, Membership
from vidarium.accounts.roles import Chosen
from vidarium.api.auth import caller_of, for_callers
from vidarium.api.pages import LONGEST_ID, Limit, page, pattern_of
from vidarium.api.people_words import InvitationAnswer, InvitationList, MemberAnswer, MemberChange, MemberList, NewInvitation
from vidarium.api.repeats import once
from vidarium.api.words import OF_A_CHANGE, OF_ONE, Problem
from vidarium.library import collections

router = Router(tags=["People"])
MemberCursor = Annotated[str, Field(max_length=LONGEST_ID, json_schema_extra=pattern_of("mem"))]
InvitationCursor = Annotated[str, Field(max_length=LONGEST_ID, json_schema_extra=pattern_of("inv"))]
READ, WRITE = Permission.SEE_PEOPLE, Permission.MANAGE_PEOPLE


# -- members -----------------------------------------------------------------------------------------------------------
@router.get("/members", response={200: MemberList, **OF_ONE}, operation_id="list_members", summary="List members, newest first")
@for_callers(READ)
def listing(request: HttpRequest, limit: Limit = 25, cursor: MemberCursor | None = None) -> MemberList:
    rows, following = page(members.of(caller_of(request)), prefix="mem", limit=limit, cursor=cursor)
    return MemberList(data=[_member(one, to=caller_of(request)) for one in rows], next_cursor=following)


@router.get("/members/{member_id}", response={200: MemberAnswer, **OF_ONE}, operation_id="read_member", summary="Read a member")
@for_callers(READ)
def read(request: HttpRequest, member_id: str) -> MemberAnswer:
    return _member(members.by_public_id(caller_of(request), member_id), to=caller_of(request))


@router.patch(
    "/members/{member_id}",
    response={200: MemberAnswer, **OF_A_CHANGE},
    operation_id="change_member",
    summary="Change a role, a position or a limit",
)
@for_callers(WRITE)
def change(request: HttpRequest, member_id: str, body: MemberChange) -> MemberAnswer:
    caller = caller_of(request)
    member = members.by_public_id(caller, member_id)
    said = body.model_fields_set
    role = _role(request, body.role) if "role" in said else roles.of(member)
    position = body.position if "position" in said else member.position
    limit = _limit(caller, body.collections, before=bounds.of(member)) if "collections" in said else bounds.of(member)
    return _member(members.change(member, by=caller, role=role, position=position, collections=limit), to=caller)


@router.delete("/members/{member_id}", response={204: None, **OF_A_CHANGE}, operation_id="remove_member", summary="Remove a member")
@for_callers(WRITE)
def remove(request: HttpRequest, member_id: str) -> Answered[None]:
    caller = caller_of(request)
    members.remove(members.by_public_id(caller, member_id), by=caller)
    return Answered(204, None)


def _role(request: HttpRequest, text: str) -> Chosen:
    role = roles.named(text, roles.all_of(caller_of(request).company_id)) if text.strip() else None
    if role is None:
        raise NoSuchRole
    return role


def _limit(caller: Caller, texts: Sequence[str] | None, *, before: Bounds = None) -> Bounds:
    return None if texts is None else collections.limit(caller, texts, before=before)


def _shown(limit: Bounds, *, to: Caller) -> list[str] | None:
    """The limit, as far as it lies within that of whoever asks."""
    seen = bounds.both(limit, to.collections) if limit is not None else None
    return None if seen is None else bounds.told(sorted(seen))


def _member(one: Membership, *, to: Caller) -> MemberAnswer:
    return MemberAnswer(
        id=one.public_id,
        email=one.person.email,
        name=one.person.name,
        position=one.position,
        role=roles.of(one).text,
        collections=_shown(bounds.of(one), to=to),
        suspended_at=one.suspended_at,
        created_at=one.created_at,
    )


# -- invitations -------------------------------------------------------------------------------------------------------
@router.get(
    "/invitations", response={200: InvitationList, **OF_ONE}, operation_id="list_invitations", summary="List invitations, newest first"
)
@for_callers(WRITE)
def invited(request: HttpRequest, limit: Limit = 25, cursor: InvitationCursor | None = None) -> InvitationList:
    rows, following = page(invitations.of(caller_of(request)), prefix="inv", limit=limit, cursor=cursor)
    return InvitationList(data=[_invitation(one, to=caller_of(request)) for one in rows], next_cursor=following)


@router.post(
    "/invitations",
    response={201: InvitationAnswer, **OF_A_CHANGE, 429: Problem},
    operation_id="invite",
    summary="Ask somebody to join, by mail; asked again, the older link ends",
)
@for_callers(WRITE)
@once
def invite(request: HttpRequest, body: NewInvitation) -> Answered[InvitationAnswer]:
    invitee = invitees.typed(email=body.email, name=body.name, position=body.position, role=body.role)
    caller = caller_of(request)
    limit = _limit(caller, body.collections) if "collections" in body.model_fields_set else caller.collections
    return Answered(201, _invitation(invitations.invite(invitee, by=caller, collections=limit), to=caller))


@router.get(
    "/invitations/{invitation_id}", response={200: InvitationAnswer, **OF_ONE}, operation_id="read_invitation", summary="Read an invitation"
)
@for_callers(WRITE)
def read_invitation(request: HttpRequest, invitation_id: str) -> InvitationAnswer:
    return _invitation(invitations.by_public_id(caller_of(request), invitation_id), to=caller_of(request))


@router.delete(
    "/invitations/{invitation_id}",
    response={204: None, **OF_A_CHANGE},
    operation_id="withdraw_invitation",
    summary="Withdraw an invitation",
)
@for_callers(WRITE)
def withdraw(request: HttpRequest, invitation_id: str) -> Answered[None]:
    caller = caller_of(request)
    invitations.withdraw(invitations.by_public_id(caller, invitation_id), by=caller)
    return Answered(204, None)


def _invitation(one: Invitation, *, to: Caller) -> InvitationAnswer:
    return InvitationAnswer(
        id=one.public_id,
        email=one.email,
        name=one.name,
        position=one.position,
        role=roles.of(one).text,
        collections=_shown(bounds.of(one), to=to),
        expires_at=one.expires_at,
        created_at=one.created_at,
    )
