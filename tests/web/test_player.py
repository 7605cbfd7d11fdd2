"""The player with hls.js in Chromium: it plays, waits for cells, renews its link, and shares its axis with the grid."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.web import samples
from tests.web.conftest import Theatre
from tests.web.waiting import until_page

TIME = "document.querySelector('video-player').currentTime"


def play(page: Page) -> None:
    page.goto("/demo/asset.html")
    page.locator(".controls").get_by_role("button", name="Play").click()


def advances(page: Page, beyond: float = 0.5) -> None:
    until_page(page, f"{TIME} > {beyond}")


def test_it_plays_with_picture_and_sound(page: Page, playing: Theatre) -> None:
    play(page)
    advances(page, 1.0)
    seen = page.evaluate("(v => [v.videoWidth > 0, v.webkitAudioDecodedByteCount > 0, v.error])(document.querySelector('video'))")
    assert seen == [True, True, None]
    expect(page.locator(".controls").get_by_role("button", name="Pause")).to_be_visible()


def test_while_cells_are_missing_it_starts_on_the_lowest_row(page: Page, playing: Theatre) -> None:
    play(page)
    advances(page)
    assert ("GET", "/p/s1_0.m4s") in playing.stage.requests
    first = next(path for _, path in playing.stage.requests if path.endswith(".m4s"))
    assert first == "/p/s1_0.m4s"


def test_a_film_that_is_made_begins_sharp(page: Page, playing: Theatre) -> None:
    playing.stage.preparing = False
    playing.stage.facts["short"] = samples.facts("ast_short", 4, status="ready", filled=[[0, 4]], making=[], rows=2)
    play(page)
    advances(page)
    assert next(path for _, path in playing.stage.requests if path.endswith(".m4s")) == "/p/s0_0.m4s"


def test_the_grids_playhead_follows_and_the_row_that_plays_is_marked(page: Page, playing: Theatre) -> None:
    play(page)
    advances(page, 1.0)
    until_page(page, "document.querySelector('.playhead').getAttribute('transform') !== 'translate(0 0)'")
    expect(page.locator(".rows .here")).to_have_count(1)


def test_scrubber_and_playhead_stand_on_one_line(page: Page, playing: Theatre) -> None:
    page.goto("/demo/asset.html")
    expect(page.locator(".rung")).to_contain_text("0:00 of 0:08")
    page.evaluate("document.querySelector('video-player').currentTime = 3")
    until_page(page, f"{TIME} === 3")
    line = page.evaluate("document.querySelector('.head-line').getBoundingClientRect().x")
    box = page.locator(".scrub").bounding_box()
    assert box
    share = page.evaluate("(s => s.value / s.max)(document.querySelector('.scrub'))")
    assert abs(box["x"] + 3.5 + (box["width"] - 7) * share - line) < 2


def test_a_cell_of_the_grid_is_where_it_plays_from(page: Page, playing: Theatre) -> None:
    page.goto("/demo/asset.html")
    expect(page.locator(".rung")).to_contain_text("of 0:08")
    page.locator("video-grid [tabindex]").focus()
    for key in ("End", "Enter"):
        page.keyboard.press(key)
    until_page(page, f"{TIME} === 4")


def test_a_cell_that_is_being_made_is_waited_for(page: Page, playing: Theatre) -> None:
    playing.stage.missing = 4
    play(page)
    advances(page, 1.0)
    assert playing.stage.missing == 0


def test_an_expired_link_is_renewed_and_it_goes_on(page: Page, playing: Theatre) -> None:
    playing.stage.expired.add("one")
    playing.stage.renewed = "/p/master.m3u8?sig=two"
    page.goto("/demo/asset.html")
    expect(page.locator(".rung")).to_contain_text("of 0:08")
    page.locator(".controls").get_by_role("button", name="Play").click()
    advances(page)


def test_a_link_that_can_not_be_renewed_says_so(page: Page, playing: Theatre) -> None:
    playing.stage.expired |= {"one", "two"}
    playing.stage.renewed = "/p/master.m3u8?sig=two"
    page.goto("/demo/asset.html")
    expect(page.get_by_text("This link has ended. Load the page again to get a new one.")).to_be_visible()


def test_a_fresh_signature_does_not_interrupt(page: Page, playing: Theatre) -> None:
    play(page)
    advances(page)
    page.evaluate("document.querySelector('video-player').setAttribute('src', '/p/master.m3u8?sig=fresh')")
    page.wait_for_timeout(300)
    assert not any("fresh" in path for _, path in playing.stage.requests)
    advances(page, 1.5)


def test_keys_play_skip_and_mute(page: Page, playing: Theatre) -> None:
    page.goto("/demo/asset.html")
    expect(page.locator(".rung")).to_contain_text("of 0:08")
    page.locator(".facts-list").click()
    page.keyboard.press("ArrowRight")
    until_page(page, f"{TIME} === 5")
    page.keyboard.press("m")
    assert page.evaluate("document.querySelector('video').muted")
    page.keyboard.press("k")
    until_page(page, "!document.querySelector('video').paused")


def test_letters_typed_in_a_field_are_not_keys(page: Page, playing: Theatre) -> None:
    page.goto("/demo/asset.html")
    page.get_by_role("textbox", name="Title").press("m")
    assert not page.evaluate("document.querySelector('video').muted")


def test_captions_are_offered_only_where_there_are_some(page: Page, playing: Theatre) -> None:
    page.goto("/demo/asset.html")
    expect(page.get_by_role("button", name="Show captions")).to_be_hidden()


def test_sound_alone_shows_a_quiet_surface(page: Page, playing: Theatre) -> None:
    playing.stage.source = "/p/r2.m3u8"
    page.goto("/demo/asset.html")
    expect(page.locator(".rung")).to_contain_text("sound")
    expect(page.locator(".face")).to_be_hidden()
    page.evaluate("document.querySelector('video-player').removeAttribute('poster')")
    expect(page.locator(".face")).to_be_visible()
    page.keyboard.press("k")
    advances(page)
    expect(page.locator(".rung")).to_contain_text("sound")
    page.evaluate("document.querySelector('video-player').level(0, 0)")
    expect(page.locator(".rung")).to_contain_text("sound")


def test_leaving_the_page_ends_the_player(page: Page, playing: Theatre) -> None:
    play(page)
    advances(page)
    page.get_by_role("link", name="Library").first.click()
    expect(page.get_by_role("heading", name="Library")).to_be_visible()
    page.wait_for_timeout(500)
    asked = len(playing.stage.requests)
    page.wait_for_timeout(1500)
    assert len(playing.stage.requests) == asked
