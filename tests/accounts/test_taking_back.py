"""Three days in which what was given away can be taken back: by its link alone, once, and by nobody's mere look at it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from tests.accounts.test_moving import NEW, ask, code_for
from tests.accounts.test_sessions import browser
from tests.cast import Cast
from vidarium.accounts import callers, members, moving, upkeep
from vidarium.accounts.activity import Act
from vidarium.accounts.models import Activity, Company, Membership, Person
from vidarium.foundation import clock, tenancy
from vidarium.notices.models import Message

pytestmark = [pytest.mark.promise("IV.2-d"), pytest.mark.usefixtures("collected")]


def hand_over(company: Cast) -> str:
    by = callers.by_person(company.owner.id)
    assert by
    with tenancy.within(company.id):
        members.hand_over_ownership(Membership.objects.get(person=company.teammate), by=by)
    return way_to("owner@acme.example")


def move(person: Person) -> str:
    ask(person)
    before = person.email
    moving.move(person, NEW, new_code=code_for(NEW), old_code=code_for(before), mark="")
    return way_to(before)


def way_to(email: str) -> str:
    letters = Message.objects.filter(to=email, text__contains="/take-back/").order_by("-id")
    found = re.search(r"(/take-back/\S+)", letters[0].text)
    assert found
    return found[1]


def roles(company: Cast) -> dict[str, str]:
    with tenancy.within(company.id):
        return dict(Membership.objects.values_list("person__email", "role"))


def test_a_company_is_taken_back_and_both_are_told(company: Cast) -> None:
    way = hand_over(company)
    Message.objects.all().delete()
    assert Client().post(way).status_code == 200
    assert roles(company) == {"owner@acme.example": "owner", "teammate@acme.example": "administrator"}
    assert set(Message.objects.values_list("to", flat=True)) == {"owner@acme.example", "teammate@acme.example"}
    with tenancy.within(company.id):
        assert Activity.objects.filter(act=Act.OWNERSHIP_HANDED_OVER).order_by("-id")[0].after == {"owner": "owner@acme.example"}


def test_opening_the_link_changes_nothing(company: Cast) -> None:
    way = hand_over(company)
    assert "Acme Films" in Client().get(way).content.decode()
    assert roles(company)["teammate@acme.example"] == "owner"


def test_it_works_once(company: Cast) -> None:
    way = hand_over(company)
    Client().post(way)
    assert [Client().post(way).status_code, Client().get(way).status_code] == [410, 410]


def test_also_for_whoever_was_removed_meanwhile(company: Cast) -> None:
    way = hand_over(company)
    with tenancy.within(company.id):
        Membership.objects.get(person=company.owner).delete()
    Client().post(way)
    assert roles(company)["owner@acme.example"] == "owner"


def test_after_three_days_it_stays_where_it_is(company: Cast) -> None:
    way = hand_over(company)
    late = clock.now() + timedelta(hours=72, seconds=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: late)
        assert Client().post(way).status_code == 410
    assert roles(company)["teammate@acme.example"] == "owner"


@pytest.mark.parametrize("secret", ["x", "company-1-2-3-4", "-", "company"])
def test_a_link_that_is_none_of_ours_leads_nowhere(db: None, secret: str) -> None:
    assert Client().get(f"/take-back/{secret}").status_code == 410


def test_a_link_with_one_letter_changed_leads_nowhere(company: Cast) -> None:
    """A-09."""
    way = hand_over(company)
    other = "1" if way[-1] != "1" else "2"
    assert [Client().post(way[:-1] + other).status_code, Client().post(way.replace("company", "address")).status_code] == [410, 410]


def test_an_account_returns_to_the_address_that_it_left(company: Cast) -> None:
    """A-07."""
    thief = browser(company.owner)
    way = move(company.owner)
    Message.objects.all().delete()
    assert Client().post(way).status_code == 200
    person = Person.objects.get(id=company.owner.id)
    assert (person.email, person.moved_from, person.has_usable_password()) == ("owner@acme.example", "", False)
    assert set(Message.objects.values_list("to", flat=True)) == {NEW, "owner@acme.example"}
    assert thief.get("/library").status_code == 302


def test_a_second_move_does_not_shake_off_the_first(company: Cast) -> None:
    way = move(company.owner)
    moving.ask(company.owner, "far@elsewhere.example", language="en", address=None)
    moving.move(company.owner, "far@elsewhere.example", new_code=code_for("far@elsewhere.example"), old_code=code_for(NEW), mark="")
    Client().post(way)
    assert Person.objects.get(id=company.owner.id).email == "owner@acme.example"


def test_whoever_hands_a_company_on_is_offered_no_way_that_could_close_the_first(company: Cast) -> None:
    way = hand_over(company)
    thief = callers.by_person(company.teammate.id)
    assert thief
    with tenancy.within(company.id):
        members.hand_over_ownership(Membership.objects.get(person=company.owner), by=thief)
    assert not Message.objects.filter(to="teammate@acme.example", text__contains="/take-back/").exists()
    assert Client().post(way).status_code == 200


def test_nobody_is_pushed_off_an_address_that_they_have_by_now(company: Cast) -> None:
    way = move(company.owner)
    Person.objects.known_as("owner@acme.example")
    assert Client().post(way).status_code == 410
    assert Person.objects.get(id=company.owner.id).email == NEW


def test_the_address_is_forgotten_with_its_three_days(company: Cast) -> None:
    move(company.owner)
    Person.objects.filter(id=company.owner.id).update(moved_at=clock.now() - timedelta(hours=73))
    upkeep.sweep()
    assert Person.objects.get(id=company.owner.id).moved_from == ""
    with tenancy.within(company.id):
        assert Company.objects.get().handed_over_at is None
