"""The page on which an account is opened."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.accounts.conftest import Heard, heard
from tests.accounts.opened import GOOD
from tests.cast import Cast
from vidarium.accounts import callers
from vidarium.accounts.models import Code, Company, Person, SignedIn
from vidarium.foundation import tenancy
from vidarium.foundation.datamap import register
from vidarium.privacy.models import Receipt

__all__ = ["heard"]
LIN = "lin.wei@harbourlane.example"
TYPED = {
    "email": LIN, "name": "Lin Wei", "phone": "+852 5550 0142", "kind": "organisation", "company": "Harbour Lane Films",
    "country": "HK", "zone": "Asia/Hong_Kong", "password": GOOD,
}  # fmt: skip


def send(client: Client, **changed: str) -> Any:
    return client.post("/open", {**TYPED, "code": "", **changed, "send": "1"})


def press(client: Client, code: str, **changed: str) -> Any:
    return client.post("/open", {**TYPED, "code": code, **changed})


def said(response: Any) -> str:
    return str(response.content.decode())


def only_company(person: Person) -> Company:
    company_id = callers.company_of(person.id)
    assert company_id
    with tenancy.within(company_id):
        return Company.objects.get(id=company_id)


@pytest.mark.promise("I.A.1.1-i")
def test_an_account_is_opened_and_its_owner_is_in_it(db: None, heard: Heard) -> None:
    client = Client()
    assert send(client).status_code == 200
    assert press(client, heard.code).headers["Location"] == "/library"
    assert "Harbour Lane Films" in said(client.get("/library"))


@pytest.mark.promise("I.A.1.1-b")
@pytest.mark.promise("I.A.1.1-f")
@pytest.mark.promise("I.A.1.1-c")
def test_what_was_typed_is_what_is_kept(db: None, heard: Heard) -> None:
    client = Client()
    send(client)
    press(client, heard.code)
    person = Person.objects.get()
    company = only_company(person)
    assert (person.name, person.phone, person.time_zone) == ("Lin Wei", "+85255500142", "Asia/Hong_Kong")
    assert (company.country, company.time_zone, company.kind) == ("HK", "Asia/Hong_Kong", "organisation")


def test_who_declines_the_phone_loses_nothing(db: None, heard: Heard) -> None:
    client = Client()
    send(client, phone="")
    assert press(client, heard.code, phone="").status_code == 302
    assert Person.objects.get().phone == ""


@pytest.mark.promise("P-b")
def test_a_persons_own_account_may_bear_their_name(db: None, heard: Heard) -> None:
    client = Client()
    send(client)
    press(client, heard.code, kind="individual", company="")
    company = only_company(Person.objects.get())
    assert (company.name, company.kind) == ("Lin Wei", "individual")


@pytest.mark.promise("I.A.1.1-o")
def test_the_receipt_names_the_version_beneath_which_the_button_was_pressed(db: None, heard: Heard) -> None:
    client = Client(headers={"Accept-Language": "zh-CN"})
    shown = said(send(client))
    press(client, heard.code)
    receipt = Receipt.objects.get()
    assert str(register.current().version) in shown
    assert (receipt.notice_version, receipt.language) == (register.current().version, "zh-hans")


def test_asking_for_the_code_loses_nothing_that_was_typed(db: None, heard: Heard) -> None:
    page = said(send(Client()))
    for value in (LIN, "Lin Wei", "+852 5550 0142", "Harbour Lane Films", GOOD):
        assert f'value="{value}"' in page
    assert '<option value="HK" selected>' in page
    assert '<option value="Asia/Hong_Kong" selected>' in page


def test_asking_for_the_code_complains_about_nothing_that_is_not_typed_yet(db: None, heard: Heard) -> None:
    response = Client().post("/open", {"email": LIN, "send": "1"})
    assert response.status_code == 200
    assert "aria-invalid" not in said(response)


def test_an_address_that_is_none_gets_no_code(db: None, heard: Heard) -> None:
    response = send(Client(), email="no address")
    assert response.status_code == 422
    assert "This is no e-mail address" in said(response)
    assert not Code.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("email", "", "The address is missing"),
        ("name", "", "The name is missing"),
        ("name", "Lin\nWei", "can’t be seen"),
        ("name", "x" * 201, "At most 200"),
        ("phone", "+852 55", "too short"),
        ("company", "", "The name is missing"),
        ("kind", "church", "Choose which of both"),
        ("country", "", "Choose your country"),
        ("country", "ZZ", "There is no such country"),
        ("zone", "", "Choose your time zone"),
        ("zone", "Europe/Nowhere", "There is no such country, region or time zone"),
        ("password", "", "The password is missing"),
        ("password", "password1", "lists that attackers try first"),
        ("password", "harbour lane", "soon be guessed"),
        ("password", "x" * 1025, "at most 1,024"),
        ("code", "", "Send the code"),
        ("code", "40817", "One digit is missing"),
    ],
)
@pytest.mark.promise("I.A.1.1-o")
def test_what_does_not_fit_is_told_at_its_field_and_costs_no_try(db: None, heard: Heard, field: str, value: str, sentence: str) -> None:
    client = Client()
    send(client)
    response = press(client, **{"code": heard.code, field: value})
    assert response.status_code == 422
    assert sentence in said(response).replace("&#x27;", "’")
    assert not Person.objects.exists()
    assert not Code.objects.exclude(tries=0).exists()


def test_a_wrong_code_says_how_many_tries_are_left(db: None, heard: Heard) -> None:
    client = Client()
    send(client)
    response = press(client, f"{(int(heard.code) + 1) % 10**6:06}")
    assert response.status_code == 422
    assert "4 tries are left" in said(response)


def test_a_known_address_sees_what_an_unknown_one_sees(company: Cast, heard: Heard) -> None:
    """A-01."""
    pages = []
    for email in (company.owner.email, "new." + company.owner.email):
        client = Client()
        asked = send(client, email=email)
        pressed = press(client, "000000" if heard.code != "000000" else "000001", email=email)
        pages.append([(answer.status_code, masked(said(answer), email)) for answer in (asked, pressed)])
    assert pages[0] == pages[1]


def masked(page: str, email: str) -> str:
    """Without the address itself, and the random number of the form."""
    lines = [line for line in page.replace(email, "…").splitlines() if "csrfmiddlewaretoken" not in line]
    return "\n".join(lines)


def test_after_five_codes_the_page_says_how_long_to_wait(db: None, heard: Heard) -> None:
    client = Client()
    for _ in range(5):
        send(client)
    response = send(client)
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    assert "minutes. What you typed is kept" in said(response)
    assert f'value="{LIN}"' in said(response)


@pytest.mark.promise("I.A.1.1-a")
def test_each_personal_field_says_why(db: None) -> None:
    page = said(Client().get("/open"))
    for what in (
        "Your e-mail address",
        "The codes that prove an address",
        "Your name",
        "Your phone number",
        "Your country or region",
        "Your time zone",
        "Your password",
    ):
        assert f'aria-label="Why: {what}' in page


@pytest.mark.promise("I.A.2.1-d")
def test_the_page_speaks_the_readers_language(db: None) -> None:
    page = said(Client(headers={"Accept-Language": "zh-CN"}).get("/open"))
    assert '<html lang="zh-hans">' in page
    assert "香港" in page


def test_nothing_of_the_page_is_kept_by_a_cache(db: None, heard: Heard) -> None:
    assert "no-store" in send(Client()).headers["Cache-Control"]


def test_who_is_signed_in_opens_a_second_account_without_a_code(company: Cast, visitor: Client) -> None:
    shown = said(visitor.get("/open"))
    assert 'name="code"' not in shown
    assert visitor.post("/open", {**TYPED, "company": "Second Films"}).headers["Location"] == "/library"
    assert "Second Films" in said(visitor.get("/library"))
    assert SignedIn.objects.filter(person=company.owner).count() == 1


def test_a_second_account_needs_its_answers_too(company: Cast, visitor: Client) -> None:
    response = visitor.post("/open", {"kind": "organisation", "company": "", "country": "", "zone": ""})
    assert response.status_code == 422
    assert said(response).count('aria-invalid="true"') == 3


def test_the_session_gets_a_new_id(db: None, heard: Heard) -> None:
    """A-08."""
    client = Client()
    before = client.session.session_key
    send(client)
    press(client, heard.code)
    assert client.session.session_key != before
