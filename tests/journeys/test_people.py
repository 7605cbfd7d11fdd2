"""A company's people, as they meet it: invited by a real letter, let in, narrowed, invited by fifties, and made the owner."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Browser, expect

from tests import stack as product
from tests.journeys.desk import Desk, desk
from tests.journeys.test_accessibility import AXE, axe, holds, sideways
from tests.notices.test_mail import Postbox
from tests.stack import Stack
from tests.web.waiting import until

pytestmark = pytest.mark.stack
PASSWORD = "corduroy lighthouse mango drum"
LETTER_SECONDS = 90
LIST = "name,email,position,role\n" + "".join(f"Person {n},p{n}@demo.example,Clerk,viewer\n" for n in range(50))
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def postbox() -> Iterator[tuple[Postbox, int]]:
    box, port = Postbox(), product.free_port()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    yield box, port
    server.stop()


@pytest.fixture(scope="module")
def posting(postbox: tuple[Postbox, int]) -> Iterator[Stack]:
    """A product whose letters are really sent."""
    with product.started(EMAIL_URL=f"smtp://127.0.0.1:{postbox[1]}?from=post@vidarium.example") as running:
        yield running


@pytest.fixture(scope="module")
def owner(browser: Browser, posting: Stack) -> Iterator[Desk]:
    with desk(browser, posting) as seat:
        seat.sign_in(posting.sign_in)
        yield seat


@pytest.fixture(scope="module")
def colleague(browser: Browser, posting: Stack) -> Iterator[Desk]:
    """Another browser, in which nobody is signed in yet."""
    with desk(browser, posting) as seat:
        yield seat


@pytest.fixture
def letters(postbox: tuple[Postbox, int]) -> list[Any]:
    return postbox[0].letters


@pytest.fixture(autouse=True, scope="module")
def _instruments(owner: Desk, colleague: Desk) -> None:
    for seat in (owner, colleague):
        seat.page.context.add_init_script(path=AXE)


def link_of(letters: list[Any], to: str) -> str:
    """Of the latest invitation to them."""
    text = next(letter.get_content() for letter in reversed(letters) if letter["To"] == to)
    found = re.search(r"http\S+/join/\w+", text)
    assert found, text
    return found.group()


@pytest.mark.promise("I.A.1.1-j")
@pytest.mark.promise("I.A.1.1-l")
def test_a_colleague_is_invited_by_a_letter_and_joins(owner: Desk, colleague: Desk, letters: list[Any]) -> None:
    owner.page.goto("/people")
    owner.page.get_by_role("link", name="Invite a colleague").click()
    owner.page.get_by_label("E-mail", exact=True).fill("lin@demo.example")
    owner.page.get_by_label("Name optional").fill("Lin Wei")
    owner.page.get_by_label("Role", exact=True).select_option("editor")
    owner.page.get_by_role("button", name="Send the invitation").click()
    expect(owner.page.get_by_role("row", name="Lin Wei")).to_be_visible()
    until(owner.page, lambda: any(letter["To"] == "lin@demo.example" for letter in letters), seconds=LETTER_SECONDS)
    colleague.page.goto(link_of(letters, "lin@demo.example"))
    expect(colleague.page.get_by_role("heading", name="Join Demo")).to_be_visible()
    fits_everywhere(colleague)
    colleague.page.get_by_label("Password", exact=True).fill(PASSWORD)
    colleague.page.get_by_role("button", name="Join").click()
    expect(colleague.page.locator("upload-queue")).to_be_attached()


def fits_everywhere(seat: Desk) -> None:
    """At the desk and on a phone, light and dark: nothing to forgive for axe."""
    for size in ({"width": 1280, "height": 900}, PHONE):
        seat.page.set_viewport_size(size)  # type: ignore[arg-type]  # a plain dict of the two numbers
        assert axe(seat.page) == []
        assert sideways(seat.page) == 0
    seat.page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.promise("I.A.1.1-m")
@pytest.mark.promise("IV.2-c")
def test_narrowed_authority_holds_with_the_next_click(owner: Desk, colleague: Desk) -> None:
    colleague.page.goto("/library")
    expect(colleague.page.get_by_role("link", name="People", exact=True)).to_be_visible()
    gives(owner, "Viewer")
    colleague.page.get_by_role("link", name="People", exact=True).click()
    expect(colleague.page.get_by_role("heading", name="That did not work")).to_be_visible()
    colleague.page.goto("/library")
    expect(colleague.page.get_by_role("link", name="People", exact=True)).to_be_hidden()


def gives(owner: Desk, role: str) -> None:
    owner.page.goto("/people")
    owner.page.get_by_role("link", name="Lin Wei").click()
    expect(owner.page.get_by_role("heading", name="What they may do")).to_be_visible()
    owner.page.get_by_label("Role", exact=True).select_option(label=role)
    with owner.page.expect_response(lambda answer: answer.request.method == "POST") as saved:
        owner.page.get_by_role("button", name="Save").click()
    assert saved.value.ok or saved.value.status == 302


def test_a_suspended_colleague_is_out_and_comes_back(owner: Desk, colleague: Desk) -> None:
    """A-07."""
    owner.page.goto("/people")
    owner.page.get_by_role("link", name="Lin Wei").click()
    owner.page.get_by_role("button", name="Suspend").click()
    expect(owner.page.get_by_text("Nothing of it while they are suspended.")).to_be_visible()
    colleague.page.goto("/library")
    expect(colleague.page.get_by_role("heading", name="No company lets you in")).to_be_visible()
    fits_everywhere(colleague)
    owner.page.get_by_role("button", name="Restore").click()
    expect(owner.page.get_by_role("button", name="Suspend")).to_be_visible()
    colleague.page.goto("/library")
    expect(colleague.page.get_by_role("heading", name="Library")).to_be_visible()


@pytest.mark.promise("I.A.1.1-j")
def test_fifty_are_invited_at_once(owner: Desk, letters: list[Any]) -> None:
    owner.page.goto("/people/invite-many")
    owner.page.get_by_label("The list").fill(LIST)
    owner.page.get_by_role("button", name="Look at the list").click()
    expect(owner.page.get_by_role("heading", name="Is this right?")).to_be_visible()
    holds(owner.page)
    owner.page.get_by_role("button", name="Send 50 invitations").click()
    expect(owner.page.get_by_role("heading", name="50 invitations are on their way")).to_be_visible()
    expect(owner.page.get_by_role("cell", name="sent")).to_have_count(50)
    wanted = {f"p{n}@demo.example" for n in range(50)}
    until(owner.page, lambda: wanted <= {letter["To"] for letter in letters}, seconds=LETTER_SECONDS)


@pytest.mark.promise("IX-b")
@pytest.mark.parametrize(
    "path", ["/people", "/people?view=invited", "/people/invite", "/people/invite-many", "/people/roles", "/company", "/company/leave"]
)
def test_the_pages_hold_for_everybody(owner: Desk, path: str) -> None:
    owner.page.goto(path)
    holds(owner.page)


def test_one_member_holds_for_everybody(owner: Desk) -> None:
    owner.page.goto("/people")
    owner.page.get_by_role("link", name="Lin Wei").click()
    expect(owner.page.get_by_role("heading", name="What they may do")).to_be_visible()
    holds(owner.page)
    owner.page.get_by_role("link", name="Remove").click()
    expect(owner.page.get_by_role("heading", name="Remove Lin Wei")).to_be_visible()
    holds(owner.page)


@pytest.mark.promise("IV.2-d")
def test_the_ownership_is_handed_over(owner: Desk, colleague: Desk) -> None:
    owner.page.goto("/company")
    owner.page.get_by_label("E-mail of the colleague who becomes the owner").fill("lin@demo.example")
    owner.page.get_by_role("button", name="Hand over the ownership").click()
    expect(owner.page.get_by_role("button", name="Hand over the ownership")).to_be_hidden()
    expect(owner.page.get_by_role("definition").filter(has_text="lin@demo.example")).to_be_visible()
    colleague.page.goto("/company")
    expect(colleague.page.get_by_role("button", name="Hand over the ownership")).to_be_visible()


@pytest.mark.promise("IV.5-a")
def test_the_owner_disables_the_account_and_restores_it(owner: Desk, colleague: Desk) -> None:
    """A-07."""
    colleague.page.goto("/company")
    colleague.page.get_by_role("link", name="Disable this account").click()
    colleague.page.wait_for_url(re.compile("/(confirm|company/closing)"))
    if "/confirm" in colleague.page.url:
        colleague.page.get_by_label("Password", exact=True).fill(PASSWORD)
        colleague.page.get_by_role("button", name="Go on").click()
    expect(colleague.page.get_by_role("heading", name="Disable this account")).to_be_visible()
    holds(colleague.page)
    colleague.page.get_by_role("button", name="Disable this account").click()
    expect(colleague.page.get_by_role("heading", name="Disabled accounts of yours")).to_be_visible()
    fits_everywhere(colleague)
    owner.page.goto("/library")
    expect(owner.page.get_by_role("heading", name="No company lets you in")).to_be_visible()
    colleague.page.get_by_role("button", name="Restore Demo").click()
    expect(colleague.page.get_by_role("heading", name="Library")).to_be_visible()
    owner.page.goto("/library")
    expect(owner.page.get_by_role("heading", name="Library")).to_be_visible()
