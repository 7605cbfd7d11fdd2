"""Joining by an invitation's link, as the invited person meets it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from tests import places
from tests.cast import Cast
from tests.console.conftest import signed_in_as
from tests.places import Letters
from vidarium.accounts import invitations, invitees
from vidarium.accounts.models import Invitation, Person
from vidarium.foundation import ids, tenancy

PASSWORD = "corduroy lighthouse mango drum"


@pytest.fixture
def letters() -> Iterator[Letters]:
    with places.letters() as heard:
        yield heard


@pytest.fixture
def link(company: Cast, letters: Letters) -> str:
    return invited(company, letters, "lin@acme.example")


def invited(company: Cast, letters: Letters, email: str) -> str:
    invitee = invitees.typed(email=email, name="Lin Wei", position="Editor in chief", role="editor")
    invitations.invite(invitee, by=places.caller(company, company.owner))
    return f"/join/{letters.secret}"


def left(company: Cast) -> int:
    with tenancy.within(company.id):
        return Invitation.objects.count()


@pytest.mark.promise("I.A.1.1-l")
def test_it_says_who_invites_to_what_what_is_kept_and_where_the_rules_are(link: str) -> None:
    shown = Client().get(link).content.decode()
    for words in ("Join Acme Films", "owner@acme.example invites you", "lin@acme.example", "Editor in chief", "Editor", "/privacy"):
        assert words in shown
    assert shown.count('class="why"') >= 6


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_it_changes_nothing(company: Cast, link: str, method: str) -> None:
    getattr(Client(), method)(link)
    assert (left(company), Person.objects.filter(email="lin@acme.example").exists()) == (1, False)


@pytest.mark.promise("I.A.1.1-j")
def test_somebody_new_sets_a_password_and_is_in(company: Cast, link: str) -> None:
    client = Client()
    assert client.post(link, {"name": "Lin Wei", "password": PASSWORD}).headers["Location"] == "/library"
    assert "Acme Films" in client.get("/library").content.decode()
    person = Person.objects.get(email="lin@acme.example")
    assert (person.name, person.check_password(PASSWORD)) == ("Lin Wei", True)
    assert left(company) == 0


@pytest.mark.parametrize("password", ["", "short", "password123", "lin@acme.example", "x" * 1025])
def test_a_weak_password_is_told_and_the_name_stays(company: Cast, link: str, password: str) -> None:
    """A-16."""
    answer = Client().post(link, {"name": "Lin W.", "password": password})
    shown = answer.content.decode()
    assert 400 <= answer.status_code < 500
    assert ('aria-invalid="true"' in shown, 'value="Lin W."' in shown, left(company)) == (True, True, 1)


def test_a_name_that_does_not_fit_is_told(link: str) -> None:
    assert Client().post(link, {"name": "x" * 201, "password": PASSWORD}).status_code == 422


def test_a_session_of_a_stranger_is_not_taken_over(link: str) -> None:
    """A-08."""
    client = Client()
    client.get("/sign-in")
    client.session["planted"] = "yes"
    before = client.session.session_key
    client.post(link, {"name": "Lin", "password": PASSWORD})
    assert client.session.session_key not in {None, before}


def test_who_has_an_account_is_sent_to_sign_in_and_back(company: Cast, stranger: Cast, letters: Letters) -> None:
    link = invited(company, letters, "owner@globex.example")
    shown = Client().get(link).content.decode()
    assert f'/sign-in?next={link}"' in shown
    assert 'name="password"' not in shown
    assert Client().post(link, {"password": PASSWORD}).status_code == 409


def test_who_is_signed_in_joins_with_one_button_and_is_in_that_company(company: Cast, stranger: Cast, letters: Letters) -> None:
    link = invited(company, letters, "owner@globex.example")
    client = signed_in_as(stranger.owner)
    assert 'name="password"' not in client.get(link).content.decode()
    assert client.post(link).headers["Location"] == "/library"
    assert "<title>Library · Acme Films</title>" in client.get("/library").content.decode()


def test_somebody_else_who_is_signed_in_is_told_so(company: Cast, stranger: Cast, link: str) -> None:
    client = signed_in_as(stranger.owner)
    assert "Somebody else is signed in here" in client.get(link).content.decode()
    assert client.post(link).status_code == 403
    assert left(company) == 1


def test_a_link_that_is_over_or_never_was_says_the_same(company: Cast, link: str) -> None:
    with tenancy.within(company.id):
        invitations.withdraw(Invitation.objects.get(), by=places.caller(company, company.owner))
    never = f"/join/{ids.show('vdi', ids.unguessable())}"
    over, unknown = (Client().get(path) for path in (link, never))
    assert (over.status_code, unknown.status_code) == (410, 410)
    assert over.content.replace(link.encode(), b"") == unknown.content.replace(never.encode(), b"")
    assert Client().post(link, {"password": PASSWORD}).status_code == 410


def test_the_page_is_kept_by_no_cache_and_told_to_no_other_site(link: str) -> None:
    answer = Client().get(link)
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_a_form_from_elsewhere_is_refused(company: Cast, link: str) -> None:
    assert Client(enforce_csrf_checks=True).post(link, {"password": PASSWORD}).status_code == 403
    assert left(company) == 1
