"""One member: what they are and may do; changed, suspended, restored, removed, and their work handed over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from vidarium.accounts import authority, bounds, members, roles
from vidarium.accounts.authority import Permission
from vidarium.accounts.errors import DoesNotFit, LastOwner, NoSuchMember
from vidarium.accounts.models import Membership
from vidarium.console import limiting
from vidarium.console.membership import Visit, for_members
from vidarium.library import authors

SHOWN = ("GET", "HEAD", "POST")
NEARBY = 100
"""Colleagues whose addresses the page suggests."""


@require_http_methods(SHOWN)
@never_cache
@for_members(Permission.SEE_PEOPLE)
def page(visit: Visit, member_id: str) -> HttpResponse:
    """Who it is, and what can be changed about them by whoever looks."""
    member = members.by_public_id(visit.caller, member_id)
    visit.lists(1)
    return _save(visit, member) if visit.request.method == "POST" else _page(visit, member)


def _save(visit: Visit, member: Membership) -> HttpResponse:
    visit.caller.require(Permission.MANAGE_PEOPLE)
    said = visit.request.POST
    role = roles.chosen(visit.caller, said.get("role", ""))
    limit = limiting.said(visit, before=bounds.of(member))
    try:
        members.change(member, by=visit.caller, role=role, position=said.get("position", ""), collections=limit)
    except DoesNotFit as misfit:
        return _page(visit, member, misfits=misfit.misfits, status=misfit.status)
    except LastOwner as error:
        return _page(visit, member, misfits={"role": _(error.detail)}, status=error.status)
    return redirect("person", member.public_id)


def _page(visit: Visit, member: Membership, *, misfits: Mapping[str, str] | None = None, status: int = 200) -> HttpResponse:
    role, limit, reach = roles.of(member), bounds.of(member), members.can_touch(visit.caller, member)
    may = authority.bounded(role.permissions, by=limit)
    found = misfits or {}
    known: dict[str, Any] = {
        "visit": visit,
        "member": member,
        "role": role,
        "may": [(words, permission in may) for permission, words in authority.WORDS.items()],
        "touchable": reach,
        "limit": limiting.named(visit.caller, [limit])[0],
        "limiting": limiting.form(visit, limit, misfit=found.get("collections", "")) if reach else None,
        "offered": roles.within_reach(visit.caller) if reach else [],
        "films": authors.count(member, to=visit.caller),
        "is_oneself": member.id == visit.membership.id,
        "colleagues": _colleagues(visit, member) if reach else [],
        "misfits": found,
        "typed": visit.request.POST,
    }
    return render(visit.request, "person.html", known, status=status)


def _colleagues(visit: Visit, member: Membership) -> list[Membership]:
    return list(members.of(visit.caller).filter(suspended_at=None).exclude(id=member.id)[:NEARBY])


@require_POST
@for_members(Permission.MANAGE_PEOPLE)
def suspend(visit: Visit, member_id: str) -> HttpResponse:
    """Out from their next click on, until they are restored."""
    return _done(visit, member_id, lambda member: members.suspend(member, by=visit.caller))


@require_POST
@for_members(Permission.MANAGE_PEOPLE)
def restore(visit: Visit, member_id: str) -> HttpResponse:
    """In again."""
    return _done(visit, member_id, lambda member: members.restore(member, by=visit.caller))


def _done(visit: Visit, member_id: str, verb: Any) -> HttpResponse:
    member = members.by_public_id(visit.caller, member_id)
    verb(member)
    return redirect("person", member.public_id)


@require_POST
@for_members(Permission.MANAGE_PEOPLE)
def hand_over(visit: Visit, member_id: str) -> HttpResponse:
    """Their videos are a colleague's from now on; they stay."""
    member = members.by_public_id(visit.caller, member_id)
    roles.reaches_holder(visit.caller, member)
    try:
        authors.hand_over(member, to=_heir(visit, member), by=visit.caller)
    except NoSuchMember as error:
        return _page(visit, member, misfits={"to": _nobody()}, status=error.status)
    return redirect("person", member.public_id)


def _heir(visit: Visit, member: Membership) -> Membership:
    """The colleague whom the form names. Raises `NoSuchMember`."""
    heir = members.by_email(visit.caller, visit.request.POST.get("to", ""))
    if heir.pk == member.pk:
        raise NoSuchMember
    return heir


def _nobody() -> str:
    return _("No other colleague at work here has this address. The page “People” lists them.")


@require_http_methods(SHOWN)
@never_cache
@for_members(Permission.MANAGE_PEOPLE)
def remove(visit: Visit, member_id: str) -> HttpResponse:
    """What a removal does, and then the list."""
    member = members.by_public_id(visit.caller, member_id)
    roles.reaches_holder(visit.caller, member)
    if visit.request.method != "POST":
        return _certain(visit, member)
    try:
        if visit.request.POST.get("to", "").strip():
            authors.hand_over(member, to=_heir(visit, member), by=visit.caller)
        members.remove(member, by=visit.caller)
    except NoSuchMember as error:
        return _certain(visit, member, misfits={"to": _nobody()}, status=error.status)
    return redirect("people")


def _certain(visit: Visit, member: Membership, *, misfits: Mapping[str, str] | None = None, status: int = 200) -> HttpResponse:
    known = {
        "visit": visit, "member": member, "films": authors.count(member, to=visit.caller), "colleagues": _colleagues(visit, member),
        "misfits": misfits or {}, "typed": visit.request.POST,
    }  # fmt: skip
    return render(visit.request, "person_removal.html", known, status=status)
