"""API keys as people keep them: made, looked at, changed for a new secret, revoked.

A key is the company's own, kept by those who may, or one person's, which can do no more than they and ends with their place.
Every verb runs inside `tenancy.within(company)`, in its caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from vidarium.accounts import activity, authority, bounds, tokens
from vidarium.accounts.activity import Act
from vidarium.accounts.authority import Permission
from vidarium.accounts.bounds import Bounds
from vidarium.accounts.callers import Caller
from vidarium.accounts.errors import KeyDoesNotFit, KeyIsOver, MoreThanOnesOwn, NoSuchKey, NotAllowed
from vidarium.accounts.models import Membership, Token
from vidarium.foundation import clock, ids

TERMS = (30, 90, 365)
"""Days for which a key may be made; without one it works until it is revoked."""
BOTH_ALIVE = timedelta(hours=24)
"""How long the old secret goes on working beside the new one."""
REMEMBERED = timedelta(days=30)
"""How long a key that is over stays in the list."""
MOST = 50
"""Keys that work at once: of the company's own, and of each person."""
LONGEST = 80
FOR_PEOPLE_ALONE = frozenset({Permission.CLOSE_COMPANY, Permission.MANAGE_KEYS})
"""What no program does: there a person must be asked once more."""


# -- finding -----------------------------------------------------------------------------------------------------------
def of(caller: Caller) -> QuerySet[Token]:
    """The keys that somebody sees, newest first: their own, and every one of the company where they manage keys."""
    ended = clock.now() - REMEMBERED
    mine = Q() if caller.may(Permission.MANAGE_KEYS) else Q(membership__person_id=caller.person_id)
    over = Q(revoked_at__lte=ended) | Q(expires_at__lte=ended)
    return Token.objects.filter(mine, company_id=caller.company_id).exclude(over).select_related("membership__person").order_by("-id")


def by_public_id(caller: Caller, text: str) -> Token:
    """The key `key_…`. Raises `NoSuchKey`, in the same words for a foreign one and for one that never was."""
    key_id = ids.read("key", text)
    key = of(caller).filter(id=key_id).first() if key_id else None
    if key is None:
        raise NoSuchKey
    return key


def is_over(key: Token) -> bool:
    """Whether it opens nothing any more."""
    now = clock.now()
    return bool((key.revoked_at and key.revoked_at <= now) or (key.expires_at and key.expires_at <= now))


def scopes_for(caller: Caller) -> frozenset[Permission]:
    """What somebody may put into a key: no more than they may do themselves."""
    return caller.permissions - FOR_PEOPLE_ALONE


# -- making ------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Wish:
    """What a key is to be: as it was typed."""

    name: str
    scopes: frozenset[str]
    days: int | None
    collections: Bounds = None


def make_for_company(
    caller: Caller, *, name: str, scopes: Iterable[str], days: int | None, collections: Bounds = None
) -> tuple[Token, str]:
    """A key of the company's own, and its secret, which nobody can read again. Raises `NotAllowed`, `KeyDoesNotFit`."""
    caller.require(Permission.MANAGE_KEYS)
    return _make(caller, None, Wish(name, frozenset(scopes), days, collections))


def make_for_oneself(
    caller: Caller, *, name: str, scopes: Iterable[str], days: int | None, collections: Bounds = None
) -> tuple[Token, str]:
    """A key of a person's, and its secret; it reaches no further than they do. Raises `NotAllowed`, `KeyDoesNotFit`."""
    if caller.person_id is None:
        raise NotAllowed
    place = Membership.objects.get(company_id=caller.company_id, person_id=caller.person_id)
    return _make(caller, place, Wish(name, frozenset(scopes), days, collections))


