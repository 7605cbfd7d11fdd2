"""Someone at a browser with the started product, and everything that a page complains about or asks of another host."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page, Request, expect

from tests.stack import Stack

WITHIN_MS = 60_000
"""For anything that is not production: the machine is busy with films."""
MADE_WITHIN_MS = 300_000
WITHIN_PAGE = ("blob", "data")
"""Schemes that leave the page for nowhere."""


@dataclass
class Desk:
    """A page and what it did. Refused content (CSP) and failed requests are complaints too: the browser writes them there."""

    page: Page
    stack: Stack
    complaints: list[str] = field(default_factory=list)
    abroad: list[str] = field(default_factory=list)
    """Addresses on other hosts that it asked for."""
    asked: list[Request] = field(default_factory=list)

    def attend(self) -> None:
        self.page.on("console", lambda said: self.complaints.append(f"{said.type}: {said.text} {said.location['url']}"))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self.note)

    def note(self, request: Request) -> None:
        self.asked.append(request)
        address = urlsplit(request.url)
        if address.scheme not in WITHIN_PAGE and f"{address.scheme}://{address.netloc}" != self.stack.url:
            self.abroad.append(request.url)

    def sign_in(self, link: str) -> None:
        self.page.goto(link)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page.locator("upload-queue")).to_be_attached()

    def choose(self, *files: Any) -> None:
        """What the dialogue of files gives back."""
        self.page.locator("upload-queue input").set_input_files(list(files))

    def open_queue(self) -> None:
        if "closed" in (self.page.locator("upload-queue").get_attribute("class") or ""):
            self.page.locator("upload-queue .toggle").click()

    def in_queue(self, name: str) -> Locator:
        return self.page.locator("upload-queue li", has_text=name)

    def in_library(self, title: str) -> Locator:
        return self.page.locator("tr[data-asset]", has_text=title)

    def narrow(self, bytes_per_second: int) -> None:
        """A thin line upwards, until the page's next context."""
        line = self.page.context.new_cdp_session(self.page)
        line.send("Network.enable")
        how = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes_per_second}
        line.send("Network.emulateNetworkConditions", how)

    def requests(self, method: str, path: str) -> list[Request]:
        """Those it made of an address that begins so."""
        return [one for one in self.asked if one.method == method and urlsplit(one.url).path.startswith(path)]


@contextmanager
def desk(browser: Browser, stack: Stack, **how: Any) -> Iterator[Desk]:
    """A fresh profile at 1,280 px."""
    context = browser.new_context(
        base_url=stack.url, locale="en-GB", timezone_id="Europe/Berlin", **{"viewport": {"width": 1280, "height": 900}, **how}
    )
    context.set_default_timeout(WITHIN_MS)
    seat = Desk(context.new_page(), stack)
    seat.attend()
    yield seat
    context.close()
