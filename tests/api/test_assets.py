"""API v1, assets: it works, it refuses what it should, strangers see nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.api.conftest import Program
from tests.cast import Cast
from tests.production.grid_fixtures import cells_for, laid
from tests.production.test_chunks import claimed
from vidarium.foundation import ids, storage, tenancy
from vidarium.library import places
from vidarium.library.models import Asset, Status
from vidarium.production import chunks
from vidarium.production.models import Grid, Poster
from vidarium.production.schedule import Work

ALL = ("v720", "v360", "a0")


def film(company: Cast, **words: Any) -> Asset:
    with tenancy.within(company.id):
        return Asset.objects.create(company=company.company, **words)


def made(company: Cast, folder: Path, *, columns: int = 16) -> Grid:
    """A film with its first columns published."""
    with tenancy.within(company.id):
        grid = laid(company)
        Grid.objects.filter(id=grid.id).update(poster=Poster.MADE)
        claim = claimed(grid, Work(ALL, 0, columns))
        chunks.publish(claim, cells_for(claim, folder))
    return grid


def test_a_fresh_asset_has_every_field_and_no_playback(company: Cast, program: Program) -> None:
    asset = film(company, title="Dune", external_id="d-1", meta={"season": "1"})
    answer = program.call("GET", f"/assets/{asset.public_id}")
    assert answer.status == 200
    assert {key: answer.body[key] for key in answer.body if not key.endswith("_at")} == {
        "id": asset.public_id, "title": "Dune", "external_id": "d-1", "meta": {"season": "1"}, "collection": None,
        "status": "uploading", "progress": 0, "duration": None, "width": None, "height": None, "frame_rate": None,
        "playback": None, "error": None,
    }  # fmt: skip
    assert answer.body["created_at"].endswith("Z")


def test_a_ready_asset_tells_its_shape_and_its_signed_address(company: Cast, program: Program, tmp_path: Path) -> None:
    grid = made(company, tmp_path)
    body = program.call("GET", f"/assets/{ids.show('ast', grid.asset_id)}").body
    assert (body["status"], body["progress"], body["duration"], body["width"], body["height"]) == ("ready", 1, 16.0, 1280, 720)
    assert body["frame_rate"] == "25/1"
    assert body["playback"]["hls"].startswith("http://localhost:8000/p/ply_")
    assert body["playback"]["hls"].endswith("/master.m3u8")
    assert body["playback"]["poster"].endswith("/poster.jpg")


def test_progress_is_filled_cells_over_planned_ones(company: Cast, program: Program, tmp_path: Path) -> None:
    grid = made(company, tmp_path, columns=8)
    body = program.call("GET", f"/assets/{ids.show('ast', grid.asset_id)}").body
    assert (body["status"], body["progress"]) == ("playable", 0.5)


def test_a_failed_asset_says_why(company: Cast, program: Program) -> None:
    asset = film(company, status=Status.FAILED, error_code="source.empty", error_detail="This file is empty.")
    assert program.call("GET", f"/assets/{asset.public_id}").body["error"] == {"code": "source.empty", "message": "This file is empty."}


def test_the_list_is_newest_first_and_goes_on_by_cursor(company: Cast, program: Program) -> None:
    made_ids = [film(company).public_id for _ in range(5)]
    first = program.call("GET", "/assets?limit=2").body
    second = program.call("GET", f"/assets?limit=2&cursor={first['next_cursor']}").body
    third = program.call("GET", f"/assets?limit=2&cursor={second['next_cursor']}").body
    assert [one["id"] for page in (first, second, third) for one in page["data"]] == made_ids[::-1]
    assert third["next_cursor"] is None


def test_the_list_is_filtered_by_status_and_external_id(company: Cast, program: Program) -> None:
    film(company, status=Status.READY)
    wanted = film(company, external_id="x-7")
    assert [one["id"] for one in program.call("GET", "/assets?external_id=x-7").body["data"]] == [wanted.public_id]
    assert [one["status"] for one in program.call("GET", "/assets?status=ready").body["data"]] == ["ready"]


def test_a_page_of_assets_costs_the_same_queries_however_many_there_are(
    company: Cast, program: Program, tmp_path: Path, django_assert_num_queries: Any
) -> None:
    for place in range(3):
        folder = tmp_path / str(place)
        folder.mkdir()
        made(company, folder)
    program.call("GET", "/assets")
    with django_assert_num_queries(17):
        program.call("GET", "/assets?limit=1")
    with django_assert_num_queries(17):
        program.call("GET", "/assets?limit=100")


def test_what_is_left_out_of_a_change_stays(company: Cast, program: Program) -> None:
    asset = film(company, title="Old", meta={"a": "b"})
    body = program.call("PATCH", f"/assets/{asset.public_id}", {"title": "Ein neuer Name 新"}).body
    assert (body["title"], body["meta"]) == ("Ein neuer Name 新", {"a": "b"})


def test_an_external_id_can_be_taken_away(company: Cast, program: Program) -> None:
    asset = film(company, external_id="x")
    assert program.call("PATCH", f"/assets/{asset.public_id}", {"external_id": None}).body["external_id"] is None


@pytest.mark.parametrize(
    "body",
    [
        {"title": "x" * 501},
        {"title": "a\x00b"},
        {"title": "\ud800"},
        {"title": None},
        {"meta": {"k": 1}},
        {"meta": {"k": {"deep": "x"}}},
        {"meta": {str(place): "x" for place in range(51)}},
        {"status": "ready"},
        {"company_id": "x"},
        b"{",
        b"[" * 100_000,
        b'{"title": NaN}',
    ],
)
def test_a_change_that_does_not_fit_is_refused_and_nothing_changes(company: Cast, program: Program, body: object) -> None:
    asset = film(company, title="Old")
    answer = program.call("PATCH", f"/assets/{asset.public_id}", body)
    assert answer.status in {400, 422}
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert program.call("GET", f"/assets/{asset.public_id}").body["title"] == "Old"


def test_an_external_id_is_once_a_company(company: Cast, stranger: Cast, program: Program) -> None:
    film(company, external_id="x-1")
    other = film(company)
    assert program.call("PATCH", f"/assets/{other.public_id}", {"external_id": "x-1"}).body["code"] == "asset.external_id_taken"
    theirs = film(stranger)
    assert Program(stranger.token).call("PATCH", f"/assets/{theirs.public_id}", {"external_id": "x-1"}).status == 200


@pytest.mark.promise("IV.3-a")
def test_deleted_means_every_row_and_object_is_gone(company: Cast, program: Program, tmp_path: Path) -> None:
    grid = made(company, tmp_path)
    prefix = places.asset_prefix(company.id, grid.asset_id)
    assert any(storage.store().list(prefix))
    assert program.call("DELETE", f"/assets/{ids.show('ast', grid.asset_id)}").status == 204
    assert not any(storage.store().list(prefix))
    assert program.call("GET", f"/assets/{ids.show('ast', grid.asset_id)}").status == 404


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_a_foreign_asset_is_answered_byte_for_byte_as_one_that_never_was(company: Cast, foreign: Program, method: str) -> None:
    asset = film(company, title="Secret")
    body = {"title": "mine"} if method == "PATCH" else None
    there = foreign.call(method, f"/assets/{asset.public_id}", body)
    never = foreign.call(method, f"/assets/{ids.show('ast', ids.sortable())}", body)
    assert (there.status, there.raw) == (never.status, never.raw)
    assert there.status == 404
    with tenancy.within(company.id):
        assert Asset.objects.get(id=asset.id).title == "Secret"


def test_a_strangers_list_is_empty(company: Cast, foreign: Program) -> None:
    film(company)
    assert foreign.call("GET", "/assets").body == {"data": [], "next_cursor": None}


@pytest.mark.parametrize("token", [None, "vdt_nonsense", "", "vdt_00000000000000000000000000"])
def test_without_a_token_there_is_nothing(company: Cast, token: str | None) -> None:
    answer = Program(token).call("GET", "/assets")
    assert (answer.status, answer.body["code"]) == (401, "accounts.not_signed_in")


@pytest.mark.parametrize("query", ["?limit=0", "?limit=101", "?limit=x", "?cursor=nonsense", "?page=2", "?status=done", "?ordering=title"])
def test_parameters_that_do_not_fit_are_refused(company: Cast, program: Program, query: str) -> None:
    answer = program.call("GET", f"/assets{query}")
    assert answer.status == 400
    assert answer.body["type"].startswith("http://localhost:8000/errors/request.")


@pytest.mark.parametrize("text", ["ast_", "x", "ast_" + "u" * 26, "ast_" + "z" * 26, "AST_01", "ast_01%00", "..%2f"])
def test_ids_that_can_not_be_are_not_found(company: Cast, program: Program, text: str) -> None:
    assert program.call("GET", f"/assets/{text}").status == 404


def test_a_method_that_a_resource_does_not_know_is_a_problem_that_names_those_it_does(program: Program) -> None:
    answer = program.call("POST", "/assets", {})
    assert (answer.status, answer.body["code"]) == (405, "request.method")
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize("path", ["/nothing", "/assets/x/y/z", "/assets/", "//assets"])
def test_an_address_that_is_no_resource_is_a_problem(program: Program, path: str) -> None:
    answer = program.call("GET", path)
    assert (answer.status, answer.headers["Content-Type"]) == (404, "application/problem+json")
