"""Opening an account and coming back to it, in a real browser, with a real mail server: by code, by password, by a new password."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import stack as product
from tests.journeys import desk, postbox
from tests.journeys.postbox import Postbox
from tests.journeys.test_accessibility import AXE, TAGS
from tests.sampling import daily
from tests.stack import Stack

pytestmark = pytest.mark.stack
LIN, PASSWORD, NEW = "lin.wei@harbourlane.example", "kettle mist ladder plum", "lantern orbit velvet soup"
VIOLATIONS = f"""async () => (await axe.run({{ runOnly: {json.dumps(TAGS)} }})).violations
    .flatMap(v => v.nodes.map(n => `${{v.id}}: ${{n.html.slice(0, 160)}}`))"""


@pytest.fixture(scope="module")
def box() -> Iterator[Postbox]:
    with postbox.opened() as one:
        yield one


@pytest.fixture(scope="module")
def house(box: Postbox) -> Iterator[Stack]:
    """The product, with a mail server."""
    with product.started(EMAIL_URL=box.url) as running:
        yield running


def page_of(browser: Browser, house: Stack, **how: Any) -> Page:
    given = {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB", "timezone_id": "Asia/Hong_Kong", **how}
    context = browser.new_context(base_url=house.url, **given)
    context.set_default_timeout(desk.WITHIN_MS)
    return context.new_page()


@pytest.fixture(scope="module")
def page(browser: Browser, house: Stack) -> Iterator[Page]:
    """Lin's browser: the tests stand in the order of the story."""
    one = page_of(browser, house)
    yield one
    one.context.close()


def in_the_library(page: Page) -> None:
    page.wait_for_url(re.compile(r"/library$"))
    expect(page.get_by_role("heading", name="Drop a video anywhere on this page")).to_be_visible()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name=re.compile("your account$")).click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile(r"/sign-in$"))


@pytest.mark.promise("I.A.1.1-g")
@pytest.mark.promise("I.A.1.1-i")
def test_an_account_is_opened_by_code_and_password(page: Page, box: Postbox) -> None:
    page.goto("/open")
    expect(page.get_by_label("Time zone", exact=True)).to_have_value("Asia/Hong_Kong")
    page.get_by_label("Your name", exact=True).fill("Lin Wei")
    page.get_by_label("E-mail", exact=True).fill(LIN)
    page.get_by_role("button", name="Send the code").click()
    page.get_by_label("The code", exact=True).fill(box.code(LIN))
    expect(page.get_by_label("Your name", exact=True)).to_have_value("Lin Wei")
    page.get_by_label("Company name").fill("Harbour Lane Films")
    page.get_by_label("Country or region", exact=True).select_option(label="Hong Kong SAR China")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password", exact=True).press("Enter")
    in_the_library(page)
    expect(page.get_by_role("banner")).to_contain_text("Harbour Lane Films")


def test_one_signs_in_by_password(page: Page) -> None:
    sign_out(page)
    page.get_by_label("E-mail", exact=True).fill(LIN)
    page.get_by_label("Password", exact=True).fill("not this one at all")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("don’t belong together")).to_be_visible()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_label("Password", exact=True)).to_have_attribute("type", "text")
    page.get_by_role("button", name="Sign in").click()
    in_the_library(page)


def test_one_signs_in_by_a_code(page: Page, box: Postbox) -> None:
    sign_out(page)
    page.get_by_label("E-mail", exact=True).fill(LIN)
    page.get_by_role("button", name="Send me a code instead").click()
    page.get_by_label("The code", exact=True).fill(box.code(LIN))
    page.keyboard.press("Enter")
    in_the_library(page)


