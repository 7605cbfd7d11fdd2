"""What keeps a page alive: soft navigation, live rows, titles in place, undo, keys and times."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.web.conftest import Theatre
from tests.web.waiting import until, until_page


def posts(theatre: Theatre) -> list[str]:
    return [path for method, path in theatre.stage.requests if method == "POST"]


# -- soft navigation ---------------------------------------------------------------------------------------------------
def test_a_link_swaps_the_main_part_and_nothing_else(page: Page) -> None:
    page.goto("/demo/library.html")
    page.evaluate("window.same = document.querySelector('upload-queue')")
    page.get_by_role("link", name="Empty").click()
    expect(page).to_have_title("Library · Harbour Lane")
    expect(page.get_by_role("heading", name="Drop a video anywhere on this page")).to_be_visible()
    assert page.evaluate("window.same === document.querySelector('upload-queue')")
    expect(page.get_by_role("link", name="Empty")).to_have_attribute("aria-current", "page")


def test_the_heading_has_the_focus_and_the_page_begins_at_the_top(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 300})
    page.goto("/demo/library.html")
    page.evaluate("scrollTo(0, 200)")
    page.get_by_role("link", name="Dune grass in October wind").click()
    expect(page).to_have_title("Dune grass in October wind · Harbour Lane")
    assert page.evaluate("[document.activeElement.tagName, scrollY]") == ["H1", 0]


def test_the_back_button_returns_to_the_page_and_the_place(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 300})
    page.goto("/demo/library.html")
    page.evaluate("scrollTo(0, 120)")
    page.get_by_role("link", name="Dune grass in October wind").click()
    expect(page).to_have_title("Dune grass in October wind · Harbour Lane")
    page.go_back()
    expect(page).to_have_title("Library · Harbour Lane")
    until_page(page, "scrollY === 120")


def test_a_new_pages_scripts_are_loaded(page: Page) -> None:
    page.goto("/demo/library.html")
    page.get_by_role("link", name="Dune grass in October wind").click()
    expect(page.locator("video-player .scrub")).to_be_visible()


def test_a_search_keeps_its_words_in_the_address(page: Page, theatre: Theatre) -> None:
    page.goto("/demo/empty.html")
    page.keyboard.press("/")
    page.keyboard.type("dune")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{theatre.address}/demo/library.html?q=dune")
    expect(page.get_by_role("heading", name="Library")).to_be_visible()
    expect(page.get_by_label("Search the library")).to_have_value("")


def test_what_is_plain_is_left_to_the_browser(page: Page) -> None:
    page.goto("/demo/library.html")
    page.evaluate("window.stays = true; document.querySelector('.nav a:last-child').dataset.plain = ''")
    page.get_by_role("link", name="Empty").click()
    expect(page.get_by_role("heading", name="Drop a video anywhere on this page")).to_be_visible()
    assert page.evaluate("window.stays") is None


def test_an_answer_of_another_kind_is_left_to_the_browser(page: Page, theatre: Theatre) -> None:
    page.goto("/demo/library.html")
    page.evaluate("document.querySelector('.nav a:last-child').href = '/axe.js'")
    page.get_by_role("link", name="Empty").click()
    expect(page).to_have_url(f"{theatre.address}/axe.js")


def test_without_a_connection_the_page_stays_and_says_so(page: Page) -> None:
    page.goto("/demo/library.html")
    page.context.set_offline(True)
    page.get_by_role("link", name="Empty").click()
    expect(page.get_by_role("status").filter(has_text="No connection. This page stays as it is.")).to_be_visible()


# -- live rows ---------------------------------------------------------------------------------------------------------
def test_news_of_an_asset_renews_its_row(page: Page, theatre: Theatre) -> None:
    page.goto("/demo/library.html")
    until_page(page, "document.querySelector('live-assets')")
    listening(page, theatre)
    theatre.tell("ast_dune")
    expect(page.get_by_text("Plays now · 68 % made")).to_be_visible()


def test_renewing_a_row_keeps_the_focus(page: Page, theatre: Theatre) -> None:
    page.goto("/demo/library.html")
    page.locator("[data-asset=ast_dune] .title").focus()
    listening(page, theatre)
    theatre.tell("ast_dune")
    expect(page.get_by_text("Plays now · 68 % made")).to_be_visible()
    assert page.evaluate("document.activeElement.textContent") == "Dune grass in October wind"


def test_a_new_state_renews_the_whole_page_but_not_what_is_typed(page: Page, theatre: Theatre) -> None:
    page.goto("/demo/asset.html")
    listening(page, theatre)
    page.get_by_role("textbox", name="Title").fill("Not yet saved")
    theatre.tell("ast_dune", status="playable")
    page.wait_for_timeout(1500)
    page.evaluate("document.querySelector('.state').textContent = 'old'")
    theatre.tell("ast_dune", status="ready")
    expect(page.locator(".state")).to_have_text("Plays now, 67 % made, 4 min left")
    expect(page.get_by_role("textbox", name="Title")).to_have_value("Not yet saved")
    assert page.evaluate("document.activeElement.id") == "title"


def test_a_row_that_is_gone_leaves(page: Page, theatre: Theatre) -> None:
    page.goto("/demo/library.html")
    listening(page, theatre)
    theatre.stage.retired.add("ast_rain")
    theatre.tell("ast_rain")
    expect(page.get_by_text("Rain on hosta")).to_have_count(0)


def test_the_large_grid_gets_fresh_facts(page: Page, theatre: Theatre) -> None:
    page.goto("/demo/asset.html")
    listening(page, theatre)
    theatre.stage.facts["dune"] = {**theatre.stage.facts["dune"], "workers": 7}
    theatre.tell("ast_dune")
    expect(page.get_by_text("being made, 7 workers")).to_be_visible()


def test_without_the_stream_the_page_is_polled(page: Page, theatre: Theatre) -> None:
    theatre.stage.events = False
    page.goto("/demo/asset.html")
    theatre.stage.facts["dune"] = {**theatre.stage.facts["dune"], "workers": 5}
    expect(page.get_by_text("being made, 5 workers")).to_be_visible()
    expect(page.locator("live-assets")).to_have_attribute("data-polling", "")


def test_two_tabs_share_one_stream(page: Page, theatre: Theatre) -> None:
    page.goto("/demo/library.html")
    listening(page, theatre)
    second = page.context.new_page()
    second.goto("/demo/library.html")
    expect(second.locator("h1")).to_be_visible()
    second.wait_for_timeout(300)
    assert len(theatre.stage.listeners) == 1
    theatre.tell("ast_dune")
    expect(second.get_by_text("Plays now · 68 % made")).to_be_visible()


def listening(page: Page, theatre: Theatre) -> None:
    until(page, lambda: bool(theatre.stage.listeners))


# -- titles in place ---------------------------------------------------------------------------------------------------
def test_a_title_is_saved_by_enter(page: Page, theatre: Theatre) -> None:
    page.goto("/demo/asset.html")
    page.get_by_role("textbox", name="Title").fill("Dune grass")
    page.keyboard.press("Enter")
    expect(page.locator("[data-outcome]")).to_contain_text("Saved")
    assert theatre.stage.titles == {"ast_dune": "Dune grass"}


def test_leaving_the_field_saves_and_escape_restores(page: Page, theatre: Theatre) -> None:
    page.goto("/demo/asset.html")
    page.get_by_role("textbox", name="Title").fill("Never mind")
    page.keyboard.press("Escape")
    expect(page.get_by_role("textbox", name="Title")).to_have_value("Dune grass in October wind")
    page.get_by_role("textbox", name="Title").fill("Marram")
    page.get_by_role("textbox", name="Title").blur()
    expect(page.locator("[data-outcome]")).to_contain_text("Saved")
    assert theatre.stage.titles == {"ast_dune": "Marram"}


def test_a_refused_title_stays_typed_and_says_why(page: Page, theatre: Theatre) -> None:
    theatre.stage.refuse_title = True
    page.goto("/demo/asset.html")
    page.get_by_role("textbox", name="Title").fill("x" * 300)
    page.keyboard.press("Enter")
    expect(page.locator("[data-outcome]")).to_contain_text("Not saved: A title has at most 200 letters. Your text is kept.")
    expect(page.get_by_role("textbox", name="Title")).to_have_value("x" * 300)
    page.goto("/demo/asset.html")
    expect(page.get_by_role("textbox", name="Title")).to_have_value("x" * 300)


# -- undo --------------------------------------------------------------------------------------------------------------
def test_a_deletion_hides_the_row_and_z_brings_it_back(page: Page, theatre: Theatre) -> None:
    page.goto("/demo/library.html")
    page.get_by_role("button", name="Delete Rain on hosta").click()
    expect(page.get_by_text("“Rain on hosta” is deleted.")).to_be_visible()
    expect(page.get_by_role("link", name="Rain on hosta")).to_be_hidden()
    assert theatre.stage.retired == {"ast_rain"}
    page.keyboard.press("z")
    expect(page.get_by_role("link", name="Rain on hosta")).to_be_visible()
    expect(page.get_by_text("“Rain on hosta” is back.")).to_be_visible()
    assert theatre.stage.retired == set()


def test_the_toast_stays_for_eight_seconds_and_longer_with_the_focus(page: Page) -> None:
    page.clock.install()
    page.goto("/demo/library.html")
    page.get_by_role("button", name="Delete Rain on hosta").click()
    undo = page.get_by_role("button", name="Undo")
    undo.focus()
    page.clock.run_for(20_000)
    expect(undo).to_be_visible()
    undo.blur()
    page.clock.run_for(7_000)
    expect(undo).to_be_visible()
    page.clock.run_for(2_000)
    expect(undo).to_be_hidden()


def test_deleting_on_its_own_page_leads_to_the_list_with_the_toast(page: Page, theatre: Theatre) -> None:
    page.goto("/demo/asset.html")
    page.get_by_role("button", name="Delete").click()
    expect(page).to_have_url(f"{theatre.address}/demo/library.html")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()


# -- keys, times, lines to copy ----------------------------------------------------------------------------------------
def test_the_question_mark_shows_the_keys_but_not_while_typing(page: Page) -> None:
    page.goto("/demo/library.html")
    page.get_by_label("Search the library").press("?")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()


def test_times_are_said_as_to_a_colleague(page: Page) -> None:
    page.clock.set_fixed_time("2026-11-24T14:02:00Z")
    page.goto("/demo/library.html")
    assert page.locator("relative-time").all_text_contents() == [
        "4 min ago",
        "8 min ago",
        "32 min ago",
        "37 min ago",
        "1 h ago",
        "yesterday",
        "Sun 22 Nov",
    ]
    assert "CET" in (page.locator("relative-time").first.get_attribute("title") or "")


def test_a_day_ends_where_its_reader_lives(page: Page) -> None:
    page.clock.set_fixed_time("2026-11-24T14:02:00Z")
    page.goto("/demo/library.html")
    times = page.locator("relative-time")
    for zone, said in (("Europe/Berlin", "yesterday"), ("Asia/Tokyo", "22 h ago")):
        times.first.evaluate("(one, zone) => one.outerHTML = `<relative-time datetime='2026-11-23T16:00:00Z' zone='${zone}'></relative-time>`", zone)
        assert times.first.text_content() == said


def test_a_line_is_copied(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/demo/empty.html")
    page.get_by_role("button", name="Copy: ingest a file").click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_attached()
    assert page.evaluate("navigator.clipboard.readText()") == "vidarium ingest film.mov"
