"""Who may do what: the one table, and the one place that asks it.

A role is a named set of permissions; a company may make roles of its own. A person has one role in a company, a key has scopes
and can do no more than the person whose it is. What is decided here takes effect with the next request: nothing is cached.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vidarium.accounts.errors import NotAllowed


class Permission(StrEnum):
    """One thing that can be allowed. Its value is also the scope of a key."""

    SEE_ASSETS = "assets:read"
    CHANGE_ASSETS = "assets:write"
    DELETE_ASSETS = "assets:delete"
    UPLOAD = "uploads:write"
    KEEP_COLLECTIONS = "collections:write"
    SEE_ANALYTICS = "analytics:read"
    ANSWER_CLIENTS = "support:write"
    SEE_PEOPLE = "people:read"
    MANAGE_PEOPLE = "people:write"
    MANAGE_ROLES = "roles:write"
    MANAGE_KEYS = "keys:write"
    SEE_ACTIVITY = "activity:read"
    MANAGE_COMPANY = "company:write"
    CLOSE_COMPANY = "company:close"


P = Permission
WORDS: Mapping[Permission, str | Promise] = {
    P.SEE_ASSETS: _("See and play videos"),
    P.UPLOAD: _("Upload videos"),
    P.CHANGE_ASSETS: _("Rename and describe videos"),
    P.DELETE_ASSETS: _("Delete videos"),
    P.KEEP_COLLECTIONS: _("Make, rename and delete collections"),
    P.SEE_ANALYTICS: _("See who watched what"),
    P.ANSWER_CLIENTS: _("Answer viewers and clients"),
    P.SEE_PEOPLE: _("See colleagues"),
    P.MANAGE_PEOPLE: _("Invite, change and remove colleagues"),
    P.MANAGE_ROLES: _("Make roles"),
    P.MANAGE_KEYS: _("Make and revoke API keys"),
    P.SEE_ACTIVITY: _("See who did what"),
    P.MANAGE_COMPANY: _("Change the company’s settings"),
    P.CLOSE_COMPANY: _("Hand over, disable and close the account"),
}
"""In the order in which people read them; a test holds it complete."""
OF_THE_WHOLE = frozenset({P.KEEP_COLLECTIONS, P.MANAGE_ROLES, P.MANAGE_KEYS, P.SEE_ACTIVITY, P.MANAGE_COMPANY})
"""What concerns a company as a whole. Whoever is limited to some collections has none of it, whatever their role: a role that they
changed, a key that they made, a line of the log that they read would reach beyond."""


@dataclass(frozen=True)
class Role:
    """A named set of permissions."""

    name: str
    words: str | Promise
    permissions: frozenset[Permission]


OWNER, ADMINISTRATOR, EDITOR, UPLOADER, ANALYST, AGENT, VIEWER = (
    Role("owner", _("Owner"), frozenset(P)),
    Role("administrator", _("Administrator"), frozenset(P) - {P.CLOSE_COMPANY}),
    Role(
        "editor",
        _("Editor"),
        frozenset({P.SEE_ASSETS, P.CHANGE_ASSETS, P.DELETE_ASSETS, P.UPLOAD, P.KEEP_COLLECTIONS, P.SEE_ANALYTICS, P.SEE_PEOPLE}),
    ),
    Role("uploader", _("Uploader"), frozenset({P.SEE_ASSETS, P.UPLOAD})),
    Role("analyst", _("Analyst"), frozenset({P.SEE_ASSETS, P.SEE_ANALYTICS})),
    Role("agent", _("Support agent"), frozenset({P.SEE_ASSETS, P.ANSWER_CLIENTS})),
    Role("viewer", _("Viewer"), frozenset({P.SEE_ASSETS})),
)
ROLES: Mapping[str, Role] = {role.name: role for role in (OWNER, ADMINISTRATOR, EDITOR, UPLOADER, ANALYST, AGENT, VIEWER)}
LEAST = VIEWER
"""What somebody gets of whom nothing is said."""


def named(texts: Iterable[str]) -> frozenset[Permission]:
    """The permissions of these names; a name that is none of ours allows nothing."""
    return frozenset(Permission(text) for text in texts if text in Permission)


def of_role(name: str, custom: Iterable[str] | None) -> frozenset[Permission]:
    """What a role may do: a company's own where there is one, else ours by its name. A name that is none of ours allows nothing."""
    if custom is not None:
        return named(custom) - {P.CLOSE_COMPANY}
    role = ROLES.get(name)
    return role.permissions if role else frozenset()


def bounded(permissions: frozenset[Permission], *, by: frozenset[uuid.UUID] | None) -> frozenset[Permission]:
    """What is left of these for somebody who is limited to some collections; None for somebody who is not."""
    return permissions if by is None else permissions - OF_THE_WHOLE


def require(permission: Permission, *, of: frozenset[Permission]) -> None:
    """Raises `NotAllowed` where it is not among these."""
    if permission not in of:
        raise NotAllowed(permission=permission)


def guarded[Made: Callable[..., object]](made: Made, permission: Permission | None) -> Made:
    """Write on a route's function what it asks for, so that a table of them all can be drawn, and compared with what holds."""
    vars(made)["permission"] = permission
    return made


def guarded_for_staff[Made: Callable[..., object]](made: Made) -> Made:
    """Write on a route's function that it is for service staff alone."""
    vars(made)["staff"] = True
    return made


def can_give(wanted: frozenset[Permission], *, of: frozenset[Permission]) -> bool:
    """Nobody gives more than they have (clause I.A.1.1-m)."""
    return wanted <= of
