"""An asset's page: the film, its grid, its deletion and the way back."""

from __future__ import annotations

import json
from pathlib import Path

from django.test import Client

from tests.api.test_assets import film, made
from tests.cast import Cast
from vidarium.delivery import playback
from vidarium.foundation import ids, tenancy
from vidarium.library.models import Asset, Status
from vidarium.production import facts


def page(client: Client, asset_id: str) -> str:
    answer = client.get(f"/assets/{asset_id}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_ready_film_has_a_player_a_grid_and_its_renditions(visitor: Client, company: Cast, tmp_path: Path) -> None:
    shown = page(visitor, ids.show("ast", made(company, tmp_path).asset_id))
    assert "<video-player" in shown
    assert "master.m3u8" in shown
    assert "<video-grid" in shown
    assert "1280 × 720" in shown
    assert 'class="curve"' in shown


def test_a_film_that_does_not_play_yet_has_a_place_for_its_player(visitor: Client, company: Cast) -> None:
    shown = page(visitor, film(company, status=Status.PREPARING).public_id)
    assert "master.m3u8" not in shown
    assert "/player" in shown


def test_a_failed_film_says_why_and_where_that_is_explained(visitor: Client, company: Cast) -> None:
    asset = film(company, status=Status.FAILED, error_code="source.empty", error_detail="This file is empty.")
    shown = page(visitor, asset.public_id)
    assert "This file is empty." in shown
    assert "/errors/source.empty" in shown


def test_the_grids_facts_are_what_is_made(visitor: Client, company: Cast, tmp_path: Path) -> None:
    grid = made(company, tmp_path, columns=8)
    seen = json.loads(visitor.get(f"/assets/{ids.show('ast', grid.asset_id)}/grid").content)
    assert seen["status"] == "playable"
    assert seen["progress"] == 0.5
    assert [(row["name"], row["filled"]) for row in seen["rows"]] == [("v720", [[0, 8]]), ("v360", [[0, 8]]), ("a0", [[0, 8]])]
    assert seen["boundaries"] == list(range(0, 425, 25))


def test_a_long_film_is_gathered_for_its_row_in_the_list() -> None:
    row = {"filled": [(0, 90)], "making": [(95, 96)], "failed": [], "sizes": [10] * 90 + [0] * 30, "name": "v720"}
    long = {"boundaries": list(range(121)), "rows": [row], "asked": [(119, 120)]}
    short = facts.gathered(long, 40)
    assert len(short["boundaries"]) == 41
    assert short["rows"][0]["filled"] == [(0, 30)]
    assert short["rows"][0]["making"] == [(31, 32)]
    assert short["rows"][0]["sizes"][:31] == [30] * 30 + [0]
    assert short["asked"] == [(39, 40)]


def test_deleted_is_hidden_and_locked_at_once_and_undo_brings_it_back(visitor: Client, company: Cast, tmp_path: Path) -> None:
    grid = made(company, tmp_path)
    asset_id = ids.show("ast", grid.asset_id)
    page(visitor, asset_id)
    assert visitor.post(f"/assets/{asset_id}/retirement").headers["Location"] == "/library"
    assert visitor.get(f"/assets/{asset_id}").status_code == 404
    with tenancy.within(company.id):
        door = playback.door(Asset.objects.get(id=grid.asset_id)).id
    assert door in playback.revoked()
    visitor.post(f"/assets/{asset_id}/restoration")
    assert door not in playback.revoked()
    assert "A film" in page(visitor, asset_id)


def test_a_script_is_told_that_it_is_done(visitor: Client, company: Cast) -> None:
    asset = film(company)
    assert visitor.post(f"/assets/{asset.public_id}/retirement", headers={"Sec-Fetch-Mode": "cors"}).status_code == 204


def test_who_added_it_stands_on_the_page(visitor: Client, company: Cast) -> None:
    asset = film(company, added_by=company.owner)
    assert company.owner.email in page(visitor, asset.public_id)


def test_nothing_is_changed_by_looking(visitor: Client, company: Cast) -> None:
    asset = film(company)
    for path in ("retirement", "restoration"):
        assert visitor.get(f"/assets/{asset.public_id}/{path}").status_code == 405


def test_the_renditions_are_told_anew_while_they_are_made(visitor: Client, company: Cast, tmp_path: Path) -> None:
    public_id = ids.show("ast", made(company, tmp_path, columns=8).asset_id)
    assert f'data-row-url="/assets/{public_id}/ladder"' in page(visitor, public_id)
    fresh = visitor.get(f"/assets/{public_id}/ladder").content.decode()
    assert fresh.startswith('<section id="ladder"')
    assert "H.264" in fresh


def test_the_renditions_of_a_ready_film_stay(visitor: Client, company: Cast, tmp_path: Path) -> None:
    assert "/ladder" not in page(visitor, ids.show("ast", made(company, tmp_path).asset_id))
