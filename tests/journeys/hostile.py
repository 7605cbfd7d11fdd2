"""Words that would be markup, a script or a link if any page let them: typed into every field that keeps some (X-01)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import APIRequestContext, BrowserContext, Page

from tests.edge.uploading import SPEAKS, word
from tests.journeys.desk import Desk

PAYLOADS = (
    "<script>alert(1)</script>", "<ScRiPt src=//evil.example/x>", "</title><svg onload=alert(1)>", "</textarea><svg/onload=alert(1)>",
    "</script><script>alert(1)</script>", "<!--<script>alert(1)", "]]><script>alert(1)</script>",
    "<noscript><p title='</noscript><svg onload=alert(1)>'>", '"><img src=x onerror=alert(1)>', "'><img src=x onerror=alert(1)>",
    "`><img src=x onerror=alert(1)>", "<img/src/onerror=alert(1)>", '" autofocus onfocus=alert(1) x="',
    "' autofocus onfocus=alert(1) x='", '" onmouseover="alert(1)', "x onload=alert(1) ", "<body onpageshow=alert(1)>",
    "<details open ontoggle=alert(1)>", "<video><source onerror=alert(1)>", "<input autofocus onfocus=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>", "<iframe src=javascript:alert(1)>", "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>", "<a href=javascript:alert(1)>x</a>", "javascript:alert(1)//",
    "http://evil.example/\"onmouseover=alert(1)//", "data:text/html,<script>alert(1)</script>", "<base href=//evil.example/>",
    "<meta http-equiv=refresh content=0;url=//evil.example/>", "<link rel=stylesheet href=//evil.example/x>",
    "<style>@import'//evil.example/x'</style>", "<form action=//evil.example/><button>x",
    "<math><mtext><style><img src=x onerror=alert(1)>", "<template><script>alert(1)</script></template>",
    "{{constructor.constructor('alert(1)')()}}", "{% debug %}${alert(1)}#{alert(1)}", "'-alert(1)-'",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e", "\u2028alert(1)//",
)  # fmt: skip
"""Forty of them."""
FOUND = """() => [...document.querySelectorAll(`img[src='x'], [onerror], [onload], [onfocus], [onmouseover], [onpageshow], [ontoggle],
    iframe, object, embed, base, math, meta[http-equiv='refresh'], link[href*='evil'], form[action*='evil'], a[href^='javascript'],
    a[href^='data'], script:not([src]):not([type])`)].map(one => one.outerHTML.slice(0, 200))"""
"""What stands in a page that no page of ours has."""
REFUSED = "Failed to load resource"
"""What a browser writes about an answer that is meant to be a refusal."""
CODE, JOIN = re.compile(r"\b\d{6}\b"), re.compile(r"/join/(\w+)")


def fitting(most: int) -> list[str]:
    """All of them, as texts of so many letters at most."""
    texts = [""]
    for payload in PAYLOADS:
        if len(texts[-1]) + len(payload) > most:
            texts.append("")
        texts[-1] += payload
    return texts


@dataclass(frozen=True)
class Clerk:
    """Fills the forms of somebody's browser, without looking at them."""

    context: BrowserContext
    url: str

    @property
    def asks(self) -> APIRequestContext:
        return self.context.request

    def read(self, path: str) -> str:
        return self.asks.get(path).text()

    def send(self, path: str, **said: Any) -> str:
        """Where one ends up."""
        guard = next(one["value"] for one in self.context.cookies() if one["name"] == "csrftoken")
        headers = {"X-CSRFToken": guard, "Content-Type": "application/x-www-form-urlencoded"}
        answer = self.asks.post(path, headers=headers, data=urlencode(said, doseq=True))
        assert answer.ok, (path, said, answer.status, re.findall(r'class="(?:misfit|error)[^>]*>([^<]+)', answer.text()))
        return answer.url

    def prove_it(self) -> None:
        """Say once more who one is, by the code of a letter."""
        self.send("/confirm", send="yes", next="/you")
        code = CODE.search(self.read("/mailbox").partition("<article")[2])
        assert code
        assert self.send("/confirm", letter=code[0], next="/you").endswith("/you")

    def upload(self, text: str) -> None:
        # A name of one's own has no line breaks, and so not this one.
        told = f"title {word(text)},filename {word(text + '.mp4')},external_id {word(text.replace(chr(0x2028), ''))}"
        headers = {**SPEAKS, "Upload-Length": "3", "Upload-Metadata": told, "Origin": self.url}
        answer = self.asks.post("/files", headers=headers)
        assert answer.status == 201, (text, answer.text())


def typed_everywhere(owner: Clerk) -> None:
    """By a company's owner, into whatever keeps a text of theirs."""
    long, middling, short = fitting(190), fitting(115), fitting(78)
    owner.prove_it()
    owner.send("/you/words", name=long[0], language="en", time_zone="UTC")
    owner.send("/company", name=long[1], country="DE", time_zone="UTC")
    for text in long:
        owner.upload(text)
    for text in short[:6]:
        owner.send("/collections", name=text)
        owner.send("/people/roles", name=text, permissions=["assets:read"])
        owner.send("/keys", name=text, whose="company", scopes=["assets:read"], days="30")
    for number, (text, position) in enumerate(zip(long, middling, strict=False)):
        owner.send("/people/invite", email=f"h{number}@hostile.example", name=text, position=position, role="viewer", language="en")


def joined(owner: Clerk, colleague: Clerk) -> None:
    """Somebody with such a name works there, too."""
    owner.send("/people/invite", email="mate@hostile.example", name=fitting(190)[2], position=fitting(115)[3], role="viewer", language="en")
    found = JOIN.search(owner.read("/mailbox"))
    assert found
    colleague.read(f"/join/{found[1]}")
    assert colleague.send(f"/join/{found[1]}", name=fitting(190)[2], password="corduroy lighthouse mango drum").endswith("/library")


class Watch:
    """Looks at pages; remembers whatever ran, was loaded from elsewhere, or stands there as markup."""

    def __init__(self, seat: Desk) -> None:
        self._seat = seat
        self.trouble: list[str] = []
        self.shown = 0
        """Pages on which such words stood, as words."""
        seat.complaints.clear()
        seat.page.on("dialog", self._dialog)

    def _dialog(self, dialog: Any) -> None:
        self.trouble.append(f"{self._seat.page.url}: {dialog.message}")
        dialog.dismiss()

    def look(self, path: str) -> None:
        page: Page = self._seat.page
        page.goto(path)
        self.trouble += [f"{path}: {one}" for one in page.evaluate(FOUND)]
        self.shown += "alert(1)" in page.inner_text("body")
        self.trouble += [f"{path}: {one}" for one in self._seat.complaints if not one.startswith("verbose") and REFUSED not in one]
        self.trouble += [f"{path}: {one}" for one in self._seat.abroad]
        self._seat.complaints.clear()
        self._seat.abroad.clear()
