"""A key is made in a real browser, used by the very line that is printed, rotated and revoked; and the log tells of it all."""

from __future__ import annotations

import itertools
import re
import shlex
import subprocess
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys import desk
from tests.journeys.test_accessibility import AXE, SCHEMES, VIOLATIONS
from tests.sampling import daily
from tests.stack import Stack

pytestmark = pytest.mark.stack
PAGES = ["/keys", "/keys/new", "/activity", "/company/usage"]


@pytest.fixture(scope="module")
def context(browser: Browser, stack: Stack) -> Iterator[BrowserContext]:
    """The owner of a company of this module's own, signed in."""
    link = stack.add_company("keyring")
    opened = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", base_url=stack.url, bypass_csp=True)
    opened.set_default_timeout(desk.WITHIN_MS)
    page = opened.new_page()
    page.goto(link)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("upload-queue")).to_be_attached()
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    opened = context.new_page()
    yield opened
    opened.close()


def curl(line: str) -> str:
    """What the line answers; curl's own words about the transfer left out."""
    words = shlex.split(line)
    assert words[0] == "curl"
    return subprocess.run([*words, "-sS", "-w", " %{http_code}"], capture_output=True, text=True, timeout=60, check=True).stdout


def line_on(page: Page) -> str:
    return page.locator("copy-line code", has_text="curl").inner_text()


def test_a_key_is_made_used_rotated_and_revoked(page: Page) -> None:
    page.goto("/library")
    page.get_by_role("button", name=re.compile("your account")).click()
    page.get_by_role("link", name="API keys").click()
    page.get_by_role("link", name="Make a key").click()
    page.get_by_label("Name", exact=True).fill("Nightly import")
    page.get_by_label("See and play videos").check()
    page.get_by_role("button", name="Make the key").click()
    first = line_on(page)
    assert '"slug": "keyring"' in curl(first)

    page.reload()
    expect(page.get_by_role("row", name="Nightly import")).to_be_visible()
    expect(page.locator("copy-line")).to_have_count(0)

    page.get_by_role("link", name="Rotate Nightly import").click()
    page.get_by_role("button", name="Rotate").click()
    second = line_on(page)
    assert [curl(line)[-3:] for line in (first, second)] == ["200", "200"]

    page.get_by_role("link", name="I have copied it").click()
    page.get_by_role("row", name="rotated").get_by_role("link", name="Revoke").click()
    page.get_by_role("button", name="Revoke now").click()
    expect(page.locator(".state", has_text="revoked")).to_have_count(1)
    assert [curl(line)[-3:] for line in (first, second)] == ["401", "200"]

    page.goto("/activity?kind=keys")
    expect(page.locator(".did")).to_have_text([re.compile("revoked the key"), re.compile("rotated the key"), re.compile("made the key")])


def test_a_key_is_made_without_script(browser: Browser, context: BrowserContext, stack: Stack) -> None:
    plain = browser.new_context(java_script_enabled=False, base_url=stack.url, storage_state=context.storage_state(), locale="en-GB")
    page = plain.new_page()
    page.goto("/keys/new")
    page.get_by_role("button", name="Make the key").click()
    expect(page.get_by_text("Choose at least one thing that the key may do.")).to_be_visible()
    page.get_by_label("Name", exact=True).fill("By hand")
    page.get_by_label("See and play videos").check()
    page.get_by_role("button", name="Make the key").click()
    assert curl(line_on(page)).endswith("200")
    plain.close()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("scheme", "width"), daily(itertools.product(SCHEMES, (1280, 390)), of_these=[("light", 1280), ("dark", 390)]))
def test_axe_finds_nothing(page: Page, path: str, scheme: Literal["light", "dark"], width: int) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(path)
    page.evaluate(AXE.read_text())
    assert page.evaluate(VIOLATIONS) == []


@pytest.mark.promise("IX-b")
@pytest.mark.parametrize("path", PAGES)
def test_nothing_scrolls_sideways_at_320_pixels(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
