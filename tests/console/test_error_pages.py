"""Every error has its page, and the page says what the error says."""

from __future__ import annotations

import html
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tools.house.checkout import Checkout
from tools.house.errors import Declared, declared
from vidarium.console import errors, prose

ERRORS = declared(Checkout(Path(__file__).resolve().parents[2]))
OWN = [error for error in ERRORS if error.name != "Unforeseen"]


@pytest.fixture(autouse=True)
def plain_names(settings: Settings) -> None:
    """Static files by their own names: the front end need not be built."""
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


@pytest.mark.parametrize("error", OWN, ids=lambda error: error.code)
def test_the_page_opens_with_the_error_s_own_sentence(error: Declared) -> None:
    title, *rest = (errors.PAGES / f"{error.code}.md").read_text().split("\n\n")
    assert title == f"# {error.sentence}"
    assert [part for part in rest if part.startswith("## ")] == ["## What to do"]


@pytest.mark.parametrize("error", OWN, ids=lambda error: error.code)
def test_the_page_is_there_in_chinese(error: Declared) -> None:
    title, why, heading, what = (errors.PAGES / "zh-hans" / f"{error.code}.md").read_text().strip().split("\n\n")
    assert (title[:2], heading) == ("# ", "## 怎么办")
    assert why
    assert what


def test_a_stranger_reads_what_happened_and_what_helps() -> None:
    page = html.unescape(Client().get("/errors/upload.busy").content.decode())
    assert "Another connection is sending to this upload." in page
    assert "<h2>What to do</h2>" in page


def test_the_page_speaks_the_reader_s_language() -> None:
    page = Client().get("/errors/upload.busy", headers={"accept-language": "zh-CN"}).content.decode()
    assert "另一个连接正在向这个上传发送。" in page
    assert '<html lang="zh-hans">' in page


@pytest.mark.parametrize("code", ["no.such", "..%2f..%2fREADME", "zh-hans", "UPLOAD.BUSY", "upload.busy.md", "zh-hans%2fupload.busy"])
def test_what_is_no_code_has_no_page(code: str) -> None:
    assert Client().get(f"/errors/{code}").status_code == 404


def test_prose_knows_headings_paragraphs_lists_and_code() -> None:
    blocks = prose.read("# A title\n\nSome words\nand `code`.\n\n## Next\n\n- one\n- two\n")
    assert [(block.kind, block.text) for block in blocks] == [
        ("title", "A title"), ("paragraph", "Some words and code."), ("heading", "Next"), ("item", "one"), ("item", "two"),
    ]  # fmt: skip
    assert [piece.code for piece in blocks[1].pieces] == [False, True, False]
