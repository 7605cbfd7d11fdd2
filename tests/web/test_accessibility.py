"""Every page and state of the demo under axe, light and dark; and nothing that the content policy would refuse."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Theatre

AXE = """async tags => (await axe.run({ runOnly: tags })).violations
    .flatMap(v => v.nodes.map(n => `${v.id}: ${n.html.slice(0, 160)} ${n.failureSummary}`))"""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    page.add_script_tag(url="/axe.js")
    found: list[str] = page.evaluate(
        AXE,
        TAGS,
    )
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["library", "asset", "empty"])
def test_a_page_has_no_violation(page: Page, name: str, scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(f"/demo/{name}.html")
    expect(page.locator("h1")).to_be_attached()
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_queue_toast_and_keys_have_no_violation(page: Page, theatre: Theatre, tmp_path: Path, scheme: Literal["light", "dark"]) -> None:
    theatre.stage.seconds_per_chunk = 0.05
    page.emulate_media(color_scheme=scheme)
    page.goto("/demo/library.html")
    for number in range(3):
        (tmp_path / f"film {number}.mp4").write_bytes(b"x" * 4_000_000)
    page.locator("upload-queue input").set_input_files(sorted(tmp_path.iterdir()))
    page.get_by_role("button", name="Show").click()
    page.get_by_role("button", name="Delete Rain on hosta").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Keyboard shortcuts").click()
    assert violations(page) == []


@pytest.mark.parametrize("width", [320, 390, 1024, 1920, 3840])
def test_no_page_scrolls_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for name in ("library", "asset", "empty"):
        page.goto(f"/demo/{name}.html")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
