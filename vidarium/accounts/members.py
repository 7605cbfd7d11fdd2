"""Members of a company: what each may do, suspended and restored, removed, gone by themselves, and who owns it.

Every verb runs inside `tenancy.within(company)`, in its caller's transaction. Nobody touches somebody who may do more than they may
themselves, so that an owner is touched by an owner alone; and a company always keeps an owner who can sign in.
"""

from __future__ import annotations

from types import EllipsisType

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from vidarium.accounts import activity, authority, bounds, roles, taking_back
from vidarium.accounts.activity import Act
from vidarium.accounts.authority import Permission
from vidarium.accounts.bounds import Bounds
from vidarium.accounts.callers import Caller
from vidarium.accounts.errors import DoesNotFit, LastOwner, NoSuchMember
from vidarium.accounts.events import OwnershipHandedOver
from vidarium.accounts.models import Company, Membership
from vidarium.accounts.roles import Chosen
from vidarium.foundation import clock, events, ids, writing

LONGEST_POSITION = 120


# -- finding -----------------------------------------------------------------------------------------------------------
def of(caller: Caller) -> QuerySet[Membership]:
    """A company's people, by name."""
    return (
        Membership.objects.filter(company_id=caller.company_id)
        .select_related("person", "custom_role")
        .order_by("person__name", "person__email")
    )


def by_public_id(caller: Caller, text: str) -> Membership:
    """The member `mem_…`. Raises `NoSuchMember`, in the same words for a foreign one and for one that never was."""
    membership_id = ids.read("mem", text)
    member = of(caller).filter(id=membership_id).first() if membership_id else None
    if member is None:
        raise NoSuchMember
    return member


def by_email(caller: Caller, email: str) -> Membership:
    """The colleague at work with this address. Raises `NoSuchMember`."""
    member = of(caller).filter(person__email=writing.one_line(email).lower(), suspended_at=None).first()
    if member is None:
        raise NoSuchMember
    return member


def own(caller: Caller) -> Membership:
    """The place of whoever asks. Raises `NoSuchMember`."""
    member = of(caller).filter(person_id=caller.person_id).first() if caller.person_id else None
    if member is None:
        raise NoSuchMember
    return member


def owners(caller: Caller) -> list[Membership]:
    """Whose the company is."""
    return list(of(caller).filter(role=Membership.OWNER, custom_role=None))


def can_touch(caller: Caller, member: Membership) -> bool:
    """Whether this person may change that one at all."""
    return caller.may(Permission.MANAGE_PEOPLE) and roles.covers(caller, roles.of(member).permissions, bounds.of(member))


# -- changing ----------------------------------------------------------------------------------------------------------
def change(member: Membership, *, by: Caller, role: Chosen, position: str, collections: Bounds | EllipsisType = ...) -> Membership:
    """Another role, position, limit; it holds with their next click. Raises `MoreThanOnesOwn`, `LastOwner`, `DoesNotFit`."""
    words = writing.one_line(position)
    if len(words) > LONGEST_POSITION:
        raise DoesNotFit({"position": _("At most %(longest)d characters fit here.") % {"longest": LONGEST_POSITION}})
    limit = bounds.of(member) if isinstance(collections, EllipsisType) else collections
    roles.reaches_holder(by, member)
    roles.reaches(by, role.permissions, limit)
    _is_limited_as_one_may_be(role, limit)
    if role.role != Membership.OWNER:
        _keeps_an_owner(member)
    before = facts(member)
    member.role, member.custom_role, member.position, member.collections = role.role, role.custom, words, bounds.kept(limit)
    member.save(update_fields=["role", "custom_role", "position", "collections"])
    if before != facts(member):
        _write_down(member, Act.MEMBER_CHANGED, by, before=before, after=facts(member))
    return member


def _is_limited_as_one_may_be(role: Chosen, limit: Bounds) -> None:
    """Whose the company is, all of it is theirs. Raises `DoesNotFit`."""
    if role.role == Membership.OWNER and limit is not None:
        raise DoesNotFit({"collections": _("An owner is not limited: the whole company is theirs.")})


def suspend(member: Membership, *, by: Caller) -> None:
    """From their next click on they have no company here, nor have their keys; until they are restored.

    Raises `MoreThanOnesOwn`, `LastOwner`.
    """
    roles.reaches_holder(by, member)
    _keeps_an_owner(member)
    if member.suspended_at is None:
        member.suspended_at = clock.now()
        member.save(update_fields=["suspended_at"])
        _write_down(member, Act.MEMBER_SUSPENDED, by)


def restore(member: Membership, *, by: Caller) -> None:
    """As before. Raises `MoreThanOnesOwn`."""
    roles.reaches_holder(by, member)
    if member.suspended_at:
        member.suspended_at = None
        member.save(update_fields=["suspended_at"])
        _write_down(member, Act.MEMBER_RESTORED, by)


def remove(member: Membership, *, by: Caller) -> None:
    """They work here no more, and their keys end. What they made stays. Raises `MoreThanOnesOwn`, `LastOwner`."""
    roles.reaches_holder(by, member)
    _gone(member, Act.MEMBER_REMOVED, by)


def leave(*, by: Caller) -> None:
    """Whoever asks works here no more. Raises `LastOwner`."""
    _gone(own(by), Act.MEMBER_LEFT, by)


def _gone(member: Membership, act: Act, by: Caller) -> None:
    _keeps_an_owner(member)
    _write_down(member, act, by, before=facts(member))
    member.delete()


def hand_over_ownership(to: Membership, *, by: Caller) -> None:
    """The company is theirs; whoever hands it over becomes an administrator. Raises `NotAllowed`, `NoSuchMember`, `LastOwner`."""
    by.require(Permission.CLOSE_COMPANY)
    # One change of ownership at a time.
    company = Company.objects.select_for_update(no_key=True).get(id=by.company_id)
    giver = own(by)
    if to.suspended_at or to.pk == giver.pk:
        raise NoSuchMember
    for member, role in ((to, authority.OWNER), (giver, authority.ADMINISTRATOR)):
        Membership.objects.filter(id=member.id).update(role=role.name, custom_role=None, collections=[])
    _write_down(to, Act.OWNERSHIP_HANDED_OVER, by, before={"owner": str(giver.person)}, after={"owner": str(to.person)})
    languages = (giver.person.language, to.person.language)
    taking_back.offer_company(company, giver.person)
    events.announce(OwnershipHandedOver(company.id, company.name, giver.person.email, to.person.email, languages))


def _keeps_an_owner(member: Membership) -> None:
    """Whether there is an owner without this one. Two who go at once wait for each other. Raises `LastOwner`."""
    if member.role != Membership.OWNER or member.custom_role_id:
        return
    Company.objects.select_for_update(no_key=True).get(id=member.company_id)
    others = Membership.objects.filter(company_id=member.company_id, role=Membership.OWNER, custom_role=None, suspended_at=None)
    if not others.exclude(id=member.id).exists():
        raise LastOwner


def facts(member: Membership) -> dict[str, object]:
    """What the activity log tells of a place: role, position, and the collections that it is limited to."""
    return {"role": roles.of(member).words, "position": member.position, **bounds.facts(member)}


def _write_down(
    member: Membership, act: Act, by: Caller, *, before: dict[str, object] | None = None, after: dict[str, object] | None = None
) -> None:
    activity.record(by, act, target=member.public_id, words=str(member.person), before=before, after=after)
