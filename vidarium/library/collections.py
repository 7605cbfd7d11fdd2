"""Collections: a company's videos in named piles. A video lies in one at most, and somebody's authority can end at some of them.

Every verb runs inside `tenancy.within(company)`, in its caller's transaction.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from vidarium.accounts import activity
from vidarium.accounts.activity import Act
from vidarium.accounts.authority import Permission
from vidarium.accounts.bounds import Bounds
from vidarium.accounts.callers import Caller
from vidarium.accounts.models import Company
from vidarium.foundation import ids, writing
from vidarium.library.errors import (
    CollectionDoesNotFit,
    CollectionNameTaken,
    CollectionNeeded,
    CollectionNotFound,
    TooManyCollections,
)
from vidarium.library.models import Asset, Collection

MOST, LONGEST_NAME = 500, 120


# -- finding -----------------------------------------------------------------------------------------------------------
def of(caller: Caller) -> QuerySet[Collection]:
    """The collections that somebody sees, by name: the company's, or those that they are limited to."""
    found = Collection.objects.filter(company_id=caller.company_id).order_by("name", "id")
    return found if caller.collections is None else found.filter(id__in=caller.collections)


def by_public_id(caller: Caller, text: str) -> Collection:
    """The collection `col_…`. Raises `CollectionNotFound`, alike for one out of reach, a foreign one and one that never was."""
    collection_id = ids.read("col", text)
    collection = of(caller).filter(id=collection_id).first() if collection_id else None
    if collection is None:
        raise CollectionNotFound
    return collection


def counted(found: QuerySet[Collection]) -> QuerySet[Collection]:
    """Each with `videos`: how many lie in it."""
    return found.annotate(videos=Count("assets", filter=Q(assets__retirement=None)))


def names(caller: Caller, wanted: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, str]:
    """What those of these are called that somebody sees; one query, however many."""
    return dict(of(caller).filter(id__in=set(wanted)).values_list("id", "name"))


def limit(caller: Caller, texts: Iterable[str], *, before: Bounds = None) -> frozenset[uuid.UUID]:
    """The limit that these public ids name. One that is gone may stay in a limit that it was in. Raises `CollectionNotFound`."""
    read = [ids.read("col", text) for text in texts]
    wanted = frozenset(one for one in read if one)
    known = set(of(caller).filter(id__in=wanted).values_list("id", flat=True)) | (before or frozenset())
    if None in read or not wanted <= known:
        raise CollectionNotFound
    return wanted


def landing(caller: Caller, text: str | None) -> Collection | None:
    """Where a new video goes: the named one, else the only one of somebody who is limited to it.

    Raises `CollectionNotFound`, `CollectionNeeded`.
    """
    if text:
        return by_public_id(caller, text)
    if caller.collections is None:
        return None
    own = list(of(caller)[:2])
    if len(own) != 1:
        raise CollectionNeeded
    return own[0]


# -- keeping -----------------------------------------------------------------------------------------------------------
def make(*, by: Caller, name: str) -> Collection:
    """A new one, with nothing in it. Raises `NotAllowed`, `CollectionDoesNotFit`, `CollectionNameTaken`, `TooManyCollections`."""
    by.require(Permission.KEEP_COLLECTIONS)
    words = _name(by, name)
    if Collection.objects.filter(company_id=by.company_id).count() >= MOST:
        raise TooManyCollections
    made = Collection.objects.create(company_id=by.company_id, name=words, added_by_id=by.person_id)
    activity.record(by, Act.COLLECTION_MADE, target=made.public_id, words=made.name)
    return made


def rename(collection: Collection, *, by: Caller, name: str) -> Collection:
    """Another name. Raises `NotAllowed`, `CollectionDoesNotFit`, `CollectionNameTaken`."""
    by.require(Permission.KEEP_COLLECTIONS)
    before, collection.name = collection.name, _name(by, name, but=collection)
    if collection.name != before:
        collection.save(update_fields=["name"])
        said = {"before": {"name": before}, "after": {"name": collection.name}}
        activity.record(by, Act.COLLECTION_RENAMED, target=collection.public_id, words=collection.name, **said)
    return collection


def delete(collection: Collection, *, by: Caller) -> None:
    """Its videos stay, in no collection. Whoever was limited to it sees nothing of it from now on. Raises `NotAllowed`."""
    by.require(Permission.KEEP_COLLECTIONS)
    _one_at_a_time(by)
    before = {"name": collection.name, "videos": Asset.objects.filter(collection=collection).count()}
    activity.record(by, Act.COLLECTION_DELETED, target=collection.public_id, words=collection.name, before=before)
    collection.delete()


def _name(by: Caller, name: str, *, but: Collection | None = None) -> str:
    words = writing.one_line(name)
    if not words or len(words) > LONGEST_NAME:
        raise CollectionDoesNotFit({"name": _("A collection needs a name of at most %(n)d characters.") % {"n": LONGEST_NAME}})
    _one_at_a_time(by)
    alike = Collection.objects.filter(company_id=by.company_id, name__iexact=words)
    if any(one != but for one in alike):
        raise CollectionNameTaken
    return words


def _one_at_a_time(by: Caller) -> None:
    """Of two who make one of the same name, or of whom one deletes what the other uploads into, the second sees what the first did."""
    Company.objects.select_for_update(no_key=True).get(id=by.company_id)
