"""What a page loads: small, without inline styles, and with the words that the server translates."""

from __future__ import annotations

import gzip
import json
import re

from tests.web import stage as demo

SOURCES = [source for folder in ("elements", "grid", "page", "playback", "upload") for source in (demo.ROOT / "web" / folder).glob("*.ts")]


def test_a_library_page_loads_less_than_100_kb_of_script() -> None:
    assert len(gzip.compress((demo.STATIC / "console.js").read_bytes(), 6)) < 100_000


def test_each_element_has_a_file_named_as_its_tag() -> None:
    tags = {
        path.stem: re.findall(r'customElements\.define\("([a-z-]+)"', path.read_text())
        for path in (demo.ROOT / "web" / "elements").glob("*.ts")
    }
    assert tags == {name: [name] for name in tags}


def test_no_element_writes_a_style_that_the_policy_refuses() -> None:
    written = [path.name for path in SOURCES if re.search(r'<style|setAttribute\("style"|\bstyle: |\("style"[,)]', path.read_text())]
    assert written == []


def test_each_word_is_used_and_each_used_word_is_there() -> None:
    words = json.loads((demo.ROOT / "web" / "words.json").read_text())
    text = "\n".join(path.read_text() for path in [*SOURCES, *(demo.ROOT / "web").glob("*.ts")])
    # Words of the queue's buttons are put together from their names.
    assert [key for key in words if f'"{key}"' not in text and not key.startswith("queue.")] == []


def test_no_file_is_longer_than_300_lines() -> None:
    assert [path.name for path in SOURCES if len(path.read_text().splitlines()) > 300] == []
