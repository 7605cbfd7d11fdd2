"""Coming in by password, by a code, and after a password was forgotten."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth import hashers
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.accounts.conftest import Heard
from tests.accounts.opened import GOOD
from tests.cast import Cast
from vidarium.accounts import acquaintances, codes, coming_in, links, sessions
from vidarium.accounts.devices import About
from vidarium.accounts.errors import CodeIsVoid, CodeIsWrong, LinkIsSpent, NotRecognised, PasswordIsUnfit, PasswordIsWeak, TooMany
from vidarium.accounts.events import AccountTouched
from vidarium.accounts.models import Code, Person
from vidarium.foundation.datamap import Personal, Purpose, register

HERE, THERE = "203.0.113.9", "198.51.100.7"
NEW = "lantern orbit velvet soup"


@pytest.fixture
def lin(company: Cast) -> Person:
    """The company's owner, who has a password."""
    company.owner.set_password(GOOD)
    company.owner.save()
    return company.owner


def tried(email: str, password: str, *, address: str = HERE, browser: str = "") -> bool:
    """Whether one comes in."""
    try:
        coming_in.by_password(email, password, address=address, browser=browser)
    except NotRecognised:
        return False
    return True


def refused_after(try_once: Callable[[int], object]) -> int:
    """At which of twenty tries it is one too many."""
    for number in range(1, 21):
        try:
            try_once(number)
        except TooMany:
            return number
    return 0


@pytest.mark.promise("I.A.1.1-i")
def test_the_password_opens_the_account(lin: Person) -> None:
    assert coming_in.by_password(" Owner@Acme.example", GOOD, address=HERE) == lin


def test_another_password_does_not(lin: Person) -> None:
    assert not tried(lin.email, NEW)


def test_somebody_without_a_password_does_not_come_in_by_one(company: Cast) -> None:
    assert not tried(company.teammate.email, "")
    assert not tried(company.teammate.email, company.teammate.password)


def test_who_may_no_longer_come_does_not_come(lin: Person) -> None:
    lin.is_active = False
    lin.save()
    assert not tried(lin.email, GOOD)


@pytest.mark.parametrize("email", ["nobody@acme.example", "", "a\0b", "no address"])
def test_an_address_that_nobody_has_is_the_same_error(lin: Person, email: str) -> None:
    """A-01."""
    assert not tried(email, GOOD)


