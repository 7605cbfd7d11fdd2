"""The record of processing tells everything about people that the register names, once for each use, and nothing else."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from vidarium.foundation.datamap import Kept, NotPersonal, Purpose, Store
from vidarium.foundation.datamap.register import Register, current
from vidarium.privacy import promises, record
from vidarium.privacy.promises import Status

ROOT = Path(__file__).resolve().parents[2]
Triple = tuple[str, str, str]


def told() -> dict[str, Any]:
    return record.data(record.of(current()))


def kept(data: dict[str, Any], *, store: str = "", name: str = "") -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Store, name and label of everything in a lock file, by walking it down to whatever has a category."""
    for key, value in data.items():
        where, what = (store, f"{name}.{key}" if name else key) if store else (key, "")
        if "category" in value:
            yield where, what, value
        elif "not_personal" not in value:
            yield from kept(value, store=where, name=what)


def test_it_has_each_fact_of_the_lock_file_once_for_each_use_and_no_other() -> None:
    lock = json.loads((ROOT / "datamap.lock.json").read_text())
    expected = Counter(
        (store, name, purpose, ground) for store, name, label in kept(lock["kept"]) for purpose, ground in label["uses"].items()
    )
    found = Counter(
        (place["store"], place["name"], str(activity["purpose"]), use["ground"])
        for activity in told()["activities"]
        for use in activity["uses"]
        for place in use["kept_in"]
    )
    assert found == expected
    assert set(found.values()) == {1}
    assert len(found) > 150


def test_each_use_says_what_the_lock_file_says() -> None:
    lock = {(store, name): label for store, name, label in kept(json.loads((ROOT / "datamap.lock.json").read_text())["kept"])}
    for use in (use for activity in told()["activities"] for use in activity["uses"]):
        for place in use["kept_in"]:
            label = lock[place["store"], place["name"]]
            assert {**label, "uses": None} == {
                **{key: value for key, value in use.items() if key not in {"ground", "kept_in"}},
                "uses": None,
            }


def test_it_is_as_its_schema_says() -> None:
    schema = json.loads((ROOT / "docs" / "record.schema.json").read_text())
    jsonschema_rs.meta.validate(schema)
    jsonschema_rs.validate(schema, json.loads(json.dumps(told())))


@pytest.mark.parametrize("broken", [{"schema": "vidarium.record/2"}, {"activities": [{}]}, {"map": {"version": 1}}, {"more": 1}])
def test_its_schema_refuses_what_it_is_not(broken: dict[str, Any]) -> None:
    schema = json.loads((ROOT / "docs" / "record.schema.json").read_text())
    assert not jsonschema_rs.is_valid(schema, {**json.loads(json.dumps(told())), **broken})


def test_every_field_is_explained() -> None:
    page, data = (ROOT / "docs" / "record.md").read_text(), told()
    activity = data["activities"][0]
    fields = {*data, *activity, *activity["uses"][0], *activity["uses"][0]["kept_in"][0], *data["outside"][0], "keep.until", "map.digest"}
    assert {field for field in fields - {"map", "keep"} if f"`{field}`" not in page and f"`{field}`," not in page} - {"given"} == set()


def test_an_activity_sums_its_uses_up() -> None:
    for activity in told()["activities"]:
        uses = activity["uses"]
        assert set(activity["categories"]) == {use["category"] for use in uses}
        assert set(activity["subjects"]) == {use["owner"] for use in uses}
        assert set(activity["roles"]) == {use["role"] for use in uses}
        assert set(activity["grounds"]) == {use["ground"] for use in uses}
        inside = [use for use in uses if use["kept_in"][0]["store"] != "recipient"]
        assert set(activity["seen_by"]) == {who for use in inside for who in use["seen_by"]}


@pytest.mark.promise("II.A.2.3-a")
def test_whoever_carries_letters_and_text_messages_is_a_recipient() -> None:
    data = told()
    assert [one["recipient"] for one in data["outside"]] == ["mail", "sms"]
    assert [name for one in data["outside"] for name in one["given"]] == ["mail.subject", "mail.text", "mail.to", "sms.text", "sms.to"]
    assert {activity["purpose"]: activity["outside"] for activity in data["activities"]} == {
        "account": ["mail", "sms"], "service": [], "security": ["mail", "sms"],
    }  # fmt: skip


def test_only_what_tests_hold_counts_as_a_measure() -> None:
    held = {promise.clause for promise in promises.current() if promise.status is Status.HELD}
    measures = {promise.clause for promise in record.of(current()).measures}
    assert set(record.SAFETY) <= measures <= held


def test_it_names_the_map_that_it_is_read_from_and_is_the_same_twice() -> None:
    assert told()["map"] == {"version": current().version, "digest": current().digest}
    assert json.dumps(told()) == json.dumps(told())


def test_a_purpose_for_which_nothing_is_kept_is_left_out() -> None:
    nobody = record.of(Register((Kept(Store.LOG, "line", NotPersonal("a number of things")),)))
    assert (nobody.activities, nobody.outside) == ((), ())
    assert [activity.purpose for activity in record.of(current()).activities] == [Purpose.ACCOUNT, Purpose.SERVICE, Purpose.SECURITY]
