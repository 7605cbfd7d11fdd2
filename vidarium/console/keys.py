"""API keys: looked at, made, rotated, revoked. A secret is shown once, in the answer to the form that made it, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import EllipsisType

from django.conf import settings
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vidarium.accounts import authority, bounds, keys
from vidarium.accounts.authority import Permission
from vidarium.accounts.errors import KeyDoesNotFit
from vidarium.accounts.models import Token
from vidarium.console import limiting
from vidarium.console.membership import Visit, for_members
from vidarium.console.persons import is_sure
from vidarium.foundation import clock

SOON = timedelta(days=14)
MAY_SEE = ("GET", "HEAD", "POST")


@dataclass(frozen=True)
class Line:
    """A key as the list shows it."""

    key: Token
    may: list[str | Promise]
    limit: list[str]
    """The collections that it is limited to; none where it is not."""
    mine: bool
    over: bool
    ends_soon: bool
    can_rotate: bool
    can_revoke: bool


@dataclass(frozen=True)
class Form:
    """What somebody has typed so far, and what does not fit."""

    name: str = ""
    scopes: frozenset[str] = frozenset()
    days: str = "90"
    personal: bool = True
    errors: Mapping[str, str] = field(default_factory=dict)


@require_http_methods(MAY_SEE)
@never_cache
@for_members(None)
def page(visit: Visit) -> HttpResponse:
    """The list; what the form of a new key is sent to."""
    if visit.request.method == "POST":
        return _make(visit)
    every = list(keys.of(visit.caller))
    limits = limiting.named(visit.caller, [bounds.of(key) for key in every])
    lines = [_line(visit, key, limit) for key, limit in zip(every, limits, strict=True)]
    return render(visit.request, "keys.html", {"visit": visit, "lines": lines, "working": sum(not line.over for line in lines)})


@require_safe
@never_cache
@for_members(None)
def new(visit: Visit) -> HttpResponse:
    """The form. Nothing is ticked: a program gets what somebody chose for it."""
    return _first(visit) or _form(visit, Form(personal=not visit.caller.may(Permission.MANAGE_KEYS)))


@require_http_methods(MAY_SEE)
@never_cache
@for_members(None)
def rotation(visit: Visit, key_id: str) -> HttpResponse:
    """What a rotation does, and then the new secret."""
    key = keys.by_public_id(visit.caller, key_id)
    if first := _first(visit):
        return first
    if visit.request.method != "POST":
        return render(visit.request, "keys_confirm.html", {"visit": visit, "key": key, "rotating": True})
    fresh, secret = keys.rotate(visit.caller, key)
    return _secret(visit, fresh, secret, rotated=True)


@require_http_methods(MAY_SEE)
@never_cache
@for_members(None)
def revocation(visit: Visit, key_id: str) -> HttpResponse:
    """What a revocation does, and then the list."""
    key = keys.by_public_id(visit.caller, key_id)
    if visit.request.method != "POST":
        return render(visit.request, "keys_confirm.html", {"visit": visit, "key": key, "rotating": False})
    keys.revoke(visit.caller, key)
    return redirect("keys")


def _first(visit: Visit) -> HttpResponse | None:
    """A secret outlives the session that read it: who proved themselves long ago does so once more."""
    back = reverse("key-new") if visit.request.path == reverse("keys") else visit.request.path
    return None if is_sure(visit.request) else redirect(f"/confirm?next={back}")


def _make(visit: Visit) -> HttpResponse:
    if first := _first(visit):
        return first
    form = _typed(visit.request.POST)
    make = keys.make_for_oneself if form.personal else keys.make_for_company
    try:
        limit = limiting.said(visit)
        collections = None if isinstance(limit, EllipsisType) else limit
        key, secret = make(visit.caller, name=form.name, scopes=form.scopes, days=_days(form.days), collections=collections)
    except KeyDoesNotFit as misfit:
        errors = misfit.fields
        return _form(visit, Form(form.name, form.scopes, form.days, form.personal, errors), status=misfit.status)
    return _secret(visit, key, secret, rotated=False)


def _typed(sent: QueryDict) -> Form:
    whose, scopes = sent.get("whose"), frozenset(sent.getlist("scopes"))
    return Form(name=sent.get("name", ""), scopes=scopes, days=sent.get("days", ""), personal=whose != "company")


def _days(text: str) -> int | None:
    """None where it has no end; what is no term of ours is told by the verb."""
    if text == "none":
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else -1


def _form(visit: Visit, form: Form, *, status: int = 200) -> HttpResponse:
    offered = [(scope, words) for scope, words in authority.WORDS.items() if scope in keys.scopes_for(visit.caller)]
    limited = limiting.form(visit, None, misfit=form.errors.get("collections", ""))
    known = {"visit": visit, "form": form, "limiting": limited, "offered": offered, "terms": keys.TERMS, "longest": keys.LONGEST}
    return render(visit.request, "keys_new.html", known, status=status)


def _secret(visit: Visit, key: Token, secret: str, *, rotated: bool) -> HttpResponse:
    address = f"{settings.ENVIRONMENT.public_url}/api/v1/company"
    known = {"visit": visit, "key": key, "secret": secret, "address": address, "rotated": rotated}
    return render(visit.request, "keys_secret.html", known)


def _held(key: Token) -> frozenset[Permission]:
    """Its scopes, as far as its own limit leaves them to it."""
    return authority.bounded(authority.named(key.scopes), by=bounds.of(key))


def _line(visit: Visit, key: Token, limit: list[str]) -> Line:
    mine = key.membership_id == visit.membership.id
    manages, over = visit.caller.may(Permission.MANAGE_KEYS), keys.is_over(key)
    return Line(
        key=key,
        may=[words for scope, words in authority.WORDS.items() if scope in _held(key)],
        limit=limit,
        mine=mine,
        over=over,
        ends_soon=bool(key.expires_at and not over and key.expires_at - clock.now() < SOON),
        can_rotate=not over and not key.revoked_at and (mine or (key.membership is None and manages)),
        can_revoke=not over and (mine or manages),
    )
