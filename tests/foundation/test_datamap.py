"""Labels, and the register that is compiled from them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.apps.registry import Apps
from django.db import models

from vidarium.accounts.labels import EMAIL, KEY
from vidarium.accounts.models import Person
from vidarium.foundation.datamap import Kept, NotPersonal, Row, Store, Term, Unlabelled, label_of, labelled, lock, register

COUNTED = NotPersonal("a number of things")


@pytest.mark.promise("I.A-a")
@pytest.mark.promise("I.A.2.1-m")
def test_a_class_with_an_unlabelled_field_does_not_load() -> None:
    with pytest.raises(Unlabelled, match=r"Note\.text has no label in the data map"):

        class Note(Row):
            id = labelled(models.UUIDField(primary_key=True), KEY)
            text = models.TextField()

            class Meta:
                app_label = "tests"
                apps = Apps()


def test_labelled_gives_the_very_field_back() -> None:
    field = models.IntegerField()
    assert labelled(field, COUNTED) is field
    assert label_of(field) is COUNTED


def declared(
    *, tables: register.Tables | None = None, kept: Iterable[Kept] = (), of: Iterable[type[models.Model]] = ()
) -> register.Declared:
    return register.Declared(models=tuple(of), tables=tables or {}, kept=tuple(kept))


def foreign_model() -> type[models.Model]:
    """A model of somebody else's code, with one column."""

    class Foreign(models.Model):
        tally = models.IntegerField(primary_key=True)

        class Meta:
            app_label = "tests"
            apps = Apps()
            db_table = "their_table"

    Foreign.__module__ = "their.models"
    return Foreign


def test_our_columns_are_in_the_register_under_their_own_labels() -> None:
    assert declared(of=[Person]).register().columns()["accounts_person", "email"] is EMAIL


def test_a_foreign_column_that_nobody_declared_is_a_problem() -> None:
    (problem,) = declared(of=[foreign_model()]).problems()
    assert problem.startswith("their_table.tally is a column of tests.Foreign, which is not ours")


def test_a_declared_foreign_column_is_in_the_register() -> None:
    made = declared(of=[foreign_model()], tables={"their_table": {"tally": COUNTED}}).register()
    assert made.columns() == {("their_table", "tally"): COUNTED}


def test_a_declaration_that_outlives_its_column_is_a_problem() -> None:
    (problem,) = declared(of=[foreign_model()], tables={"their_table": {"tally": COUNTED, "gone": COUNTED}}).problems()
    assert problem == "their_table.gone is declared in the data map, but tests.Foreign has no such column. Take it out."


def test_a_many_to_many_field_of_ours_needs_a_labelled_table() -> None:
    class Crowd(models.Model):
        id = labelled(models.UUIDField(primary_key=True), KEY)
        people = labelled(models.ManyToManyField("self"), COUNTED)

        class Meta:
            app_label = "tests"
            apps = Apps()

    Crowd.__module__ = "vidarium.tests"
    between: Any = Crowd._meta.get_field("people").remote_field.through
    between.__module__ = "vidarium.tests"
    assert all("has no label in the data map" in problem for problem in declared(of=[between]).problems())
    assert len(declared(of=[between]).problems()) == 3


def test_one_thing_has_one_label() -> None:
    twice = [Kept(Store.COOKIE, "crumb", EMAIL), Kept(Store.COOKIE, "crumb", EMAIL)]
    assert declared(kept=twice).problems() == ["crumb (cookie) has 2 labels. Keep one."]


def test_a_register_with_a_problem_is_not_made() -> None:
    with pytest.raises(register.Incomplete, match=r"their_table\.tally"):
        declared(of=[foreign_model()]).register()


@pytest.mark.promise("III.B.1-b")
@pytest.mark.parametrize("reason", ["", "technical", "   "])
def test_to_be_about_nobody_needs_a_reason(reason: str) -> None:
    (problem,) = declared(kept=[Kept(Store.LOG, "line", NotPersonal(reason))]).problems()
    assert problem == "line (log) is said to be about nobody. Say why in a few words."


@pytest.mark.parametrize(("field", "value"), [("words", ""), ("uses", {}), ("seen_by", ()), ("keep", Term(""))])
def test_a_personal_label_answers_every_question(field: str, value: Any) -> None:
    label = dataclasses.replace(EMAIL, **{field: value})
    (problem,) = declared(kept=[Kept(Store.LOG, "line", label)]).problems()
    assert f"leaves `{field}` empty" in problem


@pytest.mark.promise("P-i")
def test_a_clause_without_a_promise_is_a_problem() -> None:
    label = dataclasses.replace(EMAIL, clause="X.9-z")
    (problem,) = declared(kept=[Kept(Store.LOG, "line", label)]).problems()
    assert "names the clause X.9-z" in problem


def test_an_answer_fits_the_why_mark() -> None:
    label = dataclasses.replace(EMAIL, words="long " * 20)
    (problem,) = declared(kept=[Kept(Store.LOG, "line", label)]).problems()
    assert "answers in more than 90 letters" in problem


def test_the_order_of_declaring_does_not_change_the_digest() -> None:
    first, second = Kept(Store.LOG, "a", EMAIL), Kept(Store.COOKIE, "b", COUNTED)
    assert declared(kept=[first, second]).register().digest == declared(kept=[second, first]).register().digest


def test_a_longer_term_changes_the_digest() -> None:
    longer = dataclasses.replace(EMAIL, keep=Term(EMAIL.keep.event, EMAIL.keep.after + timedelta(days=1)))
    before, after = (declared(kept=[Kept(Store.LOG, "a", label)]).register().digest for label in (EMAIL, longer))
    assert before != after


@pytest.mark.parametrize(
    ("time", "told"),
    [
        (timedelta(), "P0D"), (timedelta(days=30), "P30D"), (timedelta(minutes=15), "PT15M"),
        (timedelta(days=1, hours=2, seconds=3), "P1DT2H3S"),
    ],
)  # fmt: skip
def test_durations_are_told_in_iso_8601(time: timedelta, told: str) -> None:
    assert lock.duration_of(time) == told


def test_a_column_s_comment_tells_its_label_in_one_line() -> None:
    assert lock.comment_of(EMAIL) == (
        "personal: contact.email (I.A.1.1-a); for account by contract, security by contract; until the account is closed + P30D; "
        "then the value is replaced by a term that names nobody; exported; in logs as a keyed hash; we are controller, it is of the person"
    )
    assert lock.comment_of(COUNTED) == "not personal: a number of things"
