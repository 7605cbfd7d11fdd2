"""What was done, as a sentence; and what changed with it, as a small table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vidarium.accounts import authority, factors
from vidarium.accounts.activity import Act
from vidarium.console.templatetags import console as times
from vidarium.foundation import writing

SENTENCES: Mapping[Act, str | Promise] = {
    Act.COMPANY_OPENED: gettext_lazy("%(who)s opened the account “%(what)s”"),
    Act.COMPANY_CHANGED: gettext_lazy("%(who)s changed the company’s settings"),
    Act.COMPANY_DISABLED: gettext_lazy("%(who)s disabled the account"),
    Act.COMPANY_RESTORED: gettext_lazy("%(who)s restored the account"),
    Act.COMPANY_CLOSED: gettext_lazy("%(who)s closed the account for good"),
    Act.OWNERSHIP_HANDED_OVER: gettext_lazy("%(who)s handed the ownership over to %(what)s"),
    Act.MEMBER_INVITED: gettext_lazy("%(who)s invited %(what)s"),
    Act.INVITATION_RESENT: gettext_lazy("%(who)s sent the invitation to %(what)s again"),
    Act.INVITATION_WITHDRAWN: gettext_lazy("%(who)s withdrew the invitation to %(what)s"),
    Act.MEMBER_JOINED: gettext_lazy("%(who)s joined the company"),
    Act.MEMBER_CHANGED: gettext_lazy("%(who)s changed what %(what)s may do"),
    Act.MEMBER_SUSPENDED: gettext_lazy("%(who)s suspended %(what)s"),
    Act.MEMBER_RESTORED: gettext_lazy("%(who)s let %(what)s in again"),
    Act.MEMBER_REMOVED: gettext_lazy("%(who)s removed %(what)s from the company"),
    Act.MEMBER_LEFT: gettext_lazy("%(who)s left the company"),
    Act.WORK_HANDED_OVER: gettext_lazy("%(who)s handed the videos of %(what)s over"),
    Act.ROLE_MADE: gettext_lazy("%(who)s made the role “%(what)s”"),
    Act.ROLE_CHANGED: gettext_lazy("%(who)s changed the role “%(what)s”"),
    Act.ROLE_REMOVED: gettext_lazy("%(who)s removed the role “%(what)s”"),
    Act.KEY_MADE: gettext_lazy("%(who)s made the key “%(what)s”"),
    Act.KEY_ROTATED: gettext_lazy("%(who)s rotated the key “%(what)s”"),
    Act.KEY_REVOKED: gettext_lazy("%(who)s revoked the key “%(what)s”"),
    Act.ASSET_ADDED: gettext_lazy("%(who)s uploaded “%(what)s”"),
    Act.ASSET_CHANGED: gettext_lazy("%(who)s changed the words of “%(what)s”"),
    Act.ASSET_DELETED: gettext_lazy("%(who)s deleted “%(what)s”"),
    Act.ASSET_RESTORED: gettext_lazy("%(who)s brought “%(what)s” back"),
    Act.ASSET_MOVED: gettext_lazy("%(who)s moved “%(what)s”"),
    Act.COLLECTION_MADE: gettext_lazy("%(who)s made the collection “%(what)s”"),
    Act.COLLECTION_RENAMED: gettext_lazy("%(who)s renamed the collection “%(what)s”"),
    Act.COLLECTION_DELETED: gettext_lazy("%(who)s deleted the collection “%(what)s”"),
    Act.ACTIVITY_EXPORTED: gettext_lazy("%(who)s exported the activity"),
    Act.STAFF_ENTERED: gettext_lazy("%(who)s came into this account: “%(what)s”"),
    Act.STAFF_LOOKED: gettext_lazy("%(who)s looked at %(what)s"),
    Act.STAFF_RENEWED: gettext_lazy("%(who)s stays in this account: “%(what)s”"),
    Act.STAFF_LEFT: gettext_lazy("%(who)s left this account"),
    Act.STAFF_ENDED: gettext_lazy("The access of %(who)s to this account has ended"),
    Act.SIGNED_IN: gettext_lazy("%(who)s signed in"),
    Act.REFUSED: gettext_lazy("%(who)s was refused: %(what)s"),
}
"""A test holds it complete."""
FIELDS: Mapping[str, str | Promise] = {
    "title": gettext_lazy("Title"),
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("E-mail"),
    "external_id": gettext_lazy("External id"),
    "meta": gettext_lazy("Own fields"),
    "role": gettext_lazy("Role"),
    "position": gettext_lazy("Position"),
    "collection": gettext_lazy("Collection"),
    "collections": gettext_lazy("Limited to"),
    "videos": gettext_lazy("Videos"),
    "permissions": gettext_lazy("May"),
    "scopes": gettext_lazy("May"),
    "expires_at": gettext_lazy("Works until"),
    "personal": gettext_lazy("Personal"),
    "key": gettext_lazy("Key"),
    "owner": gettext_lazy("Owner"),
    "time_zone": gettext_lazy("Time zone"),
    "country": gettext_lazy("Country or region"),
    "second_factor": gettext_lazy("Second factor"),
    "quota_bytes": gettext_lazy("Storage in bytes"),
    "max_upload_bytes": gettext_lazy("Largest file in bytes"),
    "quota_seconds": gettext_lazy("Seconds of film"),
    "max_members": gettext_lazy("People"),
    "calls_a_minute": gettext_lazy("Calls of the API in a minute"),
    "kind": gettext_lazy("What"),
    "by": gettext_lazy("Who"),
    "reason": gettext_lazy("Reason"),
    "case": gettext_lazy("Case"),
    "until": gettext_lazy("Access until"),
    "page": gettext_lazy("Page"),
    "people": gettext_lazy("Rows about people"),
    "factor": gettext_lazy("Second step"),
    "from": gettext_lazy("From"),
    "to": gettext_lazy("To"),
}
"""A field without a word of its own stands under its name."""
NOTHING = "–"
NO_NAMES: Mapping[str, str] = {}
MOMENTS = {"until", "expires_at"}
"""Fields that hold a moment or a day, as ISO 8601 writes it."""
STEPS: Mapping[str, str | Promise] = {
    factors.APP: gettext_lazy("an app’s code"),
    factors.PASSKEY: gettext_lazy("a passkey"),
    factors.RECOVERY: gettext_lazy("a recovery code"),
}
"""By which second step service staff had come in."""


def sentence(act: str, *, who: str, what: str) -> str:
    """Who did what. `who` and `what` are put in as they are."""
    if act not in Act:
        return f"{who}: {act} {what}"
    return str(SENTENCES[Act(act)]) % {"who": who, "what": what}


def target(act: str, words: str) -> str:
    """What it was done to, as people call it; of a refusal, the permission that was missing."""
    if act == Act.REFUSED:
        if words.startswith("/"):
            return _("what is for members alone: %(path)s") % {"path": words}
        known = [str(text) for permission, text in authority.WORDS.items() if permission == words]
        return known[0] if known else words or _("more than they may give")
    return words


def changes(before: Mapping[str, Any], after: Mapping[str, Any], *, names: Mapping[str, str] = NO_NAMES) -> list[tuple[str, str, str]]:
    """Each field with what it was and what it is now; empty where the act made something, or ended it.

    `names`: what collections are called, by their public ids.
    """
    fields = [*before, *(field for field in after if field not in before)]

    def side(fields_of: Mapping[str, Any], field: str) -> str:
        return _told_of(field, fields_of.get(field), names=names) if fields_of else ""

    return [(str(FIELDS.get(field, field)), side(before, field), side(after, field)) for field in fields]


def piles(sides: Iterable[Mapping[str, Any]]) -> set[str]:
    """The public ids of the collections that stand in these."""
    return {str(one) for side in sides for one in side.get("collections", ())}


def _told_of(field: str, value: Any, *, names: Mapping[str, str]) -> str:
    """A value by the field that it stands in."""
    if field in MOMENTS and isinstance(value, str):
        return _moment(value)
    return str(STEPS[value]) if field == "factor" and value in STEPS else told(value, names=names)


def _moment(text: str) -> str:
    """As the reader's clock shows it; as it is where it can't be read."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return text
    return times.with_zone(timezone.localtime(found)) if found.tzinfo else times.day(found.date())


def told(value: Any, *, names: Mapping[str, str] = NO_NAMES) -> str:
    """A value as a person reads it, on one line."""
    match value:
        case None | "" | [] | {}:
            return NOTHING
        case bool():
            return _("yes") if value else _("no")
        case list():
            return writing.listed(names.get(one) or _permission(one) for one in value)
        case dict():
            return writing.listed(f"{key}: {told(one)}" for key, one in value.items())
    return str(value)


def _permission(one: Any) -> str:
    return next((str(text) for permission, text in authority.WORDS.items() if permission == one), str(one))
