"""What somebody may do in a company, as it is chosen: one of our roles by its name, or one that the company made. And the making of those.

Every verb runs inside `tenancy.within(company)`, in its caller's transaction.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from vidarium.accounts import activity, authority, bounds
from vidarium.accounts.activity import Act
from vidarium.accounts.authority import Permission
from vidarium.accounts.bounds import Bounds
from vidarium.accounts.callers import Caller
from vidarium.accounts.errors import DoesNotFit, LimitReached, MoreThanOnesOwn, NoSuchRole, RoleIsInUse, RoleNameTaken
from vidarium.accounts.models import Company, CustomRole, Invitation, Membership
from vidarium.foundation import ids, writing

MOST, LONGEST_NAME = 50, 80
NEVER = frozenset({Permission.CLOSE_COMPANY})
"""What no role of a company's own can hold: it is the owner's."""


# -- choosing ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Chosen:
    """What somebody gets: a role of ours, or a company's own."""

    role: str
    custom: CustomRole | None = None

    @property
    def permissions(self) -> frozenset[Permission]:
        return authority.of_role(self.role, self.custom.permissions if self.custom else None)

    @property
    def text(self) -> str:
        """As forms and addresses name it."""
        return self.custom.public_id if self.custom else self.role

    @property
    def words(self) -> str:
        """As people read it."""
        if self.custom:
            return self.custom.name
        return str(authority.ROLES[self.role].words) if self.role in authority.ROLES else self.role


LEAST = Chosen(authority.LEAST.name)
"""What somebody gets of whom nothing is said."""


def of(holder: Membership | Invitation) -> Chosen:
    """What a member has, or what somebody is invited as."""
    return Chosen(holder.role, holder.custom_role)


def all_of(company_id: uuid.UUID) -> list[Chosen]:
    """Ours, then those that the company made, by name."""
    own = CustomRole.objects.filter(company_id=company_id).order_by("name")
    return [*(Chosen(name) for name in authority.ROLES), *(Chosen(LEAST.role, role) for role in own)]


def within_reach(caller: Caller) -> list[Chosen]:
    """Those that this person may give, with their own limits at least."""
    return [one for one in all_of(caller.company_id) if covers(caller, one.permissions, caller.collections)]


def named(text: str, among: Sequence[Chosen]) -> Chosen | None:
    """The role that somebody means: by its short name, its number, or as people read it, in any case. The least where nothing is said."""
    wanted = text.strip().casefold()
    if not wanted:
        return LEAST
    return next((one for one in among if wanted in {one.text.casefold(), one.words.casefold()}), None)


def chosen(caller: Caller, text: str) -> Chosen:
    """The role that a form names. Raises `NoSuchRole`, `MoreThanOnesOwn`."""
    found = next((one for one in all_of(caller.company_id) if one.text == text), None)
    if found is None:
        raise NoSuchRole
    reaches(caller, found.permissions, caller.collections)
    return found


def covers(caller: Caller, permissions: frozenset[Permission], limit: Bounds) -> bool:
    """Whether somebody who is so limited may do no more with these than this person, and nowhere else (clause I.A.1.1-m)."""
    return bounds.are_within(limit, caller.collections) and authority.can_give(
        authority.bounded(permissions, by=limit), of=caller.permissions
    )


def reaches(caller: Caller, permissions: frozenset[Permission], limit: Bounds = None) -> None:
    """Nobody gives or touches more than they have. Raises `MoreThanOnesOwn`."""
    if not covers(caller, permissions, limit):
        raise MoreThanOnesOwn


def reaches_holder(caller: Caller, holder: Membership | Invitation) -> None:
    """As `reaches`, of what a member has, or what somebody is invited as. Raises `MoreThanOnesOwn`."""
    reaches(caller, of(holder).permissions, bounds.of(holder))


# -- making ------------------------------------------------------------------------------------------------------------
def by_public_id(caller: Caller, text: str) -> CustomRole:
    """The role `rol_…`. Raises `NoSuchRole`, in the same words for a foreign one and for one that never was."""
    role_id = ids.read("rol", text)
    role = CustomRole.objects.filter(company_id=caller.company_id, id=role_id).first() if role_id else None
    if role is None:
        raise NoSuchRole
    return role


def make(*, by: Caller, name: str, permissions: Iterable[str]) -> CustomRole:
    """A new role. Raises `DoesNotFit`, `RoleNameTaken`, `LimitReached`, `MoreThanOnesOwn`."""
    wanted, words = _allowed(by, permissions), _name(by, name)
    if CustomRole.objects.filter(company_id=by.company_id).count() >= MOST:
        raise LimitReached
    role = CustomRole.objects.create(company_id=by.company_id, name=words, permissions=sorted(wanted))
    activity.record(by, Act.ROLE_MADE, target=role.public_id, words=role.name, after=_facts(role))
    return role


def change(role: CustomRole, *, by: Caller, name: str, permissions: Iterable[str]) -> CustomRole:
    """Another name, other permissions; it holds for everybody who has it, with their next click. Raises as `make` does."""
    reaches(by, authority.named(role.permissions))
    before = _facts(role)
    role.permissions, role.name = sorted(_allowed(by, permissions)), _name(by, name, but=role)
    role.save(update_fields=["name", "permissions"])
    activity.record(by, Act.ROLE_CHANGED, target=role.public_id, words=role.name, before=before, after=_facts(role))
    return role


def remove(role: CustomRole, *, by: Caller) -> None:
    """Raises `RoleIsInUse`, `MoreThanOnesOwn`."""
    reaches(by, authority.named(role.permissions))
    if Membership.objects.filter(custom_role=role).exists() or Invitation.objects.filter(custom_role=role).exists():
        raise RoleIsInUse
    activity.record(by, Act.ROLE_REMOVED, target=role.public_id, words=role.name, before=_facts(role))
    role.delete()


def holders(company_id: uuid.UUID) -> dict[str, int]:
    """How many people have each role, by its `text`."""
    rows = Membership.objects.filter(company_id=company_id).values_list("role", "custom_role_id").annotate(n=Count("id"))
    return {ids.show("rol", custom) if custom else role: n for role, custom, n in rows}


def _allowed(by: Caller, permissions: Iterable[str]) -> frozenset[Permission]:
    wanted = authority.named(permissions)
    if not wanted:
        raise DoesNotFit({"permissions": _("A role that allows nothing helps nobody. Choose at least one.")})
    if wanted & NEVER:
        raise MoreThanOnesOwn
    reaches(by, wanted)
    return wanted


def _name(by: Caller, name: str, *, but: CustomRole | None = None) -> str:
    words = writing.one_line(name)
    if not words or len(words) > LONGEST_NAME:
        raise DoesNotFit({"name": _("A role needs a name of at most %(n)d characters.") % {"n": LONGEST_NAME}})
    # Two who make the same role at once: the second waits here, and then sees the first one's.
    Company.objects.select_for_update(no_key=True).get(id=by.company_id)
    others = [one for one in all_of(by.company_id) if one.custom is None or one.custom != but]
    if any(words.casefold() in {one.words.casefold(), one.role.casefold() if one.custom is None else ""} for one in others):
        raise RoleNameTaken
    return words


def _facts(role: CustomRole) -> dict[str, object]:
    return {"name": role.name, "permissions": list(role.permissions)}
