"""Asking one colleague to join; sending an invitation again, withdrawing it."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from vidarium.accounts import authority, invitations, invitees, roles
from vidarium.accounts.authority import Permission
from vidarium.accounts.errors import AlreadyAMember, DoesNotFit, LimitReached, NoSuchRole, TooMany
from vidarium.accounts.invitees import Invitee
from vidarium.accounts.roles import Chosen
from vidarium.console import limiting
from vidarium.console.membership import Visit, for_deeds, for_members
from vidarium.foundation import tenancy

INVITED = "/people?view=invited"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_deeds(Permission.MANAGE_PEOPLE)
def page(visit: Visit) -> HttpResponse:
    """The form, and what it is sent to."""
    if visit.request.method != "POST":
        return _form(visit, invitees.typed(email=""))
    said = visit.request.POST
    invitee = invitees.typed(**{field: said.get(field, "") for field in ("email", "name", "position", "role")})
    with tenancy.within(visit.caller.company_id):
        limit = limiting.said(visit)
    try:
        invitations.invite(invitee, by=visit.caller, language=said.get("language", ""), collections=limit)
    except DoesNotFit as misfit:
        return _form(visit, invitee, misfits=misfit.misfits, status=misfit.status)
    except (AlreadyAMember, LimitReached, TooMany) as error:
        return _form(visit, invitee, misfits={"email": _(error.detail)}, status=error.status)
    except NoSuchRole as error:
        return _form(visit, invitee, misfits={"role": _(error.detail)}, status=422)
    return redirect(INVITED)


def _form(visit: Visit, invitee: Invitee, *, misfits: Mapping[str, str] | None = None, status: int = 200) -> HttpResponse:
    found = misfits or {}
    with tenancy.within(visit.caller.company_id):
        limited = limiting.form(visit, None, misfit=found.get("collections", ""))
    known = {
        "visit": visit, "invitee": invitee, "misfits": found, "limiting": limited, "offered": offered(visit), "least": roles.LEAST,
        "language": visit.request.POST.get("language") or get_language(),
    }  # fmt: skip
    return render(visit.request, "invite.html", known, status=status)


def offered(visit: Visit) -> list[Chosen]:
    """What a colleague can be invited as: everything within reach but owner; the least stands first."""
    with tenancy.within(visit.caller.company_id):
        reach = roles.within_reach(visit.caller)
    return sorted((one for one in reach if one.role != authority.OWNER.name), key=lambda one: one != roles.LEAST)


@require_POST
@for_deeds(Permission.MANAGE_PEOPLE)
def resend(visit: Visit, invitation_id: str) -> HttpResponse:
    """A new link; the older one ends."""
    with tenancy.within(visit.caller.company_id):
        invitation = invitations.by_public_id(visit.caller, invitation_id)
    invitations.resend(invitation, by=visit.caller)
    return redirect(INVITED)


@require_POST
@for_members(Permission.MANAGE_PEOPLE)
def withdraw(visit: Visit, invitation_id: str) -> HttpResponse:
    """Its link ends."""
    invitations.withdraw(invitations.by_public_id(visit.caller, invitation_id), by=visit.caller)
    return redirect(INVITED)
