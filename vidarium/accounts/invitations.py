"""Invitations: a colleague is asked by mail to join, and joins with the link that it carries.

What sends mail is counted against limits, which a roll-back must not forget: `invite` and `resend` are called outside a transaction
and open their own. The other verbs run inside `tenancy.within(company)`, in their caller's.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import EllipsisType

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vidarium.accounts import activity, authority, bounds, limits, roles
from vidarium.accounts.activity import Act
from vidarium.accounts.bounds import Bounds
from vidarium.accounts.callers import Caller
from vidarium.accounts.errors import AlreadyAMember, DoesNotFit, LimitReached, MoreThanOnesOwn, NoSuchInvitation, NoSuchRole
from vidarium.accounts.events import MemberInvited
from vidarium.accounts.invitees import Invitee
from vidarium.accounts.limits import Limit
from vidarium.accounts.lookups import INVITATIONS_OVERDUE
from vidarium.accounts.models import Company, Invitation, Membership, Person
from vidarium.accounts.roles import Chosen
from vidarium.accounts.tokens import digest
from vidarium.foundation import clock, events, ids, tenancy

LIFE = timedelta(days=7)
FORGOTTEN = timedelta(days=30)
"""After the end, as the label says."""
OF_COMPANY = Limit("invitations of a company", 100, timedelta(hours=1))
TO_ADDRESS = Limit("invitations to an address", 5, timedelta(days=1))
PREFIX = "vdi"


# -- finding -----------------------------------------------------------------------------------------------------------
def of(caller: Caller) -> QuerySet[Invitation]:
    """A company's invitations, newest first; those that have expired too, until they are forgotten."""
    return Invitation.objects.filter(company_id=caller.company_id).select_related("custom_role", "invited_by").order_by("-id")


def by_public_id(caller: Caller, text: str) -> Invitation:
    """The invitation `inv_…`. Raises `NoSuchInvitation`, in the same words for a foreign one and for one that never was."""
    invitation_id = ids.read("inv", text)
    invitation = of(caller).filter(id=invitation_id).first() if invitation_id else None
    if invitation is None:
        raise NoSuchInvitation
    return invitation


def places_left(company: Company) -> int:
    """How many more can be invited: members have places, and open invitations do."""
    members = Membership.objects.filter(company=company).count()
    invited = Invitation.objects.filter(company=company, expires_at__gt=clock.now()).count()
    return max(0, company.max_members - members - invited)


# -- judging -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Judged:
    """One of a list, before anything is sent."""

    invitee: Invitee
    role: str
    """As people read it."""
    wrong: tuple[str, ...]
    renews: bool

    @property
    def fits(self) -> bool:
        return not self.wrong


def judge(caller: Caller, people: Sequence[Invitee]) -> list[Judged]:
    """What would become of each. The number of queries does not grow with them."""
    addresses = [one.email for one in people]
    members = set(_members(caller.company_id).filter(person__email__in=addresses).values_list("person__email", flat=True))
    invited = set(of(caller).filter(email__in=addresses).values_list("email", flat=True))
    every, room = roles.all_of(caller.company_id), places_left(Company.objects.get(id=caller.company_id))
    judged: list[Judged] = []
    for place, one in enumerate(people):
        role = roles.named(one.role, every)
        wrong = [*one.misfits().values(), *_wrong_role(caller, one, role)]
        if one.email in addresses[:place]:
            wrong.append(_("This address stands in the list twice."))
        if one.email in members:
            wrong.append(_(AlreadyAMember.sentence()))
        new = not wrong and one.email not in invited
        if new and room <= 0:
            wrong.append(_(LimitReached.sentence()))
        room -= new
        judged.append(Judged(one, role.words if role else one.role, tuple(wrong), renews=one.email in invited))
    return judged


def _wrong_role(caller: Caller, one: Invitee, role: Chosen | None) -> list[str]:
    if role is None:
        return [_("There is no role “%(role)s” here.") % {"role": one.role[:80]}]
    return (
        [] if _may_give(caller, role, caller.collections) else [_("This role may do more than you may. Nobody gives more than they have.")]
    )


def _may_give(caller: Caller, role: Chosen, limit: Bounds) -> bool:
    """Owners are made of members, face to face with the list of them: a mistyped address must not own a company."""
    return role.role != authority.OWNER.name and roles.covers(caller, role.permissions, limit)


