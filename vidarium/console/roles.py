"""Who may do what, drawn from the very table that the code asks; below it the making of a company's own roles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from vidarium.accounts import authority, bounds, members, roles
from vidarium.accounts.authority import Permission
from vidarium.accounts.errors import AccountsError, DoesNotFit, LimitReached, RoleIsInUse, RoleNameTaken
from vidarium.accounts.models import CustomRole, Membership
from vidarium.accounts.roles import Chosen
from vidarium.console import limiting
from vidarium.console.membership import Visit, for_members

SHOWN = ("GET", "HEAD", "POST")
LIMITED = 200
"""So many people who are limited the page names."""


@dataclass(frozen=True)
class Form:
    """What somebody has typed so far, and what does not fit."""

    name: str = ""
    permissions: frozenset[str] = frozenset()
    misfits: Mapping[str, str] = field(default_factory=dict)


@require_http_methods(SHOWN)
@never_cache
@for_members(Permission.SEE_PEOPLE)
def page(visit: Visit) -> HttpResponse:
    """The table, and the form of a new role."""
    if visit.request.method != "POST":
        return _page(visit, Form())
    visit.caller.require(Permission.MANAGE_ROLES)
    form = _typed(visit.request.POST)
    try:
        roles.make(by=visit.caller, name=form.name, permissions=form.permissions)
    except (DoesNotFit, RoleNameTaken, LimitReached) as error:
        return _page(visit, Form(form.name, form.permissions, _misfits(error)), status=error.status)
    return redirect("roles")


def _typed(said: QueryDict) -> Form:
    return Form(said.get("name", ""), frozenset(said.getlist("permissions")))


def _misfits(error: AccountsError) -> Mapping[str, str]:
    return error.misfits if isinstance(error, DoesNotFit) else {"name": _(error.detail)}


def _page(visit: Visit, form: Form, *, status: int = 200) -> HttpResponse:
    every, held = roles.all_of(visit.caller.company_id), roles.holders(visit.caller.company_id)
    known: dict[str, Any] = {
        "visit": visit,
        "form": form,
        "columns": [(one, held.get(one.text, 0)) for one in every],
        "rows": [
            (words, [permission in one.permissions for one in every], permission in authority.OF_THE_WHOLE)
            for permission, words in authority.WORDS.items()
        ],
        "limited": _limited(visit),
        "own": [(one, held.get(one.text, 0), _can_change(visit, one)) for one in every if one.custom],
        "makes": visit.caller.may(Permission.MANAGE_ROLES),
        "offered": _offered(visit),
        "longest": roles.LONGEST_NAME,
    }
    return render(visit.request, "roles.html", known, status=status)


def _limited(visit: Visit) -> list[tuple[Membership, list[str]]]:
    """The first of those who are limited, by name, each with what to."""
    people = list(members.of(visit.caller).exclude(collections=[])[:LIMITED])
    visit.lists(len(people))
    return list(zip(people, limiting.named(visit.caller, [bounds.of(one) for one in people]), strict=True))


def _offered(visit: Visit) -> list[tuple[Permission, Any]]:
    """What a role of the company's own can hold, of what this person has."""
    return [(one, words) for one, words in authority.WORDS.items() if one in visit.caller.permissions - roles.NEVER]


def _can_change(visit: Visit, one: Chosen) -> bool:
    return visit.caller.may(Permission.MANAGE_ROLES) and authority.can_give(one.permissions, of=visit.caller.permissions)


@require_http_methods(SHOWN)
@never_cache
@for_members(Permission.MANAGE_ROLES)
def change(visit: Visit, role_id: str) -> HttpResponse:
    """One role of the company's own, to be changed."""
    role = roles.by_public_id(visit.caller, role_id)
    if visit.request.method != "POST":
        return _role(visit, role, Form(role.name, frozenset(role.permissions)))
    form = _typed(visit.request.POST)
    try:
        roles.change(role, by=visit.caller, name=form.name, permissions=form.permissions)
    except (DoesNotFit, RoleNameTaken) as error:
        return _role(visit, role, Form(form.name, form.permissions, _misfits(error)), status=error.status)
    return redirect("roles")


@require_POST
@for_members(Permission.MANAGE_ROLES)
def remove(visit: Visit, role_id: str) -> HttpResponse:
    """Gone, where nobody has it."""
    role = roles.by_public_id(visit.caller, role_id)
    try:
        roles.remove(role, by=visit.caller)
    except RoleIsInUse as error:
        form = Form(role.name, frozenset(role.permissions), {"removal": _(error.detail)})
        return _role(visit, role, form, status=error.status)
    return redirect("roles")


def _role(visit: Visit, role: CustomRole, form: Form, *, status: int = 200) -> HttpResponse:
    held = roles.holders(visit.caller.company_id).get(role.public_id, 0)
    known = {"visit": visit, "role": role, "form": form, "held": held, "offered": _offered(visit), "longest": roles.LONGEST_NAME}
    return render(visit.request, "role.html", known, status=status)
