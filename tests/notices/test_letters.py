"""What our letters say, and that they say it to nobody else."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from tests import places
from tests.cast import Cast
from vidarium.accounts import codes, members
from vidarium.accounts.events import AccountTouched, MemberInvited
from vidarium.accounts.models import Code, Person
from vidarium.foundation import events, ids, tenancy
from vidarium.notices import letters, mail
from vidarium.notices.models import Message

STRANGER = "nobody@acme.example"
SENT_BY_LETTER = [Code.Purpose.OPEN, Code.Purpose.SIGN_IN, Code.Purpose.RESET, Code.Purpose.NEW_ADDRESS]


def letter() -> Message:
    """The only one."""
    return Message.objects.get()


def has_a_code(message: Message) -> bool:
    return any(word.strip(".").isdigit() and len(word.strip(".")) == 6 for word in f"{message.subject} {message.text}".split())


@pytest.mark.promise("I.B-f5")
@pytest.mark.parametrize("purpose", SENT_BY_LETTER)
def test_a_code_goes_to_its_address_with_what_it_is_for(company: Cast, purpose: Code.Purpose) -> None:
    to = company.owner.email if purpose in {Code.Purpose.SIGN_IN, Code.Purpose.RESET} else STRANGER
    codes.issue(purpose, to, language="en")
    assert letter().to == to
    assert has_a_code(letter())
    assert "ten minutes" in letter().text
    assert "If it was not you" in letter().text


def test_who_has_an_account_is_told_so_instead_of_a_code_to_open_one(company: Cast) -> None:
    """A-01."""
    codes.issue(Code.Purpose.OPEN, company.owner.email, language="en")
    assert not has_a_code(letter())
    assert "http://localhost:8000/sign-in" in letter().text
    assert "http://localhost:8000/forgotten" in letter().text


@pytest.mark.parametrize("purpose", [Code.Purpose.SIGN_IN, Code.Purpose.RESET])
def test_who_has_no_account_is_told_so_instead_of_a_code(db: None, purpose: Code.Purpose) -> None:
    """A-01."""
    codes.issue(purpose, STRANGER, language="en")
    assert not has_a_code(letter())
    assert "http://localhost:8000/open" in letter().text


def test_a_code_for_a_phone_is_a_text_message_and_no_letter(db: None) -> None:
    codes.issue(Code.Purpose.PHONE, "+85255500142", language="en")
    assert letter().channel == Message.Channel.SMS
    mail.send(letter().id)
    assert letter().tries == 0


@pytest.mark.promise("I.B-d")
@pytest.mark.promise("I.A.2.1-d")
def test_a_letter_is_in_the_readers_language_and_the_next_page_is_not(db: None) -> None:
    codes.issue(Code.Purpose.OPEN, STRANGER, language="zh-hans")
    codes.issue(Code.Purpose.OPEN, "other@acme.example", language="en")
    chinese, english = (Message.objects.get(to=to) for to in (STRANGER, "other@acme.example"))
    assert english.subject.endswith("is your code")
    assert "验证码" in chinese.subject


@pytest.mark.parametrize(
    ("what", "said"),
    [("new-device", "new device"), ("password", "password was changed"), ("address", "address was changed"),
     ("second-factor", "second step"), ("something", "account was changed")],
)  # fmt: skip
def test_whose_sign_in_changes_is_told_at_every_address_and_what_helps(company: Cast, what: str, said: str) -> None:
    owner = company.owner
    events.announce(AccountTouched(what, owner.id, (owner.email, "old@acme.example"), "Firefox 156, Linux", "en"))
    sent = list(Message.objects.order_by("to"))
    assert [one.to for one in sent] == ["old@acme.example", owner.email]
    assert all(said in one.subject for one in sent)
    assert "Firefox 156, Linux" in sent[0].text
    assert "http://localhost:8000/forgotten" in sent[0].text


@pytest.mark.promise("I.B-d")
def test_a_person_whose_language_is_not_known_reads_english(company: Cast) -> None:
    events.announce(AccountTouched("password", company.owner.id, (company.owner.email,), "", ""))
    assert letter().subject == "Your password was changed"
    assert "What is known" not in letter().text


def invited(**other: str) -> MemberInvited:
    given = {
        "company": "Acme Films",
        "to": STRANGER,
        "name": "Zoe",
        "inviter": "Lin Wei",
        "link": "http://localhost:8000/join/inv_1",
        "language": "en",
    }
    return MemberInvited(company_id=ids.sortable(), expires_at=datetime(2026, 12, 2, 9, 30, tzinfo=UTC), **{**given, **other})


@pytest.mark.promise("I.A.1.1-l")
def test_an_invitation_says_who_where_until_when_and_what_happens_with_the_address() -> None:
    subject, text = letters._invitation(invited())
    assert subject == "Lin Wei invites you to Acme Films"
    for said in (
        "Zoe",
        "http://localhost:8000/join/inv_1",
        "until 2 Dec 2026, 09:30 UTC.",
        "given to us by Acme Films",
        "it is removed a month after the invitation has ended",
        "ignore this letter",
    ):
        assert said in text


def test_a_program_invites_in_the_name_of_the_company_alone() -> None:
    subject, text = letters._invitation(invited(inviter=""))
    assert subject == "Acme Films invites you"
    assert "Acme Films invites you to work on its videos." in text


def test_no_full_stop_stands_behind_an_address(company: Cast) -> None:
    """Where a letter is shown, it would be taken for a part of the address."""
    for purpose in SENT_BY_LETTER:
        codes.issue(purpose, company.owner.email, language="en")
        codes.issue(purpose, STRANGER, language="zh-hans")
    events.announce(AccountTouched("password", company.owner.id, (company.owner.email,), "Firefox 156, Linux", "zh-hans"))
    events.announce(invited())
    assert [found for one in Message.objects.all() for found in re.findall(r"http\S+[.,。，](?:\s|$)|http\S+[。，]", one.text)] == []


def test_an_invitation_is_sent_when_it_is_announced(db: None) -> None:
    events.announce(invited(name=""))
    assert letter().to == STRANGER
    assert letter().text.startswith("Good day,\n")


def test_a_name_never_makes_a_second_header(db: None) -> None:
    """X-06."""
    events.announce(invited(company="Acme\r\nBcc: everyone@acme.example"))
    assert "\n" not in letter().subject


def test_a_person_who_was_switched_off_gets_no_code(company: Cast) -> None:
    Person.objects.filter(id=company.owner.id).update(is_active=False)
    codes.issue(Code.Purpose.SIGN_IN, company.owner.email, language="en")
    assert not has_a_code(letter())


@pytest.mark.promise("IV.2-d")
def test_both_are_told_that_a_company_has_another_owner(company: Cast) -> None:
    Person.objects.filter(id=company.teammate.id).update(language="zh-hans")
    with tenancy.within(company.id):
        members.hand_over_ownership(places.place(company, company.teammate), by=places.caller(company, company.owner))
    told = {message.to: message for message in Message.objects.all()}
    assert set(told) == {company.owner.email, company.teammate.email}
    assert told[company.owner.email].subject == "Acme Films has another owner"
    assert "teammate@acme.example" in told[company.owner.email].text
