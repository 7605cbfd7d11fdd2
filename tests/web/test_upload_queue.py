"""The upload queue: many files, bad networks, pages that change meanwhile, and a reload."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Theatre
from tests.web.waiting import until

SLOW = 0.05
"""Seconds per 64 KiB that the door takes."""


DRAG = """([event, names, size]) => {
    const dataTransfer = new DataTransfer();
    for (const name of names) dataTransfer.items.add(new File([new Uint8Array(size)], name, { lastModified: 1 }));
    document.querySelector("h1").dispatchEvent(new DragEvent(event, { dataTransfer, bubbles: true }));
}"""
LONG = 8_000_000
"""Bytes; six seconds at that pace."""


File = Callable[..., Path]


@pytest.fixture
def file(tmp_path: Path) -> File:
    """A file on disk, all of the first letter of its name."""

    def make(name: str, size: int = 600_000) -> Path:
        (tmp_path / name).write_bytes(name[0].encode() * size)
        return tmp_path / name

    return make


def choose(page: Page, *files: Path) -> None:
    page.locator("upload-queue input").set_input_files(list(files))


def drag(page: Page, event: str, *names: str, size: int = 600_000) -> None:
    """Files of zeros over, or onto, the heading; the same names are the same files."""
    page.evaluate(DRAG, [event, names, size])


def line(page: Page, name: str) -> Any:
    return page.locator("upload-queue li", has_text=name)


def opened(page: Page) -> None:
    page.goto("/demo/library.html")
    page.evaluate("document.querySelector('upload-queue .toggle').click()")


def test_the_queue_is_not_there_while_it_is_empty(page: Page) -> None:
    page.goto("/demo/library.html")
    expect(page.locator("upload-queue")).to_be_hidden()


def test_many_files_arrive_whole_two_at_a_time(page: Page, theatre: Theatre, file: File) -> None:
    opened(page)
    choose(page, *[file(f"{letter}.mp4") for letter in "abcd"])
    expect(page.locator("upload-queue .about", has_text="made")).to_have_count(4)
    assert sorted(bytes(upload.content[:1]) for upload in theatre.stage.uploads.values()) == [b"a", b"b", b"c", b"d"]
    assert all(len(upload.content) == 600_000 for upload in theatre.stage.uploads.values())


def test_only_two_are_sent_at_once(page: Page, theatre: Theatre, file: File) -> None:
    theatre.stage.seconds_per_chunk = 0.5
    opened(page)
    choose(page, *[file(f"{letter}.mp4") for letter in "abc"])
    expect(line(page, "c.mp4")).to_contain_text("Waiting · 600 kB")
    theatre.stage.seconds_per_chunk = 0.01
    expect(page.locator("upload-queue .about", has_text="made")).to_have_count(3)
    assert theatre.stage.most_at_once == 2


def test_the_name_travels_as_metadata(page: Page, theatre: Theatre, file: File) -> None:
    opened(page)
    choose(page, file("Ufer – 岸.mp4"))
    expect(page.locator("upload-queue .about", has_text="made")).to_have_count(1)
    words = dict(pair.split(" ") for pair in theatre.stage.uploads["upl_0001"].metadata.split(","))
    assert base64.b64decode(words["filename"]).decode() == "Ufer – 岸.mp4"
    assert base64.b64decode(words["title"]).decode() == "Ufer – 岸"


def test_what_is_dropped_on_a_collection_says_so(page: Page, theatre: Theatre, file: File) -> None:
    opened(page)
    page.evaluate("document.querySelector('main').dataset.uploadInto = 'col_1'")
    choose(page, file("Ufer.mp4"))
    expect(page.locator("upload-queue .about", has_text="made")).to_have_count(1)
    words = dict(pair.split(" ") for pair in theatre.stage.uploads["upl_0001"].metadata.split(","))
    assert base64.b64decode(words["collection"]).decode() == "col_1"


def test_progress_is_real_speed_and_time_left(page: Page, theatre: Theatre, file: File) -> None:
    theatre.stage.seconds_per_chunk = SLOW
    opened(page)
    choose(page, file("long.mp4", LONG))
    expect(line(page, "long.mp4")).to_contain_text("MB/s")
    expect(page.locator("upload-queue .sum")).to_contain_text("% of 8.0 MB")


def test_a_paused_upload_stands_still_and_goes_on_where_it_was(page: Page, theatre: Theatre, file: File) -> None:
    theatre.stage.seconds_per_chunk = SLOW
    opened(page)
    choose(page, file("long.mp4", LONG))
    expect(line(page, "long.mp4")).to_contain_text("MB/s")
    page.get_by_role("button", name="Pause long.mp4").click()
    expect(line(page, "long.mp4")).to_contain_text("Paused at")
    until(page, lambda: not theatre.stage.uploads["upl_0001"].writing)
    kept = len(theatre.stage.uploads["upl_0001"].content)
    page.wait_for_timeout(500)
    assert 0 < kept == len(theatre.stage.uploads["upl_0001"].content) < LONG
    assert page.evaluate("document.activeElement.ariaLabel") == "Resume long.mp4"
    theatre.stage.seconds_per_chunk = 0
    page.get_by_role("button", name="Resume long.mp4").click()
    expect(line(page, "long.mp4")).to_contain_text("made")
    assert len(theatre.stage.uploads) == 1


def test_all_are_paused_and_resumed_together(page: Page, theatre: Theatre, file: File) -> None:
    theatre.stage.seconds_per_chunk = SLOW
    opened(page)
    choose(page, *[file(f"{letter}.mp4", 8_000_000) for letter in "abc"])
    page.get_by_role("button", name="Pause all").click()
    expect(page.locator("upload-queue .about", has_text="Paused at")).to_have_count(3)
    theatre.stage.seconds_per_chunk = 0
    page.get_by_role("button", name="Resume all").click()
    expect(page.locator("upload-queue .about", has_text="made")).to_have_count(3)


def test_a_cut_line_only_delays(page: Page, theatre: Theatre, file: File) -> None:
    theatre.stage.seconds_per_chunk = SLOW
    opened(page)
    choose(page, file("long.mp4", LONG))
    expect(line(page, "long.mp4")).to_contain_text("MB/s")
    theatre.stage.down = True
    expect(line(page, "long.mp4")).to_contain_text("The connection was lost at")
    theatre.stage.down, theatre.stage.seconds_per_chunk = False, 0
    expect(line(page, "long.mp4")).to_contain_text("made", timeout=20_000)
    assert bytes(theatre.stage.uploads["upl_0001"].content) == b"l" * LONG


def test_it_goes_on_at_once_when_the_connection_is_back(page: Page, theatre: Theatre, file: File) -> None:
    theatre.stage.seconds_per_chunk = SLOW
    opened(page)
    choose(page, file("long.mp4", LONG))
    expect(line(page, "long.mp4")).to_contain_text("MB/s")
    page.context.set_offline(True)
    expect(line(page, "long.mp4")).to_contain_text("No connection. Goes on at")
    theatre.stage.seconds_per_chunk = 0
    page.context.set_offline(False)
    expect(line(page, "long.mp4")).to_contain_text("made")


def test_a_refusal_is_shown_in_the_servers_words(page: Page) -> None:
    opened(page)
    page.evaluate("""() => { const big = new File(['x'], 'huge.mov'); Object.defineProperty(big, 'size', { value: 2 ** 41 });
        const data = new DataTransfer(); data.items.add(big); const input = document.querySelector('upload-queue input');
        Object.defineProperty(input, 'files', { value: [big], configurable: true }); input.dispatchEvent(new Event('change')) }""")
    expect(line(page, "huge.mov")).to_contain_text("This file is larger than one may be here: 1 TB.")


def test_a_cancelled_upload_is_taken_back(page: Page, theatre: Theatre, file: File) -> None:
    theatre.stage.seconds_per_chunk = SLOW
    opened(page)
    choose(page, file("long.mp4", LONG))
    expect(line(page, "long.mp4")).to_contain_text("MB/s")
    page.get_by_role("button", name="Cancel long.mp4").click()
    expect(page.locator("upload-queue")).to_be_hidden()
    until(page, lambda: theatre.stage.uploads == {})


def test_the_queue_goes_on_while_one_walks_through_the_console(page: Page, theatre: Theatre, file: File) -> None:
    theatre.stage.seconds_per_chunk = SLOW
    opened(page)
    choose(page, file("long.mp4", LONG))
    expect(line(page, "long.mp4")).to_contain_text("MB/s")
    page.get_by_role("link", name="Dune grass in October wind").click()
    expect(page).to_have_url(f"{theatre.address}/demo/asset.html?ast_dune")
    expect(line(page, "long.mp4")).to_contain_text("MB/s")
    assert [path for method, path in theatre.stage.requests if method == "POST"] == ["/files"]


def test_after_a_reload_the_same_file_goes_on_where_it_was(page: Page, theatre: Theatre) -> None:
    theatre.stage.seconds_per_chunk = SLOW
    opened(page)
    drag(page, "drop", "long.mp4", size=LONG)
    expect(line(page, "long.mp4")).to_contain_text("MB/s")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.evaluate("document.querySelector('upload-queue .toggle').click()")
    expect(line(page, "long.mp4")).to_contain_text("Choose the file again to go on")
    kept, theatre.stage.seconds_per_chunk = len(theatre.stage.uploads["upl_0001"].content), 0
    drag(page, "drop", "long.mp4", size=LONG)
    expect(line(page, "long.mp4")).to_contain_text("made")
    assert (kept > 0, len(theatre.stage.uploads), page.evaluate("localStorage.length")) == (True, 1, 0)


def test_another_file_is_not_taken_in_its_place(page: Page, theatre: Theatre, file: File) -> None:
    theatre.stage.seconds_per_chunk = SLOW
    opened(page)
    choose(page, file("long.mp4", LONG))
    expect(line(page, "long.mp4")).to_contain_text("MB/s")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.evaluate("document.querySelector('upload-queue .toggle').click()")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose long.mp4 again").click()
    chooser.value.set_files(file("other.mp4"))
    expect(line(page, "long.mp4")).to_contain_text("That is another file. Choose long.mp4")


def test_files_dropped_anywhere_on_the_page_join_the_line(page: Page) -> None:
    opened(page)
    drag(page, "dragover", "a.mp4", "b.mp4")
    expect(page.get_by_text("Drop to upload")).to_be_visible()
    drag(page, "drop", "a.mp4", "b.mp4")
    expect(page.locator("upload-queue .about", has_text="made")).to_have_count(2)
    expect(page.get_by_text("Drop to upload")).to_be_hidden()


def test_a_button_of_the_page_opens_the_file_dialogue(page: Page) -> None:
    page.goto("/demo/empty.html")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose files").click()
    assert chooser.value.is_multiple()


def test_what_arrived_shows_its_grid_and_can_be_played(page: Page, file: File) -> None:
    opened(page)
    choose(page, file("short.mp4"))
    expect(line(page, "short.mp4")).to_contain_text("% made · plays now")
    expect(page.get_by_role("link", name="Play short.mp4")).to_have_attribute("href", "/demo/asset.html?ast_0001")
    expect(line(page, "short.mp4").get_by_role("img", name="Being made")).to_be_visible()


def test_leaving_the_page_while_sending_is_asked_about(page: Page, theatre: Theatre, file: File) -> None:
    theatre.stage.seconds_per_chunk = SLOW
    opened(page)
    choose(page, file("long.mp4", LONG))
    expect(line(page, "long.mp4")).to_contain_text("MB/s")
    page.locator("h1").click()
    asked: list[str] = []
    page.once("dialog", lambda dialog: asked.append(dialog.type))
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.close(run_before_unload=True)
    until(page, lambda: asked == ["beforeunload"])


def test_a_row_of_the_library_shows_the_upload_it_is(page: Page, theatre: Theatre, file: File) -> None:
    theatre.stage.seconds_per_chunk = SLOW
    opened(page)
    page.evaluate("document.querySelector('upload-progress').setAttribute('asset', 'ast_0001')")
    choose(page, file("long.mp4", LONG))
    expect(page.locator("upload-progress")).to_contain_text("MB/s")
