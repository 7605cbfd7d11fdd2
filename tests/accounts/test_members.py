"""Members: changed, suspended, restored, removed, gone; and who owns the company."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from tests import places
from tests.cast import Cast
from vidarium.accounts import callers, members, roles, tokens
from vidarium.accounts.activity import Act
from vidarium.accounts.authority import Permission
from vidarium.accounts.callers import Caller
from vidarium.accounts.errors import AccountsError, DoesNotFit, LastOwner, MoreThanOnesOwn, NoSuchMember, NotAllowed
from vidarium.accounts.models import Activity, CustomRole, Membership, Person, Token
from vidarium.accounts.roles import Chosen
from vidarium.foundation import ids, tenancy

Verb = Callable[[Membership, Caller], object]
EDITOR, VIEWER, ADMINISTRATOR, OWNER = (Chosen(name) for name in ("editor", "viewer", "administrator", "owner"))


def to(role: Chosen, *, position: str = "") -> Verb:
    return lambda member, by: members.change(member, by=by, role=role, position=position)


def suspend(member: Membership, by: Caller) -> None:
    members.suspend(member, by=by)


def restore(member: Membership, by: Caller) -> None:
    members.restore(member, by=by)


def remove(member: Membership, by: Caller) -> None:
    members.remove(member, by=by)


def does(company: Cast, verb: Verb, *, to: Person, by: Person) -> None:
    caller = places.caller(company, by)
    with tenancy.within(company.id):
        verb(callers.place(company.id, to.id), caller)


@pytest.fixture
def administrator(company: Cast) -> Person:
    return places.added(company, "admin@acme.example", role="administrator")


@pytest.mark.promise("IV.2-c")
@pytest.mark.promise("I.A.1.1-m")
def test_what_is_changed_holds_with_the_next_look(company: Cast) -> None:
    does(company, to(VIEWER, position="Guest"), to=company.teammate, by=company.owner)
    assert places.caller(company, company.teammate).permissions == {Permission.SEE_ASSETS}
    assert places.place(company, company.teammate).position == "Guest"


@pytest.mark.promise("IV.2-c")
@pytest.mark.promise("IV.2-a")
def test_what_was_before_is_written_down(company: Cast) -> None:
    does(company, to(VIEWER, position="Guest"), to=company.teammate, by=company.owner)
    with tenancy.within(company.id):
        line = Activity.objects.get(act=Act.MEMBER_CHANGED)
    assert (line.before, line.after) == ({"role": "Editor", "position": ""}, {"role": "Viewer", "position": "Guest"})


def test_nothing_changed_is_nothing_written(company: Cast) -> None:
    does(company, to(EDITOR), to=company.teammate, by=company.owner)
    with tenancy.within(company.id):
        assert not Activity.objects.filter(act=Act.MEMBER_CHANGED).exists()


@pytest.mark.parametrize("verb", [to(VIEWER), suspend, restore, remove])
def test_an_owner_is_touched_by_an_owner_alone(company: Cast, administrator: Person, verb: Verb) -> None:
    with pytest.raises(MoreThanOnesOwn):
        does(company, verb, to=company.owner, by=administrator)


@pytest.mark.parametrize("verb", [to(VIEWER), suspend, remove])
def test_nobody_touches_who_may_do_more(company: Cast, administrator: Person, verb: Verb) -> None:
    with tenancy.within(company.id):
        narrow = CustomRole.objects.create(
            company=company.company, name="Keeper", permissions=["people:read", "people:write", "assets:read"]
        )
    keeper = places.added(company, "keeper@acme.example", custom=narrow)
    with pytest.raises(MoreThanOnesOwn):
        does(company, verb, to=administrator, by=keeper)


@pytest.mark.promise("I.A.1.1-m")
def test_nobody_makes_themselves_more(company: Cast, administrator: Person) -> None:
    with pytest.raises(MoreThanOnesOwn):
        does(company, to(OWNER), to=administrator, by=administrator)


@pytest.mark.parametrize("verb", [to(VIEWER), suspend, remove])
def test_the_last_owner_stays(company: Cast, verb: Verb) -> None:
    with pytest.raises(LastOwner):
        does(company, verb, to=company.owner, by=company.owner)


def test_a_suspended_owner_is_no_owner_to_lean_on(company: Cast) -> None:
    second = places.added(company, "second@acme.example", role="owner")
    does(company, suspend, to=second, by=company.owner)
    with pytest.raises(LastOwner):
        does(company, to(VIEWER), to=company.owner, by=company.owner)


def test_one_of_two_owners_may_go(company: Cast) -> None:
    second = places.added(company, "second@acme.example", role="owner")
    leave(company, company.owner)
    assert places.caller(company, second).may(Permission.CLOSE_COMPANY)
    with pytest.raises(LastOwner):
        leave(company, second)


def leave(company: Cast, person: Person) -> None:
    caller = places.caller(company, person)
    with tenancy.within(company.id):
        members.leave(by=caller)


def test_of_two_owners_who_leave_at_once_one_stays(live: None, company: Cast) -> None:
    second, ready, refused = places.added(company, "second@acme.example", role="owner"), threading.Barrier(2), []

    def go(person: Person) -> None:
        ready.wait()
        try:
            leave(company, person)
        except AccountsError as error:
            refused.append(type(error))
        finally:
            connections.close_all()

    both = [threading.Thread(target=go, args=(person,)) for person in (company.owner, second)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    with tenancy.within(company.id):
        assert Membership.objects.filter(role="owner").count() == 1
    assert refused == [LastOwner]


@pytest.mark.promise("IV.2-c")
def test_a_suspended_person_has_no_company_and_no_key(company: Cast) -> None:
    """A-07."""
    key = tokens.issue(company.id, membership=places.place(company, company.teammate))
    assert callers.by_token(key)
    does(company, suspend, to=company.teammate, by=company.owner)
    assert (callers.by_person(company.teammate.id), callers.by_token(key)) == (None, None)
    does(company, restore, to=company.teammate, by=company.owner)
    assert callers.by_person(company.teammate.id)
    assert callers.by_token(key)


def test_a_removed_persons_keys_go(company: Cast) -> None:
    """A-07."""
    key = tokens.issue(company.id, membership=places.place(company, company.teammate))
    does(company, remove, to=company.teammate, by=company.owner)
    assert callers.by_token(key) is None
    with tenancy.within(company.id):
        assert not Token.objects.exclude(membership=None).exists()


def test_each_is_written_down(company: Cast) -> None:
    for verb in (suspend, restore, remove):
        does(company, verb, to=company.teammate, by=company.owner)
    with tenancy.within(company.id):
        written = list(Activity.objects.filter(actor_id=company.owner.id).order_by("id").values_list("act", "words"))
    assert written == [(f"member.{act}", "teammate@acme.example") for act in ("suspended", "restored", "removed")]


@pytest.mark.promise("IV.2-d")
def test_ownership_is_handed_over(company: Cast) -> None:
    does(company, lambda member, by: members.hand_over_ownership(member, by=by), to=company.teammate, by=company.owner)
    assert places.place(company, company.teammate).role == "owner"
    assert places.place(company, company.owner).role == "administrator"
    with tenancy.within(company.id):
        assert Activity.objects.get(act=Act.OWNERSHIP_HANDED_OVER).after == {"owner": "teammate@acme.example"}


def test_only_an_owner_hands_over(company: Cast, administrator: Person) -> None:
    with pytest.raises(NotAllowed):
        does(company, lambda member, by: members.hand_over_ownership(member, by=by), to=company.teammate, by=administrator)


def test_nothing_is_handed_to_who_is_suspended_nor_to_oneself(company: Cast) -> None:
    does(company, suspend, to=company.teammate, by=company.owner)
    for person in (company.teammate, company.owner):
        with pytest.raises(NoSuchMember):
            does(company, lambda member, by: members.hand_over_ownership(member, by=by), to=person, by=company.owner)


def test_a_position_is_one_short_line(company: Cast) -> None:
    does(company, to(EDITOR, position=" Editor\n in\tchief "), to=company.teammate, by=company.owner)
    assert places.place(company, company.teammate).position == "Editor in chief"
    with pytest.raises(DoesNotFit):
        does(company, to(EDITOR, position="x" * 121), to=company.teammate, by=company.owner)


def test_another_companys_member_is_not_found(company: Cast, stranger: Cast) -> None:
    """T-01."""
    theirs = places.place(company, company.teammate)
    for text in (theirs.public_id, ids.show("mem", ids.sortable()), "mem_", "inv_1"):
        with tenancy.within(stranger.id), pytest.raises(NoSuchMember):
            members.by_public_id(places.caller(stranger, stranger.owner), text)


def test_what_a_role_is_called_is_what_people_read(company: Cast) -> None:
    with tenancy.within(company.id):
        own = CustomRole.objects.create(company=company.company, name="Archivist", permissions=["assets:read"])
    person = places.added(company, "a@acme.example", custom=own)
    assert [roles.of(places.place(company, one)).words for one in (company.owner, person)] == ["Owner", "Archivist"]
