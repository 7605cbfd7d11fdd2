"""The activity log of a company: who did what, when, from where, before and after. Written in the transaction of the act itself.

No login of the application may do more than add lines and read them; what is older than its term goes by a function of the database.
"""

from __future__ import annotations

import ipaddress
import uuid
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.db import connection

from vidarium.accounts.callers import Caller
from vidarium.accounts.models import Activity

FORGET = "forget_old_activity"
STATEMENTS = (
    (
        "CREATE OR REPLACE FUNCTION forget_old_activity() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp "
        "AS $body$ DELETE FROM accounts_activity WHERE at < now() - interval '730 days' $body$"
    ),
)
"""Run by the schema's owner. The function takes no argument: nobody can use it to forget what is recent."""
MOST_WORDS = 200


class Act(StrEnum):
    """What can be done that is worth a line."""

    COMPANY_OPENED = "company.opened"
    COMPANY_CHANGED = "company.changed"
    COMPANY_DISABLED = "company.disabled"
    COMPANY_RESTORED = "company.restored"
    COMPANY_CLOSED = "company.closed"
    OWNERSHIP_HANDED_OVER = "company.handed_over"
    MEMBER_INVITED = "member.invited"
    INVITATION_RESENT = "invitation.resent"
    INVITATION_WITHDRAWN = "invitation.withdrawn"
    MEMBER_JOINED = "member.joined"
    MEMBER_CHANGED = "member.changed"
    MEMBER_SUSPENDED = "member.suspended"
    MEMBER_RESTORED = "member.restored"
    MEMBER_REMOVED = "member.removed"
    MEMBER_LEFT = "member.left"
    WORK_HANDED_OVER = "member.work_handed_over"
    ROLE_MADE = "role.made"
    ROLE_CHANGED = "role.changed"
    ROLE_REMOVED = "role.removed"
    KEY_MADE = "key.made"
    KEY_ROTATED = "key.rotated"
    KEY_REVOKED = "key.revoked"
    ASSET_ADDED = "asset.added"
    ASSET_CHANGED = "asset.changed"
    ASSET_DELETED = "asset.deleted"
    ASSET_RESTORED = "asset.restored"
    ASSET_MOVED = "asset.moved"
    COLLECTION_MADE = "collection.made"
    COLLECTION_RENAMED = "collection.renamed"
    COLLECTION_DELETED = "collection.deleted"
    ACTIVITY_EXPORTED = "activity.exported"
    STAFF_ENTERED = "staff.entered"
    STAFF_LOOKED = "staff.looked"
    STAFF_RENEWED = "staff.renewed"
    STAFF_LEFT = "staff.left"
    STAFF_ENDED = "staff.ended"
    SIGNED_IN = "person.signed_in"
    REFUSED = "person.refused"


def record(
    caller: Caller,
    act: Act,
    *,
    target: str = "",
    words: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write one line, inside `tenancy.within(caller.company_id)`."""
    _write(caller.company_id, act, _by(caller), caller.person_id or caller.key_id, target, words, before, after, caller.address)


def of_the_house(company_id: uuid.UUID, act: Act, *, target: str = "", words: str = "") -> None:
    """Write one line about what nobody in the company did: the operator's command, or a term that ran out."""
    _write(company_id, act, Activity.By.HOUSE, None, target, words, None, None, None)


def _by(caller: Caller) -> Activity.By:
    """Service staff, a person, a program; the operator's commands act for a company without being anybody in it."""
    if caller.access:
        return Activity.By.STAFF
    if caller.person_id:
        return Activity.By.PERSON
    return Activity.By.PROGRAM if caller.key_id else Activity.By.HOUSE


def _write(
    company_id: uuid.UUID,
    act: Act,
    by: Activity.By,
    actor_id: uuid.UUID | None,
    target: str,
    words: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    address: str | None,
) -> None:
    Activity.objects.create(
        company_id=company_id, by=by, actor_id=actor_id, act=act, target=target, words=words[:MOST_WORDS],
        before=dict(before or {}), after=dict(after or {}), address=network(address),
    )  # fmt: skip


def network(address: str | None) -> str | None:
    """The network of an address, which names no household: IPv4 to 24 bits, IPv6 to 48. None for what is no address."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return None
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return str(ipaddress.ip_network((found, 24 if found.version == 4 else 48), strict=False).network_address)


def forget_old() -> None:
    """Remove the lines whose term is over, of every company."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {FORGET}()")
