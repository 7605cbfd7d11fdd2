"""The grid as it is drawn: one path per state, from runs, in whole pixels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.web import samples

Give = Callable[[str, object], None]


def paths(page: Page, selector: str) -> dict[str, str]:
    """The `d` of each state's path."""
    drawn: dict[str, str] = page.evaluate(
        "selector => Object.fromEntries([...document.querySelectorAll(selector)].map(p => [p.getAttribute('class'), p.getAttribute('d')]))",
        selector,
    )
    return drawn


def small(**more: Any) -> samples.Facts:
    """Two pictures and sound over five columns."""
    facts = samples.facts("ast_small", 5, status="preparing", filled=[[0, 2]], making=[[2, 3]], rows=2, **more)
    facts["rows"][1]["filled"] = [[0, 2], [4, 5]]
    return facts


def test_a_band_is_one_path_per_state_by_its_runs(page: Page, give: Give) -> None:
    give("grid-band", small())
    assert paths(page, "grid-band path") == {
        "plan": "M9 1H14M9 4H11M9 8H14",
        "make": "M6 1H8M6 4H8M6 8H8",
        "done": "M0 1H5M0 4H5M12 4H14M0 8H5",
    }


def test_a_band_is_as_long_as_its_film_and_three_pixels_a_row_high(page: Page, give: Give) -> None:
    give("grid-band", small())
    assert page.locator("#it svg").evaluate("svg => [svg.width.baseVal.value, svg.height.baseVal.value]") == [14, 9]


def test_a_long_film_is_gathered_into_48_columns(page: Page, give: Give) -> None:
    give("grid-band", samples.all_of_them()["night"])
    assert page.locator("#it svg").evaluate("svg => svg.width.baseVal.value") == 143
    # 2,790 of 9,000 columns are 14.9 of 48: fourteen are whole, the fifteenth is begun, and the far jump is begun.
    assert paths(page, "grid-band path")["done"].startswith("M0 1H41M0 4H41")
    assert paths(page, "grid-band path")["make"].startswith("M42 1H44M78 1H80")


def test_a_complete_grid_gives_its_colour_back(page: Page, give: Give) -> None:
    give("grid-band", samples.all_of_them()["rain"])
    assert set(paths(page, "grid-band path")) <= {"b1", "b2", "b3", "b4"}
    expect(page.get_by_role("img", name="Complete: 5 rows, 14 segments")).to_be_visible()


def test_sound_of_constant_bits_is_one_even_grey(page: Page, give: Give) -> None:
    give("grid-band", samples.all_of_them()["rain"])
    assert paths(page, "grid-band path")["b2"].endswith("M0 14H41")


def test_a_stopped_band_says_how_far_it_came(page: Page, give: Give) -> None:
    give("grid-band", samples.all_of_them()["street"])
    expect(page.get_by_role("img", name="Stopped: 25 percent of 5 rows are made")).to_be_visible()
    assert "fail-cells" in paths(page, "grid-band path")


def test_an_upload_is_a_band_of_one_row(page: Page, give: Give) -> None:
    give("grid-band", {})
    page.evaluate("it.setAttribute('sent', '0.625')")
    assert paths(page, "grid-band path") == {"plan": "M90 2.5H143", "done": "M0 2.5H89"}
    expect(page.get_by_role("img", name="62 percent sent")).to_be_visible()


def test_the_large_grid_draws_cells_of_six_by_fourteen_at_96_columns(page: Page, give: Give) -> None:
    give("video-grid", samples.all_of_them()["dune"])
    cells = page.locator("video-grid .cells")
    assert cells.get_attribute("stroke-dasharray") == "6 1"
    assert paths(page, "video-grid .cells path")["make"].startswith("M378 7H384M413 7H419M588 7H594M378 25H384")
    assert page.locator("video-grid svg").first.evaluate("svg => [svg.width.baseVal.value, svg.height.baseVal.value]") == [671, 138]


def test_the_large_grid_names_its_rows_and_sums_them(page: Page, give: Give) -> None:
    give("video-grid", samples.all_of_them()["dune"])
    assert page.locator(".rows li").all_text_contents() == ["1080p", "720p", "540p", "360p", "240p", "Audio"]
    assert page.locator(".sums li").nth(1).locator("b").first.text_content() == "61"
    assert page.locator(".sums li").first.text_content() == "of 96Mbit/s"


def test_the_axis_carries_round_times(page: Page, give: Give) -> None:
    give("video-grid", samples.all_of_them()["dune"])
    assert page.locator("video-grid text").all_text_contents() == ["0:00", "1:00", "2:00", "3:00", "4:00", "5:00", "6:00"]
    give("video-grid", samples.all_of_them()["night"])
    assert page.locator("video-grid text").nth(2).text_content() == "2:00:00"


def test_what_a_viewer_asked_for_is_ruled_and_said(page: Page, give: Give) -> None:
    give("video-grid", samples.all_of_them()["dune"])
    assert page.locator(".ask").get_attribute("d") == "M546 115h41v2h-41z"
    expect(page.get_by_role("img", name="Segments 79 to 84 were asked for by a viewer.")).to_be_visible()


def test_arrow_keys_move_from_cell_to_cell_and_the_line_below_tells(page: Page, give: Give) -> None:
    give("video-grid", samples.all_of_them()["dune"])
    page.locator("video-grid [tabindex]").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    expect(page.locator(".readout")).to_contain_text("540p, segment 4")
    expect(page.locator(".readout")).to_contain_text("0:04 to 0:08")
    page.keyboard.press("End")
    expect(page.locator(".readout")).to_contain_text("planned; made at once if a viewer asks")


def test_the_pointer_finds_the_cell_under_it(page: Page, give: Give) -> None:
    give("video-grid", samples.all_of_them()["dune"])
    page.locator("video-grid [tabindex]").hover(position={"x": 7 * 78 + 3, "y": 20 + 103})
    expect(page.locator(".readout")).to_contain_text("Audio, segment 79")


def test_enter_wishes_to_play_from_there(page: Page, give: Give) -> None:
    give("video-grid", samples.all_of_them()["dune"])
    page.evaluate("addEventListener('seek', e => { window.wished = e.detail.time })")
    page.locator("video-grid [tabindex]").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    assert page.evaluate("window.wished") == 4


def test_new_facts_keep_the_cursor_where_it_is(page: Page, give: Give) -> None:
    give("video-grid", samples.all_of_them()["dune"])
    page.locator("video-grid [tabindex]").focus()
    page.keyboard.press("End")
    page.evaluate(
        "facts => it.setAttribute('facts', JSON.stringify(facts))",
        samples.facts("ast_dune", 96, status="ready", filled=[[0, 96]], making=[]),
    )
    expect(page.locator(".readout")).to_contain_text("720p, segment 96")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "group"


def test_the_playhead_stands_where_the_time_is(page: Page, give: Give) -> None:
    give("video-grid", samples.all_of_them()["dune"])
    page.evaluate("it.setAttribute('time', '6')")
    # Second 6 is the middle of the fourth column (4 to 8 s), 3.5 columns of 7 px in.
    assert page.locator(".playhead").get_attribute("transform") == "translate(25 0)"
