"""The page of the record says what its JSON says, and so does its picture."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from vidarium.console import record as page_of
from vidarium.console import record_picture
from vidarium.console.privacy import PURPOSES
from vidarium.foundation.datamap import Kept, NotPersonal, Purpose, Store
from vidarium.foundation.datamap.register import Register, current
from vidarium.privacy import record


def told() -> dict[str, Any]:
    answer = Client().get("/privacy/record.json")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    data: dict[str, Any] = json.loads(answer.content)
    return data


def shown(*, language: str = "en") -> str:
    # What a request leaves as the language of this thread must not reach other tests.
    with override("en"):
        answer = Client(headers={"Accept-Language": language}).get("/privacy/record")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def sections(page: str) -> dict[str, str]:
    return {part.partition('"')[0]: part for part in page.split('<section class="section" aria-labelledby="')[1:]}


def test_programs_get_the_record() -> None:
    assert told() == json.loads(json.dumps(record.data(record.of(current()))))


def test_the_page_says_the_same_as_the_json() -> None:
    parts = sections(shown())
    for activity in told()["activities"]:
        part = parts[activity["purpose"]]
        assert re.findall(r'<tr data-category="([^"]+)"', part) == [use["category"] for use in activity["uses"]]
        for use, row in zip(activity["uses"], part.split("<tr data-category=")[1:], strict=True):
            places = [place["name"] for place in use["kept_in"]]
            assert use["words"] in row
            assert re.findall(r'<code class="val">([^<]+)</code>', row) == places
            assert use["keep"]["until"].lower() in row.lower()
            assert all(who.lower() in row.lower() for who in use["seen_by"])
            assert f"We are {use['role']}" in row


def test_the_page_tells_what_is_done_for_safety_and_what_it_can_t_tell() -> None:
    page, data = shown(), told()
    assert all(f'href="/privacy/promises#{one["clause"]}"' in page and one["words"] in page for one in data["measures"])
    assert all(sentence in page for sentence in data["not_told"])
    assert data["map"]["digest"] in page


def test_a_stranger_finds_it_and_takes_it_along_and_gets_no_cookie() -> None:
    client = Client()
    assert 'href="/privacy/record"' in client.get("/privacy").content.decode()
    assert '<a href="/privacy/record.json" download>' in client.get("/privacy/record").content.decode()
    assert not client.cookies


def test_its_picture_has_a_box_for_everything() -> None:
    with override("en"):
        made = record_picture.drawn(record.of(current()))
        words = {node.words: node.count for node in made.nodes}
    data = told()
    uses = [use for activity in data["activities"] for use in activity["uses"]]
    kinds = {json.dumps({**use, "ground": ""}) for use in uses}
    purposes = {activity["purpose"]: len(activity["uses"]) for activity in data["activities"]}
    assert [node.count for node in made.nodes][:3] == list(purposes.values())
    assert words["Mail service"] == words["Carrier of text messages"] == 2
    assert words["Videos and their words"] == sum(json.loads(kind)["category"].startswith("content.") for kind in kinds)
    assert words["Database"] == sum('"store": "database"' in kind for kind in kinds)


def test_its_lines_lead_where_the_json_says() -> None:
    with override("en"):
        made = record_picture.drawn(record.of(current()))
        expected = {(big(start), big(end)) for start, end in ways(told())}
    starts = {(node.end, node.middle): node.words for node in made.nodes}
    ends = {(node.x, node.middle): node.words for node in made.nodes}
    points = [[int(number) for number in re.findall(r"\d+", flow.path)] for flow in made.flows]
    found = [(starts[x, y], ends[end_x, end_y]) for x, y, *_, end_x, end_y in points]
    assert set(found) == expected
    assert len(found) == len(expected)
    assert {flow.width for flow in made.flows} <= set(range(1, record_picture.THICKEST + 1))


def ways(data: dict[str, Any]) -> Iterator[tuple[object, object]]:
    """Every line that the picture must have, by the words at its ends."""
    for activity in data["activities"]:
        for use in activity["uses"]:
            group = record_picture.GROUPS[use["category"].partition(".")[0]]
            yield PURPOSES[Purpose(activity["purpose"])], group
            for place in use["kept_in"]:
                if place["store"] == "recipient":
                    yield group, record_picture.CARRIERS[place["name"].partition(".")[0]]
                else:
                    yield group, record_picture.STORES[Store(place["store"])]
                    yield from ((group, record_picture.AUDIENCES[who]) for who in use["seen_by"])


def big(words: object) -> str:
    return str(words)[0].upper() + str(words)[1:]


def test_its_boxes_lie_in_the_picture_and_on_no_other() -> None:
    made = record_picture.drawn(record.of(current()))
    assert all(node.x > 0 and node.end < made.width and node.y > 0 and node.y + made.high < made.height for node in made.nodes)
    ordered = sorted((node.x, node.y) for node in made.nodes)
    assert all(left != right or below - above > made.high for (left, above), (right, below) in pairwise(ordered))
    assert {(head.x, head.y + 8) for head in made.heads} <= {(node.x, node.y) for node in made.nodes}


def test_whoever_sees_something_has_a_group_in_the_picture() -> None:
    """One that the picture does not know would stand alone, with its whole words: give it a group."""
    seen = {who for activity in record.of(current()).activities for who in activity.seen_by}
    assert seen <= record_picture.AUDIENCES.keys()
    assert {label.category.partition(".")[0] for _, label in current().personal()} <= record_picture.GROUPS.keys()


def test_the_picture_says_in_words_what_it_shows() -> None:
    (said,) = re.findall(r'role="img" aria-label="([^"]+)"', shown())
    assert said.startswith("Lines from 3 purposes through 9 groups of facts to 5 places where they live, 2 carriers outside")


def test_a_record_of_nothing_is_still_drawn() -> None:
    made = record_picture.drawn(record.of(Register((Kept(Store.LOG, "line", NotPersonal("a number of things")),))))
    assert (made.nodes, made.flows) == ((), ())


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_it_speaks_the_readers_language(language: str) -> None:
    page = shown(language=language)
    assert ("Your password, if you set one" in page) == (language == "en")


def test_where_something_lies_is_counted_by_store() -> None:
    places = [Kept(Store.DATABASE, "a.b", NotPersonal("a number")), Kept(Store.COOKIE, "c", NotPersonal("a number"))]
    with override("en"):
        assert page_of.where([*places, places[0]]) == "database (2), cookies (1)"
