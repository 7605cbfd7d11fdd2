"""Bounds: the collections of videos at which somebody's authority ends. None is no bound: every video of the company.

They are kept as numbers, in the row that says what somebody may do; which collection a number names the library knows, above us.
A collection that is deleted stays in them, so that whoever was limited to it sees nothing, and not everything.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.utils.translation import gettext as _

from vidarium.accounts.errors import DoesNotFit
from vidarium.accounts.models import Invitation, Membership, Token
from vidarium.foundation import ids

type Bounds = frozenset[uuid.UUID] | None
MOST = 100
"""Collections that one person can be limited to; whoever needs more needs no limit."""


def of(holder: Membership | Invitation | Token) -> Bounds:
    """What a member, somebody who is invited, or a key is limited to; a person's key is limited by its person besides."""
    return frozenset(holder.collections) or None


def misfits(wanted: Bounds) -> dict[str, str]:
    """A limit to nothing, or to too much: by field, a sentence."""
    if wanted is None or 0 < len(wanted) <= MOST:
        return {}
    return {"collections": _("Choose at least one collection and at most %(most)d, or every video.") % {"most": MOST}}


def kept(wanted: Bounds) -> list[uuid.UUID]:
    """As a row keeps them, where nothing means everything. Raises `DoesNotFit`."""
    if found := misfits(wanted):
        raise DoesNotFit(found)
    return sorted(wanted or ())


def are_within(wanted: Bounds, outer: Bounds) -> bool:
    """Whether these reach no further than those."""
    return outer is None or (wanted is not None and wanted <= outer)


def both(one: Bounds, other: Bounds) -> Bounds:
    """What lies within the one and the other."""
    if one is None or other is None:
        return other if one is None else one
    return one & other


def told(collections: Iterable[uuid.UUID]) -> list[str]:
    """By their public ids."""
    return [ids.show("col", one) for one in collections]


def facts(holder: Membership | Invitation | Token) -> dict[str, object]:
    """What the activity log tells of a limit; nothing where there is none."""
    return {"collections": told(holder.collections)} if holder.collections else {}
