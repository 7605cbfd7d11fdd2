"""Asking many colleagues at once: a list is typed or chosen, looked at line by line, and then sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vidarium.accounts import invitations, invitees
from vidarium.accounts.authority import Permission
from vidarium.accounts.errors import AccountsError
from vidarium.accounts.invitations import Judged
from vidarium.accounts.invitees import NotReadable
from vidarium.console import invite
from vidarium.console.membership import Visit, for_deeds
from vidarium.foundation import tenancy


@dataclass(frozen=True)
class Told:
    """What became of one line."""

    judged: Judged
    wrong: tuple[str, ...]

    @property
    def sent(self) -> bool:
        return not self.wrong


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_deeds(Permission.MANAGE_PEOPLE)
def page(visit: Visit) -> HttpResponse:
    """The empty form, then the list as it was understood, then what became of each line."""
    if visit.request.method != "POST":
        return _form(visit)
    try:
        text = _list(visit)
        people = invitees.read(text)
    except NotReadable as trouble:
        return _form(visit, trouble=str(trouble), status=422)
    with tenancy.within(visit.caller.company_id):
        judged = invitations.judge(visit.caller, people)
    return _sent(visit, judged) if "send" in visit.request.POST else _preview(visit, judged, text)


def _list(visit: Visit) -> str:
    """What was typed, or what the chosen file holds."""
    file = visit.request.FILES.get("file")
    if file is None:
        return visit.request.POST.get("list", "")
    return invitees.decoded(file.read(invitees.LONGEST_BYTES + 1))


def _form(visit: Visit, *, trouble: str = "", status: int = 200) -> HttpResponse:
    known = {
        "visit": visit, "trouble": trouble, "typed": visit.request.POST.get("list", ""), "most": invitees.MOST,
        "offered": invite.offered(visit), "language": visit.request.POST.get("language") or get_language(),
    }  # fmt: skip
    return render(visit.request, "invite_many.html", known, status=status)


def _preview(visit: Visit, judged: Sequence[Judged], text: str) -> HttpResponse:
    """Nothing is sent yet."""
    fits = sum(one.fits for one in judged)
    known = {
        "visit": visit, "judged": judged, "fits": fits, "misfits": len(judged) - fits, "list": text,
        "language": visit.request.POST.get("language", ""),
    }  # fmt: skip
    return render(visit.request, "invite_many_preview.html", known)


def _sent(visit: Visit, judged: Sequence[Judged]) -> HttpResponse:
    """Each that fits is invited by itself: what stops one line stops no other."""
    told = [_told(visit, one) for one in judged]
    known = {"visit": visit, "told": told, "sent": sum(one.sent for one in told)}
    return render(visit.request, "invite_many_sent.html", known)


def _told(visit: Visit, one: Judged) -> Told:
    if one.wrong:
        return Told(one, one.wrong)
    try:
        invitations.invite(one.invitee, by=visit.caller, language=visit.request.POST.get("language", ""))
    except AccountsError as error:
        return Told(one, (_(error.detail),))
    return Told(one, ())
