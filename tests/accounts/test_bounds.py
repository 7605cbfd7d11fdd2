"""Limits to collections: of members, of those who are invited, of keys. Nobody gives a wider one than their own."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from tests import piles, places
from tests.cast import Cast
from vidarium.accounts import authority, bounds, callers, invitations, invitees, joining, keys, members, roles, tokens
from vidarium.accounts.activity import Act
from vidarium.accounts.authority import Permission
from vidarium.accounts.bounds import Bounds
from vidarium.accounts.callers import Caller
from vidarium.accounts.errors import DoesNotFit, KeyDoesNotFit, MoreThanOnesOwn, NotAllowed
from vidarium.accounts.models import Activity, Invitation, Membership, Person
from vidarium.accounts.roles import Chosen
from vidarium.foundation import ids, tenancy
from vidarium.library.models import Collection

EDITOR = Chosen("editor")


@pytest.fixture
def manager(company: Cast, mine: Collection) -> Person:
    """An administrator who is limited."""
    return piles.limited(company, "manager@acme.example", mine, role="administrator")


def limit(company: Cast, whom: Person, to: Bounds, *, by: Person, role: Chosen = EDITOR) -> Membership:
    member = places.place(company, whom)
    with tenancy.within(company.id):
        return members.change(member, by=places.caller(company, by), role=role, position="", collections=to)


@pytest.mark.promise("I.A.1.1-m")
def test_a_limit_holds_with_the_next_click_and_is_written_down(company: Cast, mine: Collection) -> None:
    limit(company, company.teammate, frozenset({mine.id}), by=company.owner)
    assert places.caller(company, company.teammate).collections == frozenset({mine.id})
    limit(company, company.teammate, None, by=company.owner)
    assert places.caller(company, company.teammate).collections is None
    with tenancy.within(company.id):
        first, second = Activity.objects.filter(act=Act.MEMBER_CHANGED).order_by("id")
    assert (first.before.get("collections"), first.after["collections"]) == (None, [mine.public_id])
    assert (second.before["collections"], second.after.get("collections")) == ([mine.public_id], None)


def test_what_is_not_said_stays(company: Cast, mine: Collection) -> None:
    limit(company, company.teammate, frozenset({mine.id}), by=company.owner)
    member = places.place(company, company.teammate)
    with tenancy.within(company.id):
        members.change(member, by=places.caller(company, company.owner), role=Chosen("viewer"), position="Guest")
    assert places.caller(company, company.teammate).collections == frozenset({mine.id})


def test_a_limit_to_nothing_is_none_and_is_refused(company: Cast) -> None:
    for limited_to in (frozenset(), frozenset(ids.sortable() for _ in range(bounds.MOST + 1))):
        with pytest.raises(DoesNotFit) as misfit:
            limit(company, company.teammate, limited_to, by=company.owner)
        assert set(misfit.value.misfits) == {"collections"}


def test_an_owner_is_not_limited(company: Cast, mine: Collection) -> None:
    with pytest.raises(DoesNotFit):
        limit(company, company.owner, frozenset({mine.id}), by=company.owner, role=Chosen("owner"))
    with tenancy.within(company.id), pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(person=company.owner).update(collections=[mine.id])


def test_whoever_becomes_the_owner_is_limited_no_more(company: Cast, mine: Collection) -> None:
    limit(company, company.teammate, frozenset({mine.id}), by=company.owner)
    to = places.place(company, company.teammate)
    with tenancy.within(company.id):
        members.hand_over_ownership(to, by=places.caller(company, company.owner))
    assert places.caller(company, company.teammate).collections is None


def test_what_concerns_the_company_as_a_whole_is_not_theirs(company: Cast, manager: Person) -> None:
    """Neither the log nor keys nor roles nor settings nor the collections themselves."""
    may = places.caller(company, manager).permissions
    assert may == authority.ADMINISTRATOR.permissions - authority.OF_THE_WHOLE
    assert {Permission.KEEP_COLLECTIONS, Permission.SEE_ACTIVITY, Permission.MANAGE_KEYS, Permission.MANAGE_ROLES} <= authority.OF_THE_WHOLE
    with tenancy.within(company.id):
        by = places.caller(company, manager)
        for verb in (
            lambda: keys.make_for_company(by, name="Robot", scopes={"assets:read"}, days=30),
            lambda: roles.make(by=by, name="Mine", permissions={"assets:read"}),
        ):
            with pytest.raises(NotAllowed):
                verb()


@pytest.mark.parametrize("whom", ["oneself", "a colleague"])
def test_nobody_widens_a_limit_beyond_their_own(company: Cast, mine: Collection, beyond: Collection, manager: Person, whom: str) -> None:
    colleague = manager if whom == "oneself" else piles.limited(company, "mei@acme.example", mine)
    role = Chosen("administrator") if whom == "oneself" else EDITOR
    for wider in (None, frozenset({mine.id, beyond.id}), frozenset({beyond.id})):
        with pytest.raises(MoreThanOnesOwn):
            limit(company, colleague, wider, by=manager, role=role)
    assert places.caller(company, colleague).collections == frozenset({mine.id})


def test_within_their_own_limit_they_manage_people(company: Cast, mine: Collection, manager: Person) -> None:
    mei = piles.limited(company, "mei@acme.example", mine, role="viewer")
    limit(company, mei, frozenset({mine.id}), by=manager)
    by, place = places.caller(company, manager), places.place(company, mei)
    with tenancy.within(company.id):
        assert roles.of(place).role == "editor"
        assert members.can_touch(by, place)
        assert "owner" not in {one.role for one in roles.within_reach(by)}
        assert {"administrator", "editor"} <= {one.role for one in roles.within_reach(by)}
        members.suspend(place, by=by)


def test_they_touch_nobody_who_reaches_further(company: Cast, mine: Collection, beyond: Collection, manager: Person) -> None:
    wide = piles.limited(company, "wide@acme.example", mine, beyond, role="viewer")
    free = places.added(company, "free@acme.example")
    by = places.caller(company, manager)
    for person in (wide, free):
        member = places.place(company, person)
        with tenancy.within(company.id):
            assert not members.can_touch(by, member)
            for verb in (members.suspend, members.remove):
                with pytest.raises(MoreThanOnesOwn):
                    verb(member, by=by)


# -- invited -----------------------------------------------------------------------------------------------------------
def invited(company: Cast, by: Caller, **how: object) -> Invitation:
    return invitations.invite(invitees.typed(email="new@acme.example", role="editor"), by=by, **how)  # type: ignore[arg-type]  # as said


def test_somebody_is_invited_to_a_limit_and_joins_with_it(company: Cast, mine: Collection) -> None:
    with places.letters() as letters:
        invited(company, places.caller(company, company.owner), collections=frozenset({mine.id}))
    joined = joining.join_anew(letters.secret, name="New", password="a long enough one", language="en", address=None)
    assert places.caller(company, joined.person).collections == frozenset({mine.id})


def test_whoever_is_limited_invites_into_their_own_limit(company: Cast, mine: Collection, beyond: Collection, manager: Person) -> None:
    by = places.caller(company, manager)
    for wider in (None, frozenset({beyond.id})):
        with pytest.raises(MoreThanOnesOwn):
            invited(company, by, collections=wider)
    invitation = invited(company, by)
    assert invitation.collections == [mine.id]
    with tenancy.within(company.id):
        assert all(one.fits for one in invitations.judge(by, [invitees.typed(email="other@acme.example", role="editor")]))


def test_nobody_sends_again_or_writes_over_what_reaches_further(company: Cast, manager: Person) -> None:
    invitation = invited(company, places.caller(company, company.owner))
    with pytest.raises(MoreThanOnesOwn):
        invitations.resend(invitation, by=places.caller(company, manager))
    with pytest.raises(MoreThanOnesOwn):
        invited(company, places.caller(company, manager))
    with tenancy.within(company.id):
        assert Invitation.objects.get().collections == []


# -- programs ----------------------------------------------------------------------------------------------------------
def program(company: Cast, text: str) -> Caller:
    found = callers.by_token(text)
    assert found
    return found


def test_a_persons_key_reaches_no_further_than_they(company: Cast, mine: Collection, beyond: Collection) -> None:
    with tenancy.within(company.id):
        _key, whole = keys.make_for_oneself(places.caller(company, company.teammate), name="Robot", scopes={"assets:read"}, days=30)
    assert program(company, whole).collections is None
    limit(company, company.teammate, frozenset({mine.id}), by=company.owner)
    assert program(company, whole).collections == frozenset({mine.id})
    by, wider = places.caller(company, company.teammate), frozenset({beyond.id})
    with tenancy.within(company.id), pytest.raises(MoreThanOnesOwn):
        keys.make_for_oneself(by, name="Wider", scopes={"assets:read"}, days=30, collections=wider)


def test_a_company_key_is_limited_too_and_stays_so_when_it_is_rotated(company: Cast, mine: Collection) -> None:
    by = places.caller(company, company.owner)
    with tenancy.within(company.id):
        key, first = keys.make_for_company(
            by, name="Robot", scopes={"assets:read", "collections:write"}, days=30, collections=frozenset({mine.id})
        )
        _fresh, second = keys.rotate(by, key)
    for text in (first, second):
        found = program(company, text)
        assert (found.collections, found.permissions) == (frozenset({mine.id}), frozenset({Permission.SEE_ASSETS}))


def test_a_key_that_shares_nothing_with_its_person_opens_nothing(company: Cast, mine: Collection, beyond: Collection) -> None:
    place = places.place(company, piles.limited(company, "mei@acme.example", mine))
    text = tokens.issue(company.id, membership=place, collections=[beyond.id])
    assert program(company, text).collections == frozenset()


def test_a_key_limited_to_nothing_is_refused(company: Cast) -> None:
    with tenancy.within(company.id), pytest.raises(KeyDoesNotFit):
        keys.make_for_company(places.caller(company, company.owner), name="Robot", scopes={"assets:read"}, days=30, collections=frozenset())
