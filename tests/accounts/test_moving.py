"""Another address, another password, and saying once more who one is: by a person who is signed in."""

from __future__ import annotations

import re

import pytest

from tests.accounts.test_sessions import browser
from tests.cast import Cast
from vidarium.accounts import moving
from vidarium.accounts.errors import CodeIsVoid, CodeIsWrong, MailIsWrong
from vidarium.accounts.models import Person
from vidarium.notices.models import Message

pytestmark = pytest.mark.usefixtures("collected")

NEW = "lin@elsewhere.example"
GOOD = "harbour tide lantern quay"


def code_for(to: str) -> str:
    """The newest one that was sent there."""
    letter = Message.objects.filter(to=to).order_by("-id")[0]
    found = re.search(r"\b\d{6}\b", letter.text)
    assert found, letter.text
    return found[0]


def ask(person: Person, to: str = NEW) -> None:
    moving.ask(person, to, language="en", address=None)


@pytest.mark.promise("IV.2-d")
def test_an_account_moves_when_both_addresses_agree(company: Cast) -> None:
    here, there = browser(company.owner), browser(company.owner, "Mozilla/5.0 (X11; Linux x86_64) Firefox/156.0")
    here.post("/you/address", {"to": NEW})
    here.post("/you/address", {"new_code": code_for(NEW), "old_code": code_for("owner@acme.example")})
    assert Person.objects.get(id=company.owner.id).email == NEW
    assert here.get("/library").status_code == 200
    assert there.get("/library").status_code == 302


def test_both_addresses_hear_of_it(company: Cast) -> None:
    ask(company.owner)
    codes = {"new_code": code_for(NEW), "old_code": code_for(company.owner.email)}
    Message.objects.all().delete()
    moving.move(company.owner, NEW, **codes, mark="")
    assert set(Message.objects.values_list("to", flat=True)) == {NEW, "owner@acme.example"}


@pytest.mark.promise("IV.2-d")
@pytest.mark.parametrize("missing", ["new_code", "old_code"])
def test_one_of_them_is_not_enough(company: Cast, missing: str) -> None:
    ask(company.owner)
    codes = {"new_code": code_for(NEW), "old_code": code_for(company.owner.email), missing: "000000"}
    with pytest.raises(CodeIsWrong):
        moving.move(company.owner, NEW, **codes, mark="")
    assert Person.objects.get(id=company.owner.id).email == "owner@acme.example"


def test_the_code_of_one_new_address_does_not_open_another(company: Cast) -> None:
    ask(company.owner)
    with pytest.raises(CodeIsVoid):
        moving.move(company.owner, "other@elsewhere.example", new_code=code_for(NEW), old_code=code_for(company.owner.email), mark="")


def test_an_address_of_somebody_elses_is_not_told_of_and_not_taken(company: Cast) -> None:
    """A-01."""
    ask(company.owner, company.teammate.email)
    codes = {"new_code": code_for(company.teammate.email), "old_code": code_for("owner@acme.example")}
    with pytest.raises(MailIsWrong):
        moving.move(company.owner, company.teammate.email, **codes, mark="")
    assert Person.objects.get(id=company.owner.id).email == "owner@acme.example"


@pytest.mark.parametrize("to", ["", "no address", "owner@acme.example", "a@b\r\nBcc: c@d.example"])
def test_what_is_no_new_address_is_refused_with_a_sentence(company: Cast, to: str) -> None:
    answer = browser(company.owner).post("/you/address", {"to": to})
    assert answer.status_code == 400
    assert 'id="to-error"' in answer.content.decode()


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(company: Cast) -> None:
    """A-07."""
    here, there = browser(company.owner), browser(company.owner, "Mozilla/5.0 (X11; Linux x86_64) Firefox/156.0")
    assert here.post("/you/password", {"password": GOOD}).status_code == 302
    assert here.get("/library").status_code == 200
    assert there.get("/library").status_code == 302
    assert Person.objects.get(id=company.owner.id).check_password(GOOD)


def test_a_weak_password_is_refused_and_nothing_changes(company: Cast) -> None:
    here = browser(company.owner)
    assert here.post("/you/password", {"password": "password1"}).status_code == 400
    assert not Person.objects.get(id=company.owner.id).has_usable_password()


def test_after_a_while_one_says_once_more_who_one_is(company: Cast) -> None:
    here = browser(company.owner)
    session = here.session
    session["confirmed_at"] = 0
    session.save()
    assert here.get("/you/password").headers["Location"] == "/confirm?next=/you/password"
    assert here.post("/you/password", {"password": GOOD}).headers["Location"] == "/confirm?next=/you"
    here.post("/confirm", {"send": "yes", "next": "/you/password"})
    answer = here.post("/confirm", {"letter": code_for("owner@acme.example"), "next": "/you/password"})
    assert answer.headers["Location"] == "/you/password"
    assert here.get("/you/password").status_code == 200


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_saying_who_one_is_leads_to_no_other_site(company: Cast, to: str) -> None:
    """H-09."""
    company.owner.set_password(GOOD)
    company.owner.save()
    here = browser(company.owner)
    assert here.post("/confirm", {"password": GOOD, "next": to}).headers["Location"] == "/you"


def test_guesses_at_ones_own_password_end(company: Cast) -> None:
    company.owner.set_password(GOOD)
    company.owner.save()
    here = browser(company.owner)
    answers = [here.post("/confirm", {"password": f"guess {n}"}).status_code for n in range(6)]
    assert answers == [400, 400, 400, 400, 400, 429]