def _make(caller: Caller, place: Membership | None, wish: Wish) -> tuple[Token, str]:
    name, days = wish.name.replace("\x00", "").strip(), wish.days
    standing = Token.objects.filter(_alive(), company_id=caller.company_id, membership=place, revoked_at=None)
    _check(name, wish.scopes, days, wish.collections, taken=set(standing.values_list("name", flat=True)))
    wanted = authority.named(wish.scopes)
    if not authority.can_give(wanted, of=scopes_for(caller)):
        raise NotAllowed
    if wish.collections is not None and not bounds.are_within(wish.collections, caller.collections):
        raise MoreThanOnesOwn
    ends = clock.now() + timedelta(days=days) if days else None
    limit = bounds.kept(wish.collections)
    key, secret = tokens.make(caller.company_id, name=name, scopes=wanted, membership=place, expires_at=ends, collections=limit)
    activity.record(caller, Act.KEY_MADE, target=key.public_id, words=name, after=_facts(key))
    return key, secret


def _alive() -> Q:
    now = clock.now()
    return (Q(revoked_at=None) | Q(revoked_at__gt=now)) & (Q(expires_at=None) | Q(expires_at__gt=now))


def _check(name: str, scopes: frozenset[str], days: int | None, limit: Bounds, *, taken: set[str]) -> None:
    """Names of keys that work are different: a form that is sent twice makes one key."""
    misfits = {}
    if not name:
        misfits["name"] = _("Name the program that will use it, so that you find the key again.")
    elif len(name) > LONGEST:
        misfits["name"] = _("This name is too long; 80 letters are the most.")
    elif name in taken:
        misfits["name"] = _("There is a key of this name already. Choose another name, or rotate that key.")
    elif len(taken) >= MOST:
        misfits["name"] = _("There are 50 keys already. Revoke one that nobody uses.")
    if not authority.named(scopes):
        misfits["scopes"] = _("Choose at least one thing that the key may do.")
    if days is not None and days not in TERMS:
        misfits["days"] = _("Choose one of the terms.")
    misfits.update(bounds.misfits(limit))
    if misfits:
        raise KeyDoesNotFit(misfits)


def _facts(key: Token) -> dict[str, object]:
    """What the activity log tells of a key; never its secret."""
    return {
        "scopes": sorted(key.scopes),
        "expires_at": _day(key.expires_at),
        "personal": key.membership_id is not None,
        **bounds.facts(key),
    }


def _day(moment: datetime | None) -> str | None:
    return moment.date().isoformat() if moment else None


# -- ending ------------------------------------------------------------------------------------------------------------
def rotate(caller: Caller, key: Token) -> tuple[Token, str]:
    """A new secret with the same name, scopes and length of life; the old one works for a day more.

    Raises `KeyIsOver` where it was rotated or has ended, `NotAllowed` where it is somebody else's or can do what the caller can't.
    """
    old = Token.objects.select_for_update(of=("self",)).select_related("membership").get(id=key.id)
    _require_own(caller, old)
    if old.revoked_at or is_over(old):
        raise KeyIsOver
    scopes = authority.named(old.scopes)
    if not authority.can_give(scopes, of=scopes_for(caller)):
        raise NotAllowed
    now = clock.now()
    ends = now + (old.expires_at - old.created_at) if old.expires_at else None
    fresh, secret = tokens.make(
        caller.company_id, name=old.name, scopes=scopes, membership=old.membership, expires_at=ends, collections=old.collections
    )
    old.revoked_at = now + BOTH_ALIVE
    old.save(update_fields=["revoked_at"])
    before, after = ({"key": f"{tokens.PREFIX}_…{one.hint}"} for one in (old, fresh))
    activity.record(caller, Act.KEY_ROTATED, target=fresh.public_id, words=fresh.name, before=before, after=after)
    return fresh, secret


def _require_own(caller: Caller, key: Token) -> None:
    """Whoever reads a new secret acts with it: that of a person's key is read by that person alone."""
    if key.membership is None:
        caller.require(Permission.MANAGE_KEYS)
    elif key.membership.person_id != caller.person_id:
        raise NotAllowed


def revoke(caller: Caller, key: Token) -> None:
    """It opens nothing from now on. A second time changes nothing."""
    if key.membership is None or key.membership.person_id != caller.person_id:
        caller.require(Permission.MANAGE_KEYS)
    now = clock.now()
    if Token.objects.filter(_alive(), id=key.id).update(revoked_at=now):
        key.revoked_at = now
        activity.record(caller, Act.KEY_REVOKED, target=key.public_id, words=key.name, before=_facts(key))
