"""Receipts: written by the act itself, read by whose they are, changed by nobody."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from tests import logins
from tests.accounts.opened import newcomer, opened
from vidarium.accounts.events import CompanyOpened
from vidarium.accounts.models import Company
from vidarium.foundation import clock, ids, tenancy
from vidarium.foundation.datamap import lock, register
from vidarium.foundation.environment import WORKER_ROLE
from vidarium.privacy import consents
from vidarium.privacy.models import Receipt, Subject
from vidarium.privacy.tasks import sweep


@pytest.fixture(autouse=True, scope="module")
def roles(django_db_setup: None) -> Iterator[None]:
    with logins.taken_on():
        yield


@pytest.mark.promise("I.A.1.1-o")
def test_opening_an_account_writes_a_receipt_beneath_the_notice_of_that_moment(db: None) -> None:
    company, person = opened()
    (receipt,) = consents.of(person)
    notice = register.current()
    assert (receipt.notice_version, receipt.notice_digest) == (notice.version, notice.digest)
    assert (receipt.about, receipt.language, receipt.mode) == (company.public_id, "en", "express")
    assert receipt.choices == {"what is entered is true and lawful": True}
    assert clock.now() - receipt.at < timedelta(minutes=1)


def test_the_digest_is_that_of_the_wording(db: None) -> None:
    opened()
    assert Receipt.objects.get().notice_digest == hashlib.sha256(lock.text_of(register.current().data()).encode()).hexdigest()


def test_a_receipt_names_nobody_once_the_person_is_gone(db: None) -> None:
    person = newcomer()
    consents.opened(CompanyOpened(ids.sortable(), person.id, "en", None))
    number = Subject.objects.get(person=person).id
    assert number != person.id
    person.delete()
    assert not Subject.objects.exists()
    assert Receipt.objects.get().subject_id == number


def test_somebody_who_opens_two_accounts_has_one_number_and_two_receipts(db: None) -> None:
    _, person = opened()
    opened(person, name="Second Films")
    assert consents.of(person).count() == 2
    assert Subject.objects.count() == 1


def test_nobody_sees_anothers_receipts(db: None) -> None:
    opened()
    _, other = opened(newcomer("zoe@globex.example"), name="Globex Films")
    assert consents.of(other).count() == 1


@pytest.mark.promise("I.A.1.1-o")
@pytest.mark.parametrize(
    "statement", ["UPDATE privacy_receipt SET mode = 'implied'", "DELETE FROM privacy_receipt", "TRUNCATE privacy_receipt"]
)
def test_no_login_of_the_application_changes_a_receipt(db: None, statement: str) -> None:
    opened()
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.promise("I.A.1.1-o")
@pytest.mark.parametrize(("closed_for", "left"), [(timedelta(days=1094, hours=23), 2), (timedelta(days=1095, minutes=1), 1), (None, 2)])
def test_a_receipt_goes_three_years_after_its_account_was_closed(db: None, closed_for: timedelta | None, left: int) -> None:
    company, person = opened()
    opened(person, name="Second Films")
    with tenancy.within(company.id):
        Company.objects.update(closed_at=clock.now() - closed_for if closed_for else None)
    with logins.speaking_as(WORKER_ROLE):
        sweep(0)
    assert consents.of(person).count() == left
    assert [one.about for one in consents.of(person) if one.about == company.public_id] == [company.public_id] * (left - 1)


def test_an_opening_that_fails_leaves_no_receipt(live: None, owner: psycopg.Connection[tuple[object, ...]]) -> None:
    with transaction.atomic():
        opened()
        transaction.set_rollback(True)
    assert owner.execute("SELECT count(*) FROM privacy_receipt").fetchone() == (0,)
