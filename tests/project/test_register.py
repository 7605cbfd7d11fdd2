"""The register of the product, its lock file, and the database that it describes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.checks import run_checks

from vidarium.accounts.models import Person
from vidarium.foundation.datamap import Kept, NotPersonal, Personal, Store, lock
from vidarium.foundation.datamap.promises import PROMISES
from vidarium.foundation.datamap.register import Declared, Register, current
from vidarium.project import datamap, lockfile, register, third_party

Owner = psycopg.Connection[tuple[Any, ...]]
LIVE = """
    SELECT c.table_name, c.column_name, col_description(format('%I.%I', c.table_schema, c.table_name)::regclass, c.ordinal_position)
    FROM information_schema.columns c WHERE c.table_schema = 'public'
"""


def live(owner: Owner) -> dict[tuple[str, str], str | None]:
    return {(table, column): comment for table, column, comment in owner.execute(LIVE)}


@pytest.mark.promise("P-i")
def test_everything_that_is_kept_is_declared() -> None:
    assert register.declared().problems() == []


def test_django_s_check_asks_about_the_data_map() -> None:
    assert [found for found in run_checks() if found.id == "vidarium.E001"] == []


@pytest.mark.promise("III.B.1-b")
def test_the_live_catalogue_and_the_register_tell_of_the_same_columns_in_the_same_words(owner: Owner) -> None:
    assert live(owner) == {name: lock.comment_of(label) for name, label in current().columns().items()}


@pytest.mark.promise("III.B.1-b")
def test_a_column_added_behind_the_product_s_back_is_seen(owner: Owner) -> None:
    with owner.transaction(force_rollback=True):
        owner.execute("ALTER TABLE accounts_person ADD COLUMN shoe_size text")
        assert live(owner).keys() - current().columns().keys() == {("accounts_person", "shoe_size")}


def test_the_lock_file_tells_what_the_labels_tell() -> None:
    assert not lockfile.drifted(register.LOCK, current()), lockfile.DRIFT


def test_a_changed_label_is_drift(tmp_path: Path) -> None:
    file = tmp_path / "lock.json"
    lockfile.write(file, Register((Kept(Store.LOG, "line", NotPersonal("a number of things")),)))
    assert lockfile.drifted(file, Register((Kept(Store.LOG, "line", NotPersonal("a number of people")),)))


def test_writing_the_lock_file_counts_only_changes(tmp_path: Path) -> None:
    file = tmp_path / "lock.json"
    first = Register((Kept(Store.LOG, "line", NotPersonal("a number of things")),))
    lockfile.write(file, first)
    lockfile.write(file, first)
    assert lockfile.version_in(file) == 1
    lockfile.write(file, Register(()))
    assert lockfile.version_in(file) == 2


def test_the_command_says_what_to_do_about_drift() -> None:
    done = subprocess.run([sys.executable, "-m", "vidarium.project.datamap", "check"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    done = subprocess.run([sys.executable, "-m", "vidarium.project.datamap", "dance"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "Say `lock` or `check`.\n")


def test_the_command_writes_what_it_then_finds_unchanged(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(register, "LOCK", tmp_path / "datamap.lock.json")
    assert (datamap.main(["lock"]), datamap.main(["check"])) == (0, 0)


def test_a_third_party_upgrade_that_adds_a_column_is_a_problem() -> None:
    before = register.declared()
    jobs = {name: label for name, label in third_party.TABLES["procrastinate_jobs"].items() if name != "args"}
    (problem,) = Declared(before.models, {**before.tables, "procrastinate_jobs": jobs}, before.kept).problems()
    assert "procrastinate_jobs.args is a column of procrastinate.ProcrastinateJob, which is not ours" in problem


def test_every_promise_stands_behind_something_that_is_kept() -> None:
    assert {label.clause for _, label in current().personal()} == PROMISES.keys()


def test_no_column_of_a_person_is_said_to_be_about_nobody_but_its_key() -> None:
    silent = [field.name for field in Person._meta.local_fields if not isinstance(field.privacy, Personal)]  # type: ignore[attr-defined]  # what `labelled` put there
    assert silent == ["id"]


def test_the_lock_file_is_ordered() -> None:
    kept = json.loads(register.LOCK.read_text())["kept"]
    assert list(kept) == sorted(kept)
    assert all(list(names) == sorted(names) for names in kept.values())
