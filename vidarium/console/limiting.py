"""The part of a form that says to which collections a colleague, an invitation or a key is limited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import EllipsisType

from django.utils.translation import gettext as _

from vidarium.accounts.bounds import Bounds
from vidarium.accounts.callers import Caller
from vidarium.console.membership import Visit
from vidarium.foundation import ids
from vidarium.library import collections

SOME, ALL = "some", "all"


@dataclass(frozen=True)
class Pile:
    """A collection as the form offers it."""

    text: str
    name: str
    ticked: bool


@dataclass(frozen=True)
class Limiting:
    """What the form shows. Whoever is limited has no “every video” to give."""

    offered: list[Pile]
    every: bool
    """Whether every video is chosen."""
    may_give_every: bool
    misfit: str


def said(visit: Visit, *, before: Bounds = None) -> Bounds | EllipsisType:
    """The limit that was typed; `...` where the form said nothing of it. Raises `CollectionNotFound`."""
    sent = visit.request.POST
    match sent.get("reach"):
        case "some":
            return collections.limit(visit.caller, sent.getlist("collections"), before=before)
        case "all":
            return None
    return ...


def form(visit: Visit, limit: Bounds, *, misfit: str = "") -> Limiting | None:
    """The fields, filled with what was typed, else with this limit; None where there is nothing to choose."""
    sent, caller = visit.request.POST, visit.caller
    reach = sent.get("reach", ALL if limit is None and caller.collections is None else SOME)
    ticked = set(sent.getlist("collections")) if "reach" in sent else {ids.show("col", one) for one in limit or ()}
    piles = {one.public_id: one.name for one in collections.of(caller)}
    gone = [Pile(text, _("a deleted collection"), ticked=True) for text in sorted(ticked - piles.keys()) if _was_in(limit, text)]
    offered = [*(Pile(text, name, text in ticked) for text, name in piles.items()), *gone]
    return Limiting(offered, reach == ALL, caller.collections is None, misfit) if offered else None


def _was_in(limit: Bounds, text: str) -> bool:
    return limit is not None and ids.read("col", text) in limit


def named(caller: Caller, limits: Iterable[Bounds]) -> list[list[str]]:
    """Each limit as people read it, in one query; what whoever looks does not see, or what was deleted, is counted alone."""
    every = [limit or frozenset() for limit in limits]
    known = collections.names(caller, {one for limit in every for one in limit}) if any(every) else {}
    return [_named(caller, sorted(known[one] for one in limit if one in known), len(limit)) for limit in every]


def _named(caller: Caller, names: list[str], of: int) -> list[str]:
    unseen = {"n": of - len(names)}
    if not unseen["n"]:
        return names
    return [*names, _("deleted: %(n)d") % unseen if caller.collections is None else _("others: %(n)d") % unseen]
