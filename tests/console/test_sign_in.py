"""Coming in by a one-time link, and going out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tests.cast import Cast
from vidarium.accounts import links
from vidarium.accounts.models import SignInLink
from vidarium.foundation import clock


def path_of(company: Cast) -> str:
    return links.issue(company.owner).removeprefix("http://localhost:8000")


def test_a_link_signs_in_when_its_button_is_pressed(company: Cast) -> None:
    client, path = Client(), path_of(company)
    assert client.post(path).headers["Location"] == "/library"
    assert client.get("/library").status_code == 200


@pytest.mark.promise("I.A.1.1-g")
def test_opening_a_link_does_not_spend_it(company: Cast) -> None:
    path = path_of(company)
    Client().get(path)
    assert Client().post(path).headers["Location"] == "/library"


def test_a_link_works_once(company: Cast) -> None:
    path = path_of(company)
    Client().post(path)
    second = Client().post(path)
    assert second.status_code == 410
    assert "used already" in second.content.decode()


def test_a_link_ends_after_fifteen_minutes(company: Cast) -> None:
    path = path_of(company)
    SignInLink.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert Client().post(path).status_code == 410


def test_only_a_hash_of_the_link_is_kept(company: Cast) -> None:
    secret = path_of(company).rsplit("/", 1)[1]
    kept = SignInLink.objects.get(person=company.owner)
    assert secret.encode() not in bytes(kept.digest)
    assert len(bytes(kept.digest)) == 32


def test_a_form_from_another_site_is_refused(company: Cast) -> None:
    assert Client(enforce_csrf_checks=True).post(path_of(company)).status_code == 403


def test_the_session_gets_a_new_id_at_sign_in(company: Cast) -> None:
    client = Client()
    before = client.session.session_key
    client.post(path_of(company))
    assert client.session.session_key != before


@pytest.mark.promise("I.A.1.1-i")
def test_signing_out_ends_the_session_on_the_server(visitor: Client) -> None:
    cookie = visitor.cookies["vidarium_session"].value
    visitor.post("/sign-out")
    late = Client()
    late.cookies["vidarium_session"] = cookie
    assert late.get("/library").status_code == 302


@pytest.mark.promise("I.C-b")
def test_the_session_cookie_is_kept_from_scripts_and_other_sites(company: Cast) -> None:
    client = Client()
    client.post(path_of(company))
    cookie = client.cookies["vidarium_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize("path", ["/library", "/assets/ast_00000000000000000000000000", "/"])
def test_who_is_not_signed_in_is_sent_to_the_door(db: None, path: str) -> None:
    address, status = Client().get(path, follow=True).redirect_chain[-1]
    assert (address.partition("?")[0], status) == ("/sign-in", 302)


def test_a_page_is_come_back_to(company: Cast) -> None:
    company.owner.set_password("kettle mist ladder plum")
    company.owner.save()
    client = Client()
    shown = client.get("/library?view=making", follow=True).content.decode()
    assert 'name="next" value="/library?view=making"' in shown
    words = {"email": company.owner.email, "password": "kettle mist ladder plum", "next": "/library?view=making"}
    assert client.post("/sign-in", words).headers["Location"] == "/library?view=making"


def test_a_part_of_a_page_and_a_form_are_nowhere_to_come_back_to(db: None) -> None:
    assert Client().get("/library", headers={"Sec-Fetch-Dest": "empty"}).headers["Location"] == "/sign-in"
    assert Client().post("/assets/ast_00000000000000000000000000/retirement").headers["Location"] == "/sign-in"
