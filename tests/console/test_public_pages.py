"""The public pages in a real browser: nothing to forgive for axe, no scrolling sideways, nothing from elsewhere. No database is asked."""

from __future__ import annotations

import itertools
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any, Literal
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Browser, Page, sync_playwright

from tests.sampling import daily

AXE = Path(__file__).resolve().parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
PAGES = ["/privacy", "/privacy/promises", "/privacy/record", "/sign-in", "/sign-in/code", "/forgotten", "/open", "/errors/upload.busy"]
Scheme = Literal["light", "dark"]


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Silent(WSGIRequestHandler):
    def log_message(self, format: str, *words: Any) -> None:  # noqa: A002 - the library's own name
        pass


@pytest.fixture(scope="module")
def address(collected: None) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, get_wsgi_application(), server_class=Server, handler_class=Silent)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for this module, ended with it: its loop must not meet those of asynchronous tests."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--disable-gpu", "--no-first-run"])
        yield opened
        opened.close()


def opened(browser: Browser, url: str, *, width: int, scheme: Scheme = "light", language: str = "en-GB") -> tuple[Page, list[str]]:
    """The page, and every address that it asked for."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, locale=language, bypass_csp=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(url)
    return page, asked


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("scheme", "width"), daily(itertools.product(("light", "dark"), (1280, 390)), of_these=[("light", 390), ("dark", 1280)])
)
def test_axe_finds_nothing(browser: Browser, address: str, path: str, scheme: Scheme, width: int) -> None:
    page, _ = opened(browser, address + path, width=width, scheme=scheme)
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run().then(({violations}) => violations.map(({id, nodes}) => [id, nodes[0].html]))")
    page.context.close()
    assert found == []


@pytest.mark.promise("IX-b")
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["en-GB", "zh-CN"])
def test_nothing_scrolls_sideways_at_320_pixels(browser: Browser, address: str, path: str, language: str) -> None:
    page, _ = opened(browser, address + path, width=320, language=language)
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    page.context.close()
    assert wider <= 0


@pytest.mark.promise("I.A.2-a")
@pytest.mark.promise("I.A.2.3-b")
@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_nobody_else(browser: Browser, address: str, path: str) -> None:
    page, asked = opened(browser, address + path, width=1280)
    page.context.close()
    assert [url for url in asked if not url.startswith((address, "data:"))] == []


def test_the_why_mark_opens_its_four_answers_by_keyboard(browser: Browser, address: str) -> None:
    page, _ = opened(browser, f"{address}/privacy", width=1280)
    mark = page.get_by_role("button", name="Why: Your e-mail address", exact=True)
    mark.focus()
    page.keyboard.press("Enter")
    slip = page.locator("dl.slip:popover-open")
    assert slip.locator("dt").all_inner_texts() == ["For", "Until", "Seen by", "Rule"]
    slip.get_by_role("link").click()
    assert page.url.endswith("#rule-I.A.1.1-a")
    page.context.close()