# -- sending -----------------------------------------------------------------------------------------------------------
def invite(invitee: Invitee, *, by: Caller, language: str = "", collections: Bounds | EllipsisType = ...) -> Invitation:
    """Ask somebody to join; asked twice, the older link ends. Outside a transaction. Where no limit is said, it is the writer's own.

    Raises `DoesNotFit`, `NoSuchRole`, `MoreThanOnesOwn`, `AlreadyAMember`, `LimitReached`, `TooMany`.
    """
    if misfits := invitee.misfits():
        raise DoesNotFit(misfits)
    limit = by.collections if isinstance(collections, EllipsisType) else collections
    with tenancy.within(by.company_id):
        role = _role(by, invitee, limit)
    _count(by, invitee.email)
    with tenancy.within(by.company_id):
        company = Company.objects.select_for_update(no_key=True).get(id=by.company_id)
        if _members(company.id).filter(person__email=invitee.email).exists():
            raise AlreadyAMember
        standing = of(by).filter(email=invitee.email, expires_at__gt=clock.now()).first()
        if standing:
            roles.reaches_holder(by, standing)
        elif not places_left(company):
            raise LimitReached
        invitation, secret = _written(invitee, role, limit, by=by, language=_language(language))
        activity.record(by, Act.MEMBER_INVITED, target=invitation.public_id, words=hinted(invitee.email), after=_facts(invitation))
        _announce(invitation, secret, company, by)
    return invitation


def _language(wanted: str) -> str:
    """One that we write in: the wanted one, else the writer's own."""
    return wanted if wanted in dict(settings.LANGUAGES) else get_language() or settings.LANGUAGE_CODE


def _members(company_id: uuid.UUID) -> QuerySet[Membership]:
    return Membership.objects.filter(company_id=company_id)


def _role(by: Caller, invitee: Invitee, limit: Bounds) -> Chosen:
    role = roles.named(invitee.role, roles.all_of(by.company_id))
    if role is None:
        raise NoSuchRole
    if not _may_give(by, role, limit):
        raise MoreThanOnesOwn
    return role


def _count(by: Caller, email: str) -> None:
    limits.check(OF_COMPANY, by.company_id.hex)
    limits.check(TO_ADDRESS, email)


def _written(invitee: Invitee, role: Chosen, limit: Bounds, *, by: Caller, language: str) -> tuple[Invitation, str]:
    secret = ids.show(PREFIX, ids.unguessable())
    said = {
        "name": invitee.name, "position": invitee.position, "role": role.role, "custom_role": role.custom, "language": language,
        "collections": bounds.kept(limit), "invited_by_id": by.person_id, **_fresh(secret),
    }  # fmt: skip
    invitation, _made = Invitation.objects.update_or_create(company_id=by.company_id, email=invitee.email, defaults=said)
    return invitation, secret


def _fresh(secret: str) -> dict[str, object]:
    return {"digest": digest(secret), "sent_at": clock.now(), "expires_at": clock.now() + LIFE}


def _announce(invitation: Invitation, secret: str, company: Company, by: Caller) -> None:
    inviter = Person.objects.filter(id=by.person_id).first() if by.person_id else None
    fact = MemberInvited(
        company_id=company.id,
        company=company.name,
        to=invitation.email,
        name=invitation.name,
        inviter=str(inviter) if inviter else "",
        link=f"{settings.ENVIRONMENT.public_url}/join/{secret}",
        expires_at=invitation.expires_at,
        language=invitation.language,
    )
    events.announce(fact)


def hinted(email: str) -> str:
    """Enough for a colleague to know it again: the log lives longer than the address of somebody who never came."""
    name, _at, host = email.partition("@")
    return f"{name[:1]}…@{host}"


def _facts(invitation: Invitation) -> dict[str, object]:
    return {"role": roles.of(invitation).words, "position": invitation.position, **bounds.facts(invitation)}


def resend(invitation: Invitation, *, by: Caller) -> None:
    """A new link for seven more days; the older one ends. Outside a transaction. Raises `MoreThanOnesOwn`, `TooMany`, `LimitReached`."""
    roles.reaches_holder(by, invitation)
    _count(by, invitation.email)
    with tenancy.within(by.company_id):
        company = Company.objects.select_for_update(no_key=True).get(id=by.company_id)
        if invitation.expires_at <= clock.now() and not places_left(company):
            raise LimitReached
        secret = ids.show(PREFIX, ids.unguessable())
        if not Invitation.objects.filter(company=company, id=invitation.id).update(**_fresh(secret)):
            raise NoSuchInvitation
        invitation = by_public_id(by, invitation.public_id)
        activity.record(by, Act.INVITATION_RESENT, target=invitation.public_id, words=hinted(invitation.email))
        _announce(invitation, secret, company, by)


def withdraw(invitation: Invitation, *, by: Caller) -> None:
    """Its link ends. Raises `MoreThanOnesOwn`."""
    roles.reaches_holder(by, invitation)
    activity.record(by, Act.INVITATION_WITHDRAWN, target=invitation.public_id, words=hinted(invitation.email), before=_facts(invitation))
    invitation.delete()


def sweep() -> None:
    """Forget those that expired a month ago."""
    for company_id, invitation_id in INVITATIONS_OVERDUE.ask(clock.now() - FORGOTTEN):
        with tenancy.within(company_id):
            Invitation.objects.filter(id=invitation_id).delete()