@pytest.mark.promise("I.B-f5")
def test_a_forgotten_password_is_replaced_and_they_are_told(page: Page, box: Postbox) -> None:
    sign_out(page)
    page.get_by_role("link", name="Password forgotten").click()
    page.get_by_label("E-mail", exact=True).fill(LIN)
    page.get_by_role("button", name="Send the code").click()
    page.get_by_label("The code", exact=True).fill(box.code(LIN))
    page.get_by_label("New password", exact=True).fill("password1")
    page.get_by_role("button", name="Set the password and sign in").click()
    expect(page.get_by_text("lists that attackers try first")).to_be_visible()
    page.get_by_label("New password", exact=True).fill(NEW)
    page.get_by_role("button", name="Set the password and sign in").click()
    in_the_library(page)
    told = postbox.text_of(box.next(LIN, about="Your password was changed"))
    assert "Every other session has ended" in told


def test_the_new_password_is_the_one_that_opens(page: Page) -> None:
    sign_out(page)
    page.get_by_label("E-mail", exact=True).fill(LIN)
    page.get_by_label("Password", exact=True).fill(NEW)
    page.get_by_label("Password", exact=True).press("Enter")
    in_the_library(page)


def test_whoever_has_an_account_is_told_so_by_letter_alone(browser: Browser, house: Stack, box: Postbox) -> None:
    """A-01."""
    page = page_of(browser, house)
    page.goto("/open")
    page.get_by_label("E-mail", exact=True).fill(LIN)
    page.get_by_role("button", name="Send the code").click()
    expect(page.get_by_text("A letter is on its way")).to_be_visible()
    assert f"{house.url}/sign-in" in postbox.text_of(box.next(LIN, about="You have an account already"))
    page.context.close()


def test_an_account_can_be_opened_without_scripts(browser: Browser, house: Stack, box: Postbox) -> None:
    page, zoe = page_of(browser, house, java_script_enabled=False), "zoe@globex.example"
    page.goto("/open")
    page.get_by_label("E-mail", exact=True).fill(zoe)
    page.get_by_role("button", name="Send the code").click()
    page.get_by_label("The code", exact=True).fill(box.code(zoe))
    page.get_by_label("Your name", exact=True).fill("Zoe")
    page.get_by_label("A person", exact=True).check()
    page.get_by_label("Country or region", exact=True).select_option("GB")
    page.get_by_label("Time zone", exact=True).select_option("Europe/London")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Open the account").click()
    page.wait_for_url(re.compile(r"/library$"))
    expect(page.get_by_role("banner")).to_contain_text("Zoe")
    page.context.close()


def test_with_a_mail_server_there_is_no_mailbox(page: Page) -> None:
    answer = page.request.get("/mailbox")
    assert answer.status == 404


@pytest.mark.parametrize(
    ("locale", "width"), daily(itertools.product(("en-GB", "zh-CN"), (390, 1280)), of_these=[("en-GB", 1280), ("zh-CN", 390)])
)
def test_axe_finds_nothing_in_any_state(browser: Browser, house: Stack, locale: str, width: int) -> None:
    page = page_of(browser, house, locale=locale, viewport={"width": width, "height": 900}, bypass_csp=True)
    page.context.add_init_script(path=AXE)
    found = {state: page.evaluate(VIOLATIONS) for state in states(page, f"{locale}{width}@acme.example".lower())}
    assert {state: faults for state, faults in found.items() if faults} == {}
    page.context.close()


def states(page: Page, email: str) -> Iterator[str]:
    """Each page, empty, in error, and with a code on its way; the browser shows it when its name is given."""
    page.emulate_media(reduced_motion="reduce")
    for path in ("/open", "/sign-in", "/sign-in/code", "/forgotten"):
        page.goto(path)
        yield path
        page.locator(".finish button.primary").click()
        expect(page.locator(".error:visible").first).to_be_visible()
        page.locator("details.why summary").first.click() if page.locator("details.why").count() else None
        yield f"{path}, in error"
        if path != "/sign-in":
            page.locator("#email").fill(email)
            page.locator("button[name=send]").click()
            expect(page.locator("#code")).to_be_visible()
            yield f"{path}, with a code on its way"
