"""A person's own account in a real browser: an app, a passkey of a real (virtual) device, its loss, and the way back."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys import desk
from tests.journeys.test_accessibility import AXE, VIOLATIONS
from tests.stack import Stack

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
ENTRANCE = re.compile(r"/sign-in/second$")


@pytest.fixture
def context(browser: Browser, stack: Stack) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", base_url=stack.url)
    opened.set_default_timeout(desk.WITHIN_MS)
    yield opened
    opened.close()


def come_in(page: Page, stack: Stack, who: str) -> None:
    """By a one-time link, as far as the first step leads."""
    link = stack.cli("company", "link", "demo", "--member", who).split()[-1]
    page.goto(link)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile(r"/(library|sign-in/second)$"))


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def device(page: Page) -> str:
    """Plug a security device in; its number."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return str(made["authenticatorId"])


def test_a_passkey_is_set_up_used_lost_and_the_person_comes_back(context: BrowserContext, stack: Stack) -> None:
    page = context.new_page()
    device(page)
    come_in(page, stack, "owner@demo.example")
    page.goto("/you")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    codes = page.locator("copy-line code").inner_text().split()
    assert len(codes) == 10
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_text("Passkey:")).to_be_visible()

    context.clear_cookies()
    come_in(page, stack, "owner@demo.example")
    expect(page).to_have_url(ENTRANCE)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/library")

    context.clear_cookies()
    lost = context.browser.new_context(base_url=stack.url, locale="en-GB") if context.browser else context
    elsewhere = lost.new_page()
    come_in(elsewhere, stack, "owner@demo.example")
    elsewhere.get_by_label("A recovery code").fill(codes[0])
    elsewhere.get_by_role("button", name="Sign in").click()
    elsewhere.wait_for_url("**/library")
    elsewhere.goto("/you")
    elsewhere.get_by_role("button", name="Remove").click()
    expect(elsewhere.get_by_text("With a second step, nobody comes in")).to_be_visible()
    lost.close()


def test_an_app_is_set_up_and_asked_for(context: BrowserContext, stack: Stack) -> None:
    page = context.new_page()
    come_in(page, stack, "owner@demo.example")
    page.goto("/you/app")
    secret = page.locator("copy-line code").inner_text()
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Use this app").click()
    expect(page.get_by_text("This code does not fit")).to_be_visible()
    assert page.locator("copy-line code").inner_text() == secret
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Use this app").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    codes = page.locator("copy-line code").inner_text().split()

    context.clear_cookies()
    come_in(page, stack, "owner@demo.example")
    page.goto("/library")
    expect(page).not_to_have_url(re.compile(r"/library$"))
    page.goto("/sign-in/second")
    page.get_by_label("The code that your app shows").fill(codes[0])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/library")
    page.goto("/you")
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("button", name="Remove")).to_have_count(0)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_on_ones_own_pages(browser: Browser, stack: Stack, width: int, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, base_url=stack.url, color_scheme="dark" if scheme == "dark" else "light", bypass_csp=True
    )
    page = context.new_page()
    come_in(page, stack, "owner@demo.example")
    for path in ("/you", "/you/app", "/you/address", "/you/password", "/confirm"):
        answer = page.goto(path)
        assert answer
        assert answer.status == 200, path
        page.evaluate(AXE.read_text())
        assert page.evaluate(VIOLATIONS) == [], path
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
    context.close()
