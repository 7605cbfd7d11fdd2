"""A deleted film: the list is read without it, the queue lets go of it, and nothing more is asked about it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.web.conftest import Theatre
from tests.web.waiting import until


def asked(theatre: Theatre, path: str) -> int:
    return sum(asked == path for _, asked in theatre.stage.requests)


def test_the_queue_lets_go_of_it(page: Page, theatre: Theatre, tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_bytes(b"x" * 1000)
    page.goto("/demo/library.html")
    page.locator("upload-queue input").set_input_files(tmp_path / "film.mp4")
    expect(page.locator("upload-queue .about")).to_contain_text("made")
    theatre.tell("ast_0001", status="deleted")
    expect(page.locator("upload-queue")).to_be_hidden()


def test_the_list_is_read_again_and_its_row_is_not_asked_for(page: Page, theatre: Theatre) -> None:
    page.goto("/demo/library.html")
    until(page, lambda: bool(theatre.stage.listeners))
    theatre.tell("ast_dune", status="deleted")
    until(page, lambda: asked(theatre, "/demo/library.html") == 2)
    assert asked(theatre, "/demo/row/ast_dune") == 0


def test_its_own_page_stays_and_asks_for_nothing(page: Page, theatre: Theatre) -> None:
    page.goto("/demo/asset.html")
    until(page, lambda: bool(theatre.stage.listeners))
    before = len(theatre.stage.requests)
    theatre.tell("ast_dune", status="deleted")
    page.wait_for_timeout(1500)
    assert theatre.stage.requests[before:] == []
