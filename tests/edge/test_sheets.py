"""What the edge knows of a grid is read once, kept within a budget, and outlives a database that is away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.cast import Cast
from tests.delivery import films
from vidarium.delivery import links, playback
from vidarium.delivery.errors import NothingThere
from vidarium.delivery.links import Link
from vidarium.delivery.parts import Master, Media
from vidarium.edge import database, sheets
from vidarium.edge.sheets import Sheets, Text
from vidarium.foundation import clock, ids, tenancy
from vidarium.production.models import Rendition

pytestmark = pytest.mark.usefixtures("live")


def link_of(film: films.Film) -> Link:
    ply, token = film.path.split("/")[2:4]
    found = links.read(ply, token, ring=playback.ring(), at=clock.now())
    assert isinstance(found, Link)
    return found


@pytest.fixture
def link(company: Cast) -> Link:
    return link_of(films.planned(company))


async def test_a_grid_is_read_once(link: Link) -> None:
    kept = Sheets()
    assert await kept.of(link) is await kept.of(link)


async def test_a_grid_that_is_gone_or_anothers_is_not_there(link: Link, stranger: Cast) -> None:
    for wrong in (replace(link, grid=ids.sortable()), replace(link, asset=ids.sortable()), replace(link, company=stranger.id)):
        with pytest.raises(NothingThere):
            await Sheets().of(wrong)


async def test_a_row_that_the_grid_has_not_has_no_playlist(link: Link) -> None:
    sheet = await Sheets().of(link)
    with pytest.raises(NothingThere):
        sheet.text(Media("v9999"))


async def test_the_master_is_read_again_until_the_film_is_whole(link: Link, company: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MASTER_HOLDS_SECONDS", -1.0)
    kept = Sheets()
    assert b"AVERAGE" not in (await kept.fresh(link)).text(Master()).plain.body
    await database.ask(lambda: make_whole(company, link))
    whole = await kept.fresh(link)
    assert b"AVERAGE" in whole.text(Master()).plain.body
    assert await kept.fresh(link) is whole


def make_whole(company: Cast, link: Link) -> None:
    with tenancy.within(company.id):
        Rendition.objects.filter(grid_id=link.grid).update(sizes=[1000] * films.PLAN.columns)


async def test_a_master_of_a_moment_ago_serves_while_the_database_is_away(link: Link, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MASTER_HOLDS_SECONDS", -1.0)
    kept = Sheets()
    known = await kept.fresh(link)

    def away(_link: Link) -> sheets.Sheet:
        raise database.Unreachable[0]

    monkeypatch.setattr(sheets, "read", away)
    assert await kept.fresh(link) is known
    with pytest.raises(database.Unreachable):
        await Sheets().fresh(link)


async def test_the_budget_drops_what_was_asked_for_longest_ago(company: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "KEPT_BYTES", 2 * films.PLAN.columns * sheets.COLUMN_BYTES)
    made = await database.ask(lambda: [link_of(films.planned(company)) for _ in range(3)])
    kept = Sheets()
    first = await kept.of(made[0])
    second = await kept.of(made[1])
    assert await kept.of(made[0]) is first
    await kept.of(made[2])
    assert await kept.of(made[0]) is first
    assert await kept.of(made[1]) is not second


@pytest.mark.parametrize(
    ("said", "squeezed"), [("gzip", True), ("br, gzip", True), ("", False), ("gzip;q=0", False), ("xgzip", False), ("*", False)]
)
def test_a_playlist_is_squeezed_only_for_who_asks_plainly(said: str, squeezed: bool) -> None:
    text = Text.of("#EXTM3U\n" * 100)
    assert (text.accepted_by(said) is text.squeezed) is squeezed
