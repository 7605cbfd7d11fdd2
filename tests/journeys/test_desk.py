"""Service staff in a real browser: set up with a passkey, in by it, a look for a reason, and the company that reads it at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.abuse.table import ADDRESSES
from tests.abuse.test_pages import fitted
from tests.journeys.desk import Desk, desk
from tests.journeys.hostile import Clerk, Watch, fitting, joined, typed_everywhere
from tests.journeys.test_accessibility import AXE, axe, holds
from tests.journeys.test_two_steps import device
from tests.stack import Stack

pytestmark = pytest.mark.stack
MEI = "mei@service.example"
PASSWORD = "corduroy lighthouse mango drum"
REASON = "Their uploads stop half way"
SEEING = ["assets:read", "people:read", "activity:read"]
NOT_SHOWN = ("/activity.csv", "/desk", "/forgotten", "/healthz", "/join", "/open", "/privacy", "/sign-in")
"""A file; the desk, which has its own turn; and pages for strangers, which say nothing that people typed."""
NAMED = {"member_id": "mem", "key_id": "key", "role_id": "rol", "asset_id": "ast", "collection_id": "col"}
AT_THE_DESK = ("/desk", "/desk/accesses", "/desk/companies/hostile", "/library", "/people", "/activity")
EVIL = quote('"><img src=x onerror=alert(1)><script>alert(1)</script>', safe="")
SAID_IN_THE_ADDRESS = [
    f"/{EVIL}", f"/errors/{EVIL}", f"/api/v1/{EVIL}", f"/api/v1/assets?{EVIL}={EVIL}", f"/api/v1/assets?cursor={EVIL}",
    f"/library?q={EVIL}", f"/people?q={EVIL}", f"/people?role={EVIL}", f"/activity?who={EVIL}&kind={EVIL}&from={EVIL}",
    f"/sign-in?next={EVIL}", f"/confirm?next={EVIL}", f"/privacy?language={EVIL}", f"/files/{EVIL}", f"/p/{EVIL}/master.m3u8",
]  # fmt: skip
"""Refusals of the pages, of the API and of the edge among them."""


@pytest.fixture(scope="module")
def house(stack: Stack) -> str:
    """A company of its own, whose log nobody else writes; its owner's link."""
    return stack.add_company("looked-into")


@pytest.fixture(scope="module")
def mei(browser: Browser, stack: Stack) -> Iterator[Desk]:
    with desk(browser, stack) as seat:
        seat.page.context.add_init_script(path=AXE)
        device(seat.page)
        yield seat


@pytest.fixture(scope="module")
def owner(browser: Browser, stack: Stack, house: str) -> Iterator[Desk]:
    with desk(browser, stack) as seat:
        seat.page.context.add_init_script(path=AXE)
        seat.sign_in(house)
        yield seat


