"""Invitations: who may send them and to what, how often, how long they are good, and what is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests import places
from tests.cast import Cast
from tests.places import Letters
from vidarium.accounts import invitations, invitees, joining, limits, upkeep
from vidarium.accounts.activity import Act
from vidarium.accounts.authority import Permission
from vidarium.accounts.callers import Caller
from vidarium.accounts.errors import (
    AlreadyAMember,
    DoesNotFit,
    ForSomebodyElse,
    InvitationIsSpent,
    LimitReached,
    MoreThanOnesOwn,
    NoSuchInvitation,
    NoSuchRole,
    SignInFirst,
    TooMany,
)
from vidarium.accounts.models import Activity, Company, CustomRole, Invitation, Membership, Person
from vidarium.foundation import clock, ids, tenancy

PASSWORD = "four ordinary words here"
LIN = invitees.typed(email=" Lin@Acme.example ", name="Lin Wei", position="Editor in chief", role="editor")


@pytest.fixture
def letters() -> Iterator[Letters]:
    with places.letters() as heard:
        yield heard


@pytest.fixture
def owner_of(company: Cast) -> Caller:
    return places.caller(company, company.owner)


def kept(company: Cast) -> list[Invitation]:
    with tenancy.within(company.id):
        return list(Invitation.objects.select_related("custom_role"))


def join(secret: str, *, name: str = "Lin") -> joining.Joined:
    return joining.join_anew(secret, name=name, password=PASSWORD, language="en", address="203.0.113.9")


@pytest.mark.promise("I.A.1.1-j")
@pytest.mark.promise("I.A.1.1-k")
@pytest.mark.promise("I.A.1.1-n")
def test_who_is_invited_joins_as_what_they_were_invited_as(company: Cast, owner_of: Caller, letters: Letters) -> None:
    invitations.invite(LIN, by=owner_of)
    joined = join(letters.secret, name="Lin Wei")
    member = places.place(company, joined.person)
    assert (member.role, member.position, joined.person.email) == ("editor", "Editor in chief", "lin@acme.example")
    assert joined.person.name == "Lin Wei"


@pytest.mark.promise("I.A.1.1-l")
def test_an_address_has_no_account_until_it_accepts(company: Cast, owner_of: Caller, letters: Letters) -> None:
    invitations.invite(LIN, by=owner_of)
    assert not Person.objects.filter(email="lin@acme.example").exists()
    assert (letters[0].to, letters[0].company) == ("lin@acme.example", "Acme Films")


@pytest.mark.promise("I.A.2.2-b")
def test_both_the_invitation_and_the_joining_are_written_down(company: Cast, owner_of: Caller, letters: Letters) -> None:
    invitations.invite(LIN, by=owner_of)
    joined = join(letters.secret)
    with tenancy.within(company.id):
        lines = {line.act: line for line in Activity.objects.filter(act__in=[Act.MEMBER_INVITED, Act.MEMBER_JOINED])}
    assert lines[Act.MEMBER_INVITED].actor_id == company.owner.id
    assert lines[Act.MEMBER_JOINED].actor_id == joined.person.id
    assert lines[Act.MEMBER_JOINED].address == "203.0.113.0"
    assert lines[Act.MEMBER_INVITED].words == "l…@acme.example"


def test_only_a_hash_of_the_link_is_kept(company: Cast, owner_of: Caller, letters: Letters) -> None:
    invitations.invite(LIN, by=owner_of)
    (row,) = kept(company)
    assert letters.secret.encode() not in bytes(row.digest)
    assert len(bytes(row.digest)) == 32


def test_the_link_is_at_our_own_address(company: Cast, owner_of: Caller, letters: Letters) -> None:
    """A-09."""
    invitations.invite(LIN, by=owner_of)
    assert letters[0].link == f"http://localhost:8000/join/{letters.secret}"


@pytest.mark.promise("I.A.1.1-m")
def test_nobody_gives_more_than_they_have(company: Cast, letters: Letters) -> None:
    keeper = keeper_of(company, Permission.SEE_PEOPLE, Permission.MANAGE_PEOPLE, Permission.SEE_ASSETS)
    with pytest.raises(MoreThanOnesOwn):
        invitations.invite(LIN, by=keeper)
    invitations.invite(invitees.typed(email="viewer@acme.example", role="viewer"), by=keeper)
    assert [letter.to for letter in letters] == ["viewer@acme.example"]


def keeper_of(company: Cast, *permissions: Permission) -> Caller:
    with tenancy.within(company.id):
        role = CustomRole.objects.create(company=company.company, name="Keeper", permissions=sorted(permissions))
    return places.caller(company, places.added(company, "keeper@acme.example", custom=role))


def test_an_owner_is_never_made_by_mail(owner_of: Caller) -> None:
    with pytest.raises(MoreThanOnesOwn):
        invitations.invite(invitees.typed(email="lin@acme.example", role="owner"), by=owner_of)


def test_a_role_that_is_none_is_refused(owner_of: Caller) -> None:
    with pytest.raises(NoSuchRole):
        invitations.invite(invitees.typed(email="lin@acme.example", role="emperor"), by=owner_of)


def test_nothing_said_is_the_least(company: Cast, owner_of: Caller, letters: Letters) -> None:
    invitations.invite(invitees.typed(email="lin@acme.example"), by=owner_of)
    assert places.place(company, join(letters.secret).person).role == "viewer"


@pytest.mark.parametrize(
    "email", ["", "lin", "lin@", "lin@acme", "a b@acme.example", "lin@acme.example\nBcc: all@acme.example", "x" * 250 + "@a.io"]
)
def test_what_is_no_address_is_refused(owner_of: Caller, email: str) -> None:
    """X-06."""
    with pytest.raises(DoesNotFit) as refused:
        invitations.invite(invitees.typed(email=email), by=owner_of)
    assert set(refused.value.misfits) == {"email"}


def test_a_member_is_not_invited_again(company: Cast, owner_of: Caller) -> None:
    with pytest.raises(AlreadyAMember):
        invitations.invite(invitees.typed(email="Teammate@acme.example"), by=owner_of)


def test_members_and_open_invitations_share_the_places(company: Cast, owner_of: Caller) -> None:
    with tenancy.within(company.id):
        Company.objects.update(max_members=3)
    invitations.invite(LIN, by=owner_of)
    with pytest.raises(LimitReached):
        invitations.invite(invitees.typed(email="more@acme.example"), by=owner_of)
    invitations.invite(LIN, by=owner_of)


def test_an_expired_invitation_takes_no_place(company: Cast, owner_of: Caller) -> None:
    with tenancy.within(company.id):
        Company.objects.update(max_members=3)
    invitations.invite(LIN, by=owner_of)
    expire(company)
    invitations.invite(invitees.typed(email="more@acme.example"), by=owner_of)
    with pytest.raises(LimitReached):
        invitations.invite(LIN, by=owner_of)


def expire(company: Cast, *, ago: timedelta = timedelta(seconds=1)) -> None:
    with tenancy.within(company.id):
        Invitation.objects.update(expires_at=clock.now() - ago)


def test_asked_twice_the_older_link_ends(company: Cast, owner_of: Caller, letters: Letters) -> None:
    invitations.invite(LIN, by=owner_of)
    first = letters.secret
    invitations.invite(LIN, by=owner_of)
    with pytest.raises(InvitationIsSpent):
        joining.open_invitation(first)
    assert joining.open_invitation(letters.secret).email == "lin@acme.example"
    assert len(kept(company)) == 1


def test_resent_it_is_good_for_seven_days_more(company: Cast, owner_of: Caller, letters: Letters) -> None:
    made, first = invitations.invite(LIN, by=owner_of), letters.secret
    expire(company)
    invitations.resend(made, by=owner_of)
    with pytest.raises(InvitationIsSpent):
        joining.open_invitation(first)
    assert joining.open_invitation(letters.secret).expires_at > clock.now() + timedelta(days=6, hours=23)


def test_after_seven_days_it_is_over(company: Cast, owner_of: Caller, letters: Letters) -> None:
    invitations.invite(LIN, by=owner_of)
    assert kept(company)[0].expires_at - clock.now() < timedelta(days=7)
    expire(company)
    with pytest.raises(InvitationIsSpent):
        join(letters.secret)


def test_withdrawn_it_is_over(company: Cast, owner_of: Caller, letters: Letters) -> None:
    made = invitations.invite(LIN, by=owner_of)
    with tenancy.within(company.id):
        invitations.withdraw(made, by=owner_of)
    with pytest.raises(InvitationIsSpent):
        join(letters.secret)


def test_it_works_once(owner_of: Caller, letters: Letters) -> None:
    invitations.invite(LIN, by=owner_of)
    join(letters.secret)
    with pytest.raises(InvitationIsSpent):
        join(letters.secret)


def test_a_guessed_link_opens_nothing(company: Cast, owner_of: Caller) -> None:
    invitations.invite(LIN, by=owner_of)
    with pytest.raises(InvitationIsSpent):
        joining.open_invitation(ids.show("vdi", ids.unguessable()))


def test_a_disabled_company_lets_nobody_in(company: Cast, owner_of: Caller, letters: Letters) -> None:
    invitations.invite(LIN, by=owner_of)
    with tenancy.within(company.id):
        Company.objects.update(disabled_at=clock.now())
    with pytest.raises(InvitationIsSpent):
        join(letters.secret)


def test_who_has_an_account_joins_with_it(company: Cast, stranger: Cast, owner_of: Caller, letters: Letters) -> None:
    invitations.invite(invitees.typed(email="owner@globex.example", role="analyst"), by=owner_of)
    with pytest.raises(SignInFirst):
        join(letters.secret)
    joined = joining.join_as(stranger.owner, letters.secret, address=None)
    assert (joined.company_id, places.place(company, stranger.owner).role) == (company.id, "analyst")


def test_somebody_else_can_not_take_it(company: Cast, stranger: Cast, owner_of: Caller, letters: Letters) -> None:
    invitations.invite(LIN, by=owner_of)
    with pytest.raises(ForSomebodyElse):
        joining.join_as(stranger.owner, letters.secret, address=None)
    assert len(kept(company)) == 1


def test_an_inviter_who_has_left_is_not_named(company: Cast, owner_of: Caller, letters: Letters) -> None:
    administrator = places.added(company, "admin@acme.example", role="administrator", name="Ada")
    invitations.invite(LIN, by=places.caller(company, administrator))
    assert joining.open_invitation(letters.secret).inviter == "Ada"
    with tenancy.within(company.id):
        Membership.objects.filter(person=administrator).delete()
    assert joining.open_invitation(letters.secret).inviter == ""


def test_a_month_after_its_end_it_is_forgotten(company: Cast, owner_of: Caller) -> None:
    invitations.invite(LIN, by=owner_of)
    expire(company, ago=timedelta(days=29, hours=23))
    upkeep.sweep()
    assert len(kept(company)) == 1
    expire(company, ago=timedelta(days=30, minutes=1))
    upkeep.sweep()
    assert kept(company) == []


def test_an_address_gets_five_letters_a_day(owner_of: Caller, letters: Letters) -> None:
    for _ in range(5):
        invitations.invite(LIN, by=owner_of)
    with pytest.raises(TooMany):
        invitations.invite(LIN, by=owner_of)
    assert len(letters) == 5


def test_what_was_counted_outlives_a_refusal(company: Cast, owner_of: Caller) -> None:
    for _ in range(4):
        invitations.invite(LIN, by=owner_of)
    with tenancy.within(company.id):
        Invitation.objects.all().delete()
        Company.objects.update(max_members=2)
    with pytest.raises(LimitReached):
        invitations.invite(LIN, by=owner_of)
    with pytest.raises(TooMany):
        invitations.invite(LIN, by=owner_of)


def test_a_company_sends_a_hundred_an_hour(company: Cast, owner_of: Caller) -> None:
    for _ in range(100):
        limits.count(invitations.OF_COMPANY, company.id.hex)
    with pytest.raises(TooMany):
        invitations.invite(LIN, by=owner_of)


def test_another_company_s_invitation_is_not_found(company: Cast, stranger: Cast, owner_of: Caller) -> None:
    made = invitations.invite(LIN, by=owner_of)
    for text in (made.public_id, ids.show("inv", ids.sortable()), "inv_", "mem_1"):
        with tenancy.within(stranger.id), pytest.raises(NoSuchInvitation):
            invitations.by_public_id(places.caller(stranger, stranger.owner), text)
