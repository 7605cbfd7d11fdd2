"""API v1, collections: it works, it refuses what it should, strangers see nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests import piles
from tests.api.conftest import Program
from tests.cast import Cast
from vidarium.accounts import tokens
from vidarium.accounts.authority import Permission
from vidarium.accounts.models import Invitation, Membership
from vidarium.foundation import ids, tenancy
from vidarium.library.models import Asset, Collection

EVERYTHING = frozenset(Permission)
QUERIES = 15


@pytest.fixture
def keeper(company: Cast) -> Program:
    """A program that may do everything."""
    return Program(tokens.issue(company.id, scopes=EVERYTHING))


@pytest.fixture
def narrow(company: Cast, mine: Collection) -> Program:
    """One that is limited."""
    return Program(tokens.issue(company.id, scopes=EVERYTHING, collections=[mine.id]))


def names(company: Cast) -> list[str]:
    with tenancy.within(company.id):
        return sorted(Collection.objects.values_list("name", flat=True))


def test_one_is_made_read_renamed_and_deleted(company: Cast, keeper: Program) -> None:
    made = keeper.call("POST", "/collections", {"name": "Trailers"})
    at = f"/collections/{made.body['id']}"
    assert (made.status, made.body["name"], made.body["created_at"][-1]) == (201, "Trailers", "Z")
    read = keeper.call("GET", at).body
    assert (read["id"], read["name"]) == (made.body["id"], "Trailers")
    assert keeper.call("PATCH", at, {"name": "Teasers"}).body == {**read, "name": "Teasers"}
    assert keeper.call("DELETE", at).status == 204
    assert (keeper.call("GET", at).status, names(company)) == (404, [])


def test_a_repeated_post_makes_one(company: Cast, keeper: Program) -> None:
    first, second = (keeper.call("POST", "/collections", {"name": "Trailers"}, **{"Idempotency-Key": "k-1"}) for _ in range(2))
    assert (first.body, names(company)) == (second.body, ["Trailers"])


def test_the_list_goes_on_by_cursor(company: Cast, keeper: Program) -> None:
    made = [piles.made(company, f"Number {n}").public_id for n in range(3)]
    first = keeper.call("GET", "/collections?limit=2").body
    second = keeper.call("GET", f"/collections?limit=2&cursor={first['next_cursor']}").body
    assert [one["id"] for one in (*first["data"], *second["data"])] == made[::-1]
    assert second["next_cursor"] is None


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"name": "TRAILERS"}, 409, "collection.name_taken"),
        ({"name": " "}, 422, "collection.invalid"),
        ({"name": "x" * 121}, 400, "request.invalid"),
        ({"name": "Teasers", "color": "red"}, 400, "request.invalid"),
        ({}, 400, "request.invalid"),
    ],
)
def test_what_does_not_fit_is_refused(company: Cast, keeper: Program, body: object, status: int, code: str) -> None:
    piles.made(company, "Trailers")
    answer = keeper.call("POST", "/collections", body)
    assert (answer.status, answer.body["code"]) == (status, code)
    assert bool(answer.body["errors"]) == (status != 409)


def test_a_stranger_sees_none(mine: Collection, foreign: Program) -> None:
    never = foreign.call("GET", f"/collections/{ids.show('col', ids.sortable())}")
    assert foreign.call("GET", f"/collections/{mine.public_id}").raw == never.raw
    assert foreign.call("GET", "/collections").body["data"] == []


# -- what lies in them -------------------------------------------------------------------------------------------------
def test_an_asset_says_where_it_lies_and_is_moved(company: Cast, keeper: Program, mine: Collection) -> None:
    at = f"/assets/{piles.film(company, 'Dune').public_id}"
    assert keeper.call("GET", at).body["collection"] is None
    moved = keeper.call("PATCH", at, {"collection": mine.public_id, "title": "Dune II"}).body
    assert (moved["collection"], moved["title"]) == (mine.public_id, "Dune II")
    assert keeper.call("PATCH", at, {"title": "Dune"}).body["collection"] == mine.public_id
    assert keeper.call("PATCH", at, {"collection": None}).body["collection"] is None


def test_nothing_is_changed_where_one_thing_is_refused(company: Cast, keeper: Program) -> None:
    at = f"/assets/{piles.film(company, 'Dune').public_id}"
    answer = keeper.call("PATCH", at, {"title": "Alien", "collection": ids.show("col", ids.sortable())})
    assert (answer.status, answer.body["code"]) == (404, "collection.not_found")
    assert keeper.call("GET", at).body["title"] == "Dune"


@pytest.mark.parametrize("named", ["beyond", "never", "nonsense"])
def test_the_list_of_one_collection(
    company: Cast, narrow: Program, keeper: Program, mine: Collection, beyond: Collection, named: str
) -> None:
    within = piles.film(company, "Dune", into=mine)
    piles.film(company, "Alien", into=beyond)
    piles.film(company, "Solaris")
    found = keeper.call("GET", f"/assets?collection={mine.public_id}").body["data"]
    assert [one["id"] for one in found] == [within.public_id]
    other = {"beyond": beyond.public_id, "never": ids.show("col", ids.sortable()), "nonsense": "x"}[named]
    assert narrow.call("GET", f"/assets?collection={other}").body == {"data": [], "next_cursor": None}


@pytest.mark.parametrize("limited", [False, True])
def test_a_page_of_25_costs_the_queries_of_one_of_100(
    company: Cast, keeper: Program, narrow: Program, mine: Collection, django_assert_num_queries: Any, limited: bool
) -> None:
    with tenancy.within(company.id):
        Asset.objects.bulk_create(Asset(company=company.company, title=f"Film {n}", collection=mine) for n in range(101))
    program = narrow if limited else keeper
    program.call("GET", "/assets")
    for size in (25, 100):
        with django_assert_num_queries(QUERIES):
            assert len(program.call("GET", f"/assets?limit={size}&collection={mine.public_id}").body["data"]) == size


# -- limits ------------------------------------------------------------------------------------------------------------
def member(company: Cast) -> tuple[str, Membership]:
    with tenancy.within(company.id):
        found = Membership.objects.get(person=company.teammate)
    return f"/members/{found.public_id}", found


def test_a_members_limit_is_read_set_and_lifted(company: Cast, keeper: Program, mine: Collection) -> None:
    at, _ = member(company)
    assert keeper.call("GET", at).body["collections"] is None
    assert keeper.call("PATCH", at, {"collections": [mine.public_id]}).body["collections"] == [mine.public_id]
    assert keeper.call("PATCH", at, {"position": "Cutter"}).body["collections"] == [mine.public_id]
    assert keeper.call("PATCH", at, {"collections": None}).body["collections"] is None


@pytest.mark.parametrize("named", [[], ["col_x"], ["never"]])
def test_a_limit_to_nothing_or_to_what_is_not_there_is_refused(company: Cast, keeper: Program, named: list[str]) -> None:
    at, _ = member(company)
    texts = [ids.show("col", ids.sortable()) if one == "never" else one for one in named]
    answer = keeper.call("PATCH", at, {"collections": texts})
    assert answer.status == (404 if named else 400)
    assert keeper.call("GET", at).body["collections"] is None


def test_one_that_was_deleted_stays_in_a_limit(company: Cast, keeper: Program, mine: Collection, beyond: Collection) -> None:
    at, _ = member(company)
    keeper.call("PATCH", at, {"collections": [mine.public_id]})
    piles.deleted(company, mine)
    both = sorted([mine.public_id, beyond.public_id])
    assert keeper.call("PATCH", at, {"collections": both}).body["collections"] == both


def test_whoever_is_limited_gives_no_more_than_their_own(company: Cast, narrow: Program, mine: Collection, beyond: Collection) -> None:
    said = {"email": "lin@acme.example", "role": "viewer"}
    for wider in (None, [beyond.public_id]):
        assert narrow.call("POST", "/invitations", {**said, "collections": wider}).status in {403, 404}
    assert narrow.call("POST", "/invitations", said).body["collections"] == [mine.public_id]
    with tenancy.within(company.id):
        assert Invitation.objects.get().collections == [mine.id]
    at, _ = member(company)
    assert narrow.call("PATCH", at, {"collections": [mine.public_id]}).status == 403


def test_whoever_is_limited_reads_of_anothers_limit_what_is_their_own(
    company: Cast, narrow: Program, keeper: Program, mine: Collection, beyond: Collection
) -> None:
    at, _ = member(company)
    keeper.call("PATCH", at, {"collections": [mine.public_id, beyond.public_id]})
    assert narrow.call("GET", at).body["collections"] == [mine.public_id]


@pytest.mark.parametrize(("method", "body"), [("POST", {"name": "New"}), ("PATCH", {"name": "New"}), ("DELETE", None)])
def test_whoever_is_limited_keeps_no_collections(company: Cast, narrow: Program, mine: Collection, method: str, body: object) -> None:
    at = "/collections" if method == "POST" else f"/collections/{mine.public_id}"
    assert narrow.call(method, at, body).status == 403
    assert names(company) == ["Trailers"]
