"""The pages of keys: a secret is shown once, and nowhere that keeps it."""

from __future__ import annotations

import re
import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.accounts.test_keys import made, own
from tests.cast import Cast
from tests.console.conftest import signed_in_as
from vidarium.accounts import callers
from vidarium.accounts.models import Person, Token
from vidarium.console.persons import CONFIRMED
from vidarium.foundation import tenancy

FORM = {"name": "Nightly import", "whose": "company", "scopes": ["assets:read", "uploads:write"], "days": "90"}
SECRET = re.compile(r"vdt_[0-9a-hjkmnp-tv-z]{26}")


def sure(person: Person) -> Client:
    """Signed in, and proved a moment ago."""
    client = signed_in_as(person)
    session = client.session
    session[CONFIRMED] = time.time()
    session.save()
    return client


@pytest.fixture
def visitor(company: Cast) -> Client:
    return sure(company.owner)


@pytest.fixture
def foreign_visitor(stranger: Cast) -> Client:
    return sure(stranger.owner)


def shown(client: Client, path: str = "/keys") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_list_without_keys_says_what_one_is_for(company: Cast) -> None:
    assert "A key lets a program in" in shown(sure(company.teammate))


def test_a_new_key_is_shown_once_with_a_line_that_uses_it(visitor: Client) -> None:
    """A-10."""
    answer = visitor.post("/keys", FORM)
    (secret,) = set(SECRET.findall(answer.content.decode()))
    assert f'curl -H "Authorization: Bearer {secret}" http://localhost:8000/api/v1/company' in answer.content.decode()
    assert callers.by_token(secret)
    assert secret not in shown(visitor)
    assert f"vdt_…{secret[-4:]}" in shown(visitor)


def test_the_page_with_the_secret_is_kept_by_nobody_and_is_no_redirect(visitor: Client) -> None:
    answer = visitor.post("/keys", FORM)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_the_secret_stands_in_no_log(visitor: Client, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    secret = SECRET.findall(visitor.post("/keys", FORM).content.decode())[0]
    assert secret not in caplog.text + "".join(capfd.readouterr())


def test_what_was_typed_stays_beside_what_does_not_fit(visitor: Client) -> None:
    answer = visitor.post("/keys", {**FORM, "scopes": []})
    assert answer.status_code == 422
    assert 'value="Nightly import"' in answer.content.decode()
    assert "Choose at least one thing that the key may do." in answer.content.decode()


@pytest.mark.parametrize("days", ["", "7", "٣٠", "-1", "9" * 40])
def test_a_term_that_is_none_of_ours_is_refused(visitor: Client, days: str) -> None:
    assert visitor.post("/keys", {**FORM, "days": days}).status_code == 422


def test_a_member_who_manages_no_keys_makes_one_of_their_own(company: Cast) -> None:
    client = sure(company.teammate)
    assert client.post("/keys", FORM).status_code == 403
    assert client.post("/keys", {**FORM, "whose": "person"}).status_code == 200
    with tenancy.within(company.id):
        assert Token.objects.get(name="Nightly import").membership


def test_the_form_offers_no_more_than_one_may(company: Cast) -> None:
    form = shown(sure(company.teammate), "/keys/new")
    assert 'value="assets:read"' in form
    assert 'value="people:write"' not in form


def test_a_rotation_is_explained_and_then_done(visitor: Client, company: Cast) -> None:
    key, old = made(company)
    path = f"/keys/{key.public_id}/rotation"
    assert "works for 24 hours more" in shown(visitor, path)
    answer = visitor.post(path)
    assert "no-store" in answer["Cache-Control"]
    new = SECRET.findall(answer.content.decode())[0]
    assert new != old
    assert callers.by_token(old)
    assert "rotated" in shown(visitor)


def test_a_rotation_that_is_sent_twice_makes_one_key(visitor: Client, company: Cast) -> None:
    key, _ = made(company)
    path = f"/keys/{key.public_id}/rotation"
    assert [visitor.post(path).status_code for _ in range(2)] == [200, 409]


def test_a_revocation_is_explained_and_then_done(visitor: Client, company: Cast) -> None:
    key, secret = made(company)
    path = f"/keys/{key.public_id}/revocation"
    assert "is refused from its next call on" in shown(visitor, path)
    assert callers.by_token(secret)
    assert visitor.post(path).status_code == 302
    assert callers.by_token(secret) is None


def test_a_colleagues_key_offers_no_rotation(visitor: Client, company: Cast) -> None:
    key, _ = own(company, company.teammate)
    assert f"/keys/{key.public_id}/rotation" not in shown(visitor)
    assert f"/keys/{key.public_id}/revocation" in shown(visitor)


@pytest.mark.parametrize("path", ["rotation", "revocation"])
def test_a_strangers_key_is_not_there(foreign_visitor: Client, company: Cast, path: str) -> None:
    """T-01."""
    key, _ = made(company)
    assert foreign_visitor.post(f"/keys/{key.public_id}/{path}").status_code == 404


def test_a_page_of_keys_costs_the_same_however_many_there_are(visitor: Client, company: Cast) -> None:
    made(company, name="First")
    shown(visitor)
    with CaptureQueriesContext(connection) as few:
        shown(visitor)
    for place in range(20):
        made(company, name=f"Key {place}")
    own(company, company.teammate)
    with CaptureQueriesContext(connection) as many:
        shown(visitor)
    assert len(few) == len(many)


@pytest.mark.parametrize("path", ["/keys/new", "/keys/{}/rotation"])
def test_a_secret_is_read_by_those_who_proved_themselves_a_moment_ago(company: Cast, path: str) -> None:
    key, _ = made(company)
    path, client = path.format(key.public_id), signed_in_as(company.owner)
    assert client.get(path)["Location"] == f"/confirm?next={path}"
    sent = client.post("/keys" if path == "/keys/new" else path, FORM)
    assert sent["Location"] == f"/confirm?next={path}"
    with tenancy.within(company.id):
        assert Token.objects.count() == 2


def test_a_key_is_revoked_without_another_proof(company: Cast) -> None:
    key, secret = made(company)
    signed_in_as(company.owner).post(f"/keys/{key.public_id}/revocation")
    assert callers.by_token(secret) is None


def test_a_name_stays_words_on_every_page(visitor: Client, company: Cast) -> None:
    """X-01."""
    script = "<script>alert(1)</script>"
    answer = visitor.post("/keys", {**FORM, "name": script}).content.decode()
    with tenancy.within(company.id):
        key = Token.objects.get(name=script)
    pages = [answer, *(shown(visitor, path) for path in ("/keys", f"/keys/{key.public_id}/rotation", f"/keys/{key.public_id}/revocation"))]
    assert not any(script in page for page in pages)
    assert all("&lt;script&gt;" in page for page in pages)