def test_as_much_is_hashed_and_asked_for_nobody_as_for_somebody(lin: Person, company: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A-01."""
    hashed = count_hashes(monkeypatch)
    work = set()
    for number, email in enumerate((lin.email, company.teammate.email, "nobody@acme.example")):
        hashed.clear()
        with CaptureQueriesContext(connection) as asked:
            tried(email, NEW, address=f"203.0.113.{number}")
        work.add((len(asked), len(hashed)))
    assert work == {(3, 1)}


def count_hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A line for each time that argon2 really works."""
    done: list[str] = []
    for name in ("encode", "verify"):
        real = getattr(hashers.Argon2PasswordHasher, name)
        monkeypatch.setattr(hashers.Argon2PasswordHasher, name, counted(real, done))
    return done


def counted(real: Callable[..., object], done: list[str]) -> Callable[..., object]:
    def work(*words: object) -> object:
        done.append(real.__name__)
        return real(*words)

    return work


@pytest.mark.promise("I.A.1.1-q")
def test_guessing_at_one_account_ends_by_the_tenth_try_wherever_it_comes_from(lin: Person) -> None:
    """A-02."""
    assert 6 <= refused_after(lambda number: tried(lin.email, NEW, address=f"203.0.113.{number}")) <= 10


@pytest.mark.promise("I.A.1.1-q")
def test_guessing_from_one_network_ends_by_the_tenth_try_whatever_it_is_at(db: None) -> None:
    """A-02."""
    assert 6 <= refused_after(lambda number: tried(f"{number}@acme.example", NEW)) <= 10


def test_an_account_that_is_nobodys_is_counted_alike(db: None) -> None:
    """A-01."""
    assert 6 <= refused_after(lambda number: tried("nobody@acme.example", NEW, address=f"203.0.113.{number}")) <= 10


def test_the_right_password_is_refused_too_while_it_is_too_many(lin: Person) -> None:
    refused_after(lambda number: tried(lin.email, NEW, address=f"203.0.113.{number}"))
    with pytest.raises(TooMany) as caught:
        tried(lin.email, GOOD, address=THERE)
    assert 0 < caught.value.seconds <= 15 * 60


@pytest.mark.promise("I.A.1.1-q")
def test_where_a_password_opens_no_more_a_code_still_does(lin: Person, heard: Heard) -> None:
    refused_after(lambda number: tried(lin.email, NEW, address=f"203.0.113.{number}"))
    codes.issue(Code.Purpose.SIGN_IN, lin.email, language="en", address=THERE)
    assert coming_in.by_code(lin.email, heard.code) == lin


@pytest.mark.promise("I.A.1.1-q")
def test_tries_are_kept_for_safety_alone() -> None:
    labels = [one.label for one in register.current().kept if one.name.startswith("accounts_attempt.")]
    assert {purpose for label in labels if isinstance(label, Personal) for purpose in label.uses} == {Purpose.SECURITY}


def test_a_browser_that_knows_the_account_is_not_locked_out_by_strangers(lin: Person) -> None:
    known = acquaintances.mark(lin, among="")
    refused_after(lambda number: tried(lin.email, NEW, address=f"203.0.113.{number}"))
    assert tried(lin.email, GOOD, address=THERE, browser=known)


def test_a_browser_that_knows_the_account_may_not_guess_for_ever(lin: Person) -> None:
    """A-02."""
    known = acquaintances.mark(lin, among="")
    assert 6 <= refused_after(lambda number: tried(lin.email, NEW, address=f"203.0.113.{number}", browser=known)) <= 10


def test_a_mark_knows_one_account_and_ends_with_its_password(lin: Person, company: Cast) -> None:
    known = acquaintances.mark(lin, among="")
    assert acquaintances.number_of(company.teammate, among=known) is None
    both = acquaintances.mark(company.teammate, among=known)
    assert acquaintances.number_of(lin, among=both)
    lin.set_password(NEW)
    assert acquaintances.number_of(lin, among=both) is None


@pytest.mark.parametrize("text", ["", ".", "-", "a-b.c-d", "x" * 5000, "\0"])
def test_a_mark_that_is_none_of_ours_knows_nobody(lin: Person, text: str) -> None:
    assert acquaintances.number_of(lin, among=text) is None


def test_coming_in_well_does_not_count(lin: Person) -> None:
    for _ in range(12):
        assert tried(lin.email, GOOD)


def test_one_success_does_not_clear_what_was_guessed(lin: Person, company: Cast) -> None:
    """A-02."""
    company.teammate.set_password(NEW)
    company.teammate.save()

    def guess(number: int) -> None:
        tried(company.teammate.email, NEW)
        tried(f"{number}@acme.example", NEW)

    assert 6 <= refused_after(guess) <= 10


def test_a_password_that_nobody_types_is_refused_before_any_work(lin: Person) -> None:
    """A-16."""
    with pytest.raises(PasswordIsUnfit):
        tried(lin.email, "x" * 1025)


@pytest.mark.promise("I.A.1.1-g")
def test_a_code_opens_the_account_once(lin: Person, heard: Heard) -> None:
    codes.issue(Code.Purpose.SIGN_IN, lin.email, language="en")
    assert coming_in.by_code(lin.email, heard.code) == lin
    with pytest.raises(CodeIsVoid):
        coming_in.by_code(lin.email, heard.code)


def test_a_code_to_nobodys_address_opens_nothing(db: None, heard: Heard) -> None:
    """A-01."""
    codes.issue(Code.Purpose.SIGN_IN, "nobody@acme.example", language="en")
    with pytest.raises(CodeIsVoid):
        coming_in.by_code("nobody@acme.example", heard.code)


def test_asking_for_a_code_is_the_same_work_for_nobody(lin: Person) -> None:
    """A-01."""
    counts = set()
    for email in (lin.email, "nobody@acme.example"):
        with CaptureQueriesContext(connection) as asked:
            codes.issue(Code.Purpose.SIGN_IN, email, language="en", address=HERE)
        counts.add(len(asked))
    assert len(counts) == 1


def forgotten(lin: Person, heard: Heard) -> str:
    codes.issue(Code.Purpose.RESET, lin.email, language="en")
    return heard.code


def test_a_forgotten_password_is_replaced_by_a_code(lin: Person, heard: Heard) -> None:
    coming_in.by_new_password(lin.email, forgotten(lin, heard), NEW, about="Firefox 156, Linux")
    assert tried(lin.email, NEW)
    assert not tried(lin.email, GOOD)


def test_a_code_for_a_new_password_works_once(lin: Person, heard: Heard) -> None:
    """A-09."""
    code = forgotten(lin, heard)
    coming_in.by_new_password(lin.email, code, NEW, about="")
    with pytest.raises(CodeIsVoid):
        coming_in.by_new_password(lin.email, code, GOOD, about="")


def test_a_code_for_a_new_password_is_for_one_account(lin: Person, company: Cast, heard: Heard) -> None:
    """A-09."""
    code = forgotten(lin, heard)
    with pytest.raises(CodeIsVoid):
        coming_in.by_new_password(company.teammate.email, code, NEW, about="")


def test_a_weak_password_does_not_use_the_code_up(lin: Person, heard: Heard) -> None:
    code = forgotten(lin, heard)
    with pytest.raises(PasswordIsWeak):
        coming_in.by_new_password(lin.email, code, "password1", about="")
    coming_in.by_new_password(lin.email, code, NEW, about="")


def test_a_wrong_code_changes_nothing(lin: Person, heard: Heard) -> None:
    code = forgotten(lin, heard)
    with pytest.raises(CodeIsWrong):
        coming_in.by_new_password(lin.email, f"{(int(code) + 1) % 10**6:06}", NEW, about="")
    assert tried(lin.email, GOOD)


def test_with_a_new_password_everything_else_that_opened_the_account_ends(lin: Person, heard: Heard) -> None:
    """A-07, A-09."""
    mark = sessions.begin(lin, About())
    secret = links.issue(lin).rsplit("/", 1)[1]
    codes.issue(Code.Purpose.SIGN_IN, lin.email, language="en")
    spare = heard.code
    coming_in.by_new_password(lin.email, forgotten(lin, heard), NEW, about="")
    assert not sessions.is_alive(lin.id, mark)
    with pytest.raises(LinkIsSpent):
        links.use(secret)
    with pytest.raises(CodeIsVoid):
        coming_in.by_code(lin.email, spare)


def test_they_are_told_of_a_new_password(lin: Person, heard: Heard) -> None:
    coming_in.by_new_password(lin.email, forgotten(lin, heard), NEW, about="Firefox 156, Linux")
    assert [fact for fact in heard if isinstance(fact, AccountTouched)] == [
        AccountTouched("password", lin.id, (lin.email,), "Firefox 156, Linux", lin.language)
    ]
