"""Who added what: named while they work here, “a former colleague” afterwards. What they made can be handed over.

Every verb runs inside `tenancy.within(company)`, in its caller's transaction.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from vidarium.accounts import activity
from vidarium.accounts.activity import Act
from vidarium.accounts.callers import Caller
from vidarium.accounts.models import Membership
from vidarium.library import assets
from vidarium.library.models import Asset


def names(company_id: uuid.UUID, films: Iterable[Asset]) -> Mapping[uuid.UUID, str]:
    """By asset, what its author is called; nothing for those that a program added. One query, however many."""
    authors = {asset.id: asset.added_by_id for asset in films if asset.added_by_id}
    here = Membership.objects.filter(company_id=company_id, person_id__in=set(authors.values())).select_related("person")
    called = {member.person_id: str(member.person) for member in here}
    return {asset_id: called.get(person_id, _("a former colleague")) for asset_id, person_id in authors.items()}


def count(member: Membership, *, to: Caller) -> int:
    """How many videos they added, of those that whoever asks sees."""
    return assets.within_reach(to).filter(added_by_id=member.person_id).count()


def hand_over(giver: Membership, *, to: Membership, by: Caller) -> int:
    """Everything within reach that one added is the other's from now on; how many videos that were."""
    handed = assets.within_reach(by).filter(added_by_id=giver.person_id).update(added_by_id=to.person_id)
    if handed:
        after = {"videos": handed, "to": str(to.person)}
        activity.record(by, Act.WORK_HANDED_OVER, target=giver.public_id, words=str(giver.person), after=after)
    return handed