def test_staff_set_themselves_up_by_a_link_and_come_in_by_a_passkey(mei: Desk, stack: Stack) -> None:
    page = mei.page
    page.goto(stack.cli("staff", "add", MEI, "--name", "Mei Tan").splitlines()[-1])
    holds(page)
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_text("It comes after the password.")).to_be_visible()
    holds(page)
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_role("button", name="Set the password").click()
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.get_by_role("link", name="I have kept them").click()
    page.get_by_role("button", name="To the door").click()
    page.goto("/desk")
    expect(page).to_have_url(f"{stack.url}/desk/sign-in")
    holds(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/desk")
    holds(page)


@pytest.mark.promise("III.B.1-f")
def test_nothing_of_a_company_is_seen_without_a_reason(mei: Desk, house: str) -> None:
    mei.page.goto("/people")
    expect(mei.page.get_by_role("heading", name="Service desk")).to_be_visible()
    mei.page.get_by_label("Company").fill("looked")
    mei.page.get_by_role("button", name="Find").click()
    holds(mei.page)
    mei.page.get_by_role("link", name="Give a reason Looked-Into").click()
    mei.page.get_by_role("button", name="Look in").click()
    expect(mei.page.get_by_text("Choose what the case needs.")).to_be_visible()
    holds(mei.page)


@pytest.mark.promise("III.B.1-e")
def test_a_look_for_a_reason_is_seen_by_the_company_at_once(mei: Desk, owner: Desk) -> None:
    """T-14."""
    mei.page.get_by_label("Reason").fill(REASON)
    mei.page.get_by_label("Case number").fill("C-17")
    mei.page.get_by_label("People", exact=True).check()
    mei.page.get_by_label("15 minutes").check()
    mei.page.get_by_role("button", name="Look in").click()
    expect(mei.page.get_by_role("complementary", name="Your access to this account")).to_contain_text(REASON)
    expect(mei.page.get_by_role("table")).to_contain_text("owner@looked-into.example")
    holds(mei.page)
    owner.page.goto("/activity")
    came, looked = owner.page.get_by_text("Mei Tan, service staff came into"), owner.page.get_by_text("Mei Tan, service staff looked at")
    # Already there when the page is asked for, not some time later.
    assert came.is_visible()
    assert looked.first.is_visible()
    assert REASON in owner.page.content()
    holds(owner.page)


def test_what_was_not_named_stays_closed_and_nothing_can_be_changed(mei: Desk) -> None:
    expect(mei.page.get_by_role("link", name="Library", exact=True)).to_be_hidden()
    expect(mei.page.get_by_role("link", name="Invite a colleague")).to_be_hidden()
    for path in ("/library", "/keys", "/activity"):
        answer = mei.page.goto(path)
        assert answer
        assert answer.status == 403 or answer.url.endswith("/desk"), path


def test_after_leaving_the_company_is_closed_again(mei: Desk, owner: Desk) -> None:
    mei.page.goto("/desk")
    mei.page.get_by_role("button", name="Leave").click()
    mei.page.goto("/people")
    expect(mei.page.get_by_role("heading", name="Service desk")).to_be_visible()
    mei.page.goto("/desk/accesses")
    expect(mei.page.get_by_role("heading", name="Looked-Into")).to_be_visible()
    holds(mei.page)
    owner.page.goto("/activity?kind=staff")
    expect(owner.page.get_by_text("Mei Tan, service staff left this account")).to_be_visible()


def test_no_page_takes_what_people_typed_for_more_than_words(mei: Desk, browser: Browser, stack: Stack) -> None:
    """X-01, X-03, H-05: forty texts in every field, and then every page in Chromium: its owner's, staff's, the door's; letters; the log."""
    with desk(browser, stack) as seat, desk(browser, stack) as guest:
        seat.sign_in(stack.add_company("hostile"))
        owner, colleague = Clerk(seat.page.context, stack.url), Clerk(guest.page.context, stack.url)
        typed_everywhere(owner)
        joined(owner, colleague)
        reason, case = fitting(190)[4], fitting(38)[9]
        staff = Clerk(mei.page.context, stack.url)
        staff.send("/desk/companies/hostile", reason=reason, case=case, permissions=SEEING, minutes="15")
        there = numbers(owner)
        watch, guard = Watch(seat), Watch(mei)
        for path in (fitted(path, there) for method, path in ADDRESSES if method == "GET" and not path.startswith(NOT_SHOWN)):
            watch.look(path)
        for path in (*SAID_IN_THE_ADDRESS, "/mailbox"):
            watch.look(path)
        for path in (*AT_THE_DESK, f"/people/{there['member_id']}"):
            guard.look(path)
        owner.prove_it()
        owner.send("/company/owner", to="mate@hostile.example")
        back = re.search(r"/take-back/(\w+)", owner.read("/mailbox"))
        assert back
        watch.look(f"/take-back/{back[1]}")
        assert (watch.trouble, guard.trouble) == ([], [])
        assert (watch.shown > 20, guard.shown > 4) == (True, True)
        log = owner.asks.get("/activity.csv")
        assert (log.headers["content-type"].partition(";")[0], log.headers["x-content-type-options"]) == ("text/csv", "nosniff")
        assert log.headers["content-disposition"].startswith("attachment")
        assert "<script>alert(1)</script>" in log.text()


def numbers(owner: Clerk) -> dict[str, str]:
    """One of each that the company has, by the parameter that takes it."""
    pages = {"member_id": "/people", "key_id": "/keys", "role_id": "/people/roles", "asset_id": "/library"}
    pages["collection_id"] = "/collections"
    found = {name: re.search(rf"\b{NAMED[name]}_[0-9a-z]{{26}}\b", owner.read(path)) for name, path in pages.items()}
    return {name: one[0] for name, one in found.items() if one}


# -- by night, in Chinese, on a phone ----------------------------------------------------------------------------------
PHONE = {"width": 390, "height": 844}
PLAIN = ("/sign-in", "/open", "/forgotten", "/desk/sign-in", "/join/inv_unknown", "/take-back/wbk_unknown")
DESK = ("/desk", "/desk?q=looked", "/desk?q=nobody", "/desk/companies/looked-into", "/desk/accesses", "/you")
COMPANY = (
    "/library",
    "/people",
    "/people?view=invited",
    "/people/roles",
    "/people/invite",
    "/people/invite-many",
    "/company",
    "/company/leave",
    "/company/usage",
    "/keys",
    "/keys/new",
    "/activity",
    "/you",
    "/you/app",
    "/you/password",
    "/you/address",
    "/you/phone",
    "/confirm",
)


@pytest.fixture(scope="module")
def stranger(browser: Browser, stack: Stack) -> Iterator[Desk]:
    with desk(browser, stack) as seat:
        seat.page.context.add_init_script(path=AXE)
        yield seat


@pytest.fixture(scope="module")
def night(mei: Desk, owner: Desk, stranger: Desk) -> dict[str, Desk]:
    seats = {"mei": mei, "owner": owner, "stranger": stranger}
    for seat in seats.values():
        seat.page.emulate_media(color_scheme="dark")
        seat.page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
        seat.page.goto("/privacy?language=zh-hans")
    return seats


def wider(page: Page) -> int:
    """By how many pixels the page, or a table of devices on it, can be pushed sideways."""
    overhang: int = page.evaluate("""Math.max(...[document.documentElement, ...document.querySelectorAll('.scroll:has(.held)')].map(
        one => one.scrollWidth - one.clientWidth))""")
    return overhang


@pytest.mark.parametrize(
    ("who", "path"),
    [*(("stranger", path) for path in PLAIN), *(("mei", path) for path in DESK), *(("owner", path) for path in COMPANY)],
)
def test_a_page_holds_by_night_in_chinese_on_a_phone(night: dict[str, Desk], who: str, path: str) -> None:
    page = night[who].page
    page.goto(path)
    assert page.locator("html").get_attribute("lang") == "zh-hans"
    assert "\n".join(axe(page)) == ""
    assert wider(page) == 0


def test_a_member_holds_by_night_in_chinese_on_a_phone(night: dict[str, Desk]) -> None:
    page = night["owner"].page
    page.goto("/people")
    page.locator("tbody a[href^='/people/mem_']").first.click()
    page.wait_for_url("**/people/mem_*")
    assert "\n".join(axe(page)) == ""
    assert wider(page) == 0


def test_a_long_name_of_a_browser_breaks_nothing(night: dict[str, Desk]) -> None:
    page = night["owner"].page
    page.goto("/you")
    page.locator(".held tbody th, .held td, .rows .grow").evaluate_all("all => all.forEach(one => one.prepend('W'.repeat(60)))")
    assert wider(page) == 0
