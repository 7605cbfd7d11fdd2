"""Who may change something at the edge: a program by its token, and a page of ours by its session."""

from __future__ import annotations

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from tests import browsers, cast
from tests.edge.uploading import SPEAKS, Door, code
from vidarium.accounts import tokens
from vidarium.accounts.activity import Act
from vidarium.accounts.authority import Permission
from vidarium.accounts.models import Activity
from vidarium.edge.callers import is_ours
from vidarium.foundation import tenancy

pytestmark = pytest.mark.usefixtures("live")

PUBLIC = "http://localhost:8000"


@pytest.fixture
def cookie(company: cast.Cast) -> str:
    """The browser of the company's owner, signed in."""
    return f"vidarium_session={browsers.session_of(company.owner)}"


def create(door: Door, headers: dict[str, str]) -> tuple[int, str]:
    answer = door.server.ask("/files", method="POST", headers={**SPEAKS, "Upload-Length": "3", **headers}, body=b"")
    return answer.status, "" if answer.status == 201 else code(answer)


def test_a_page_of_ours_uploads_with_its_session(door: Door, cookie: str) -> None:
    assert create(door, {"Cookie": cookie, "Origin": PUBLIC}) == (201, "")


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://localhost:8000", "http://localhost:8001", "http://localhost:8000.evil.example"]
)
def test_a_foreign_page_does_not(door: Door, cookie: str, origin: str) -> None:
    """H-01."""
    assert create(door, {"Cookie": cookie, "Origin": origin}) == (401, "accounts.not_signed_in")


def test_a_request_that_hides_its_page_does_not(door: Door, cookie: str) -> None:
    assert create(door, {"Cookie": cookie}) == (401, "accounts.not_signed_in")


def test_a_session_that_is_none_does_not(door: Door) -> None:
    for cookie in ("vidarium_session=nobody", "vidarium_session=", "other=1"):
        assert create(door, {"Cookie": cookie, "Origin": PUBLIC}) == (401, "accounts.not_signed_in")


def test_a_session_that_no_door_of_ours_began_does_not(door: Door, company: cast.Cast) -> None:
    """A-07: it names a person, and has no row by which anybody could end it."""
    session = SessionStore()
    session[SESSION_KEY] = str(company.owner.pk)
    session.save()
    assert create(door, {"Cookie": f"vidarium_session={session.session_key}", "Origin": PUBLIC}) == (401, "accounts.not_signed_in")


def test_a_browser_says_no_origin_when_it_only_asks(door: Door, cookie: str) -> None:
    path = door.create(3)
    told = door.server.ask(path, method="HEAD", headers={**SPEAKS, "Cookie": cookie})
    assert told.headers["upload-offset"] == "0"


def test_in_development_this_machine_is_ours_by_any_of_its_names() -> None:
    for host in ("localhost:8000", "127.0.0.1:8000", "[::1]:8000", "studio.localhost:8000"):
        assert is_ours(f"http://{host}", host=host, public_url=PUBLIC, development=True)
        assert not is_ours(f"http://{host}", host=host, public_url="https://films.example", development=False)
    assert not is_ours("http://evil.example", host="evil.example", public_url=PUBLIC, development=True)
    assert not is_ours("http://127.0.0.1:9000", host="127.0.0.1:8000", public_url=PUBLIC, development=True)


def test_elsewhere_only_the_public_address_is_ours() -> None:
    assert is_ours("https://films.example", host="x", public_url="https://films.example", development=False)
    assert not is_ours("", host="", public_url="https://films.example", development=False)


def test_who_may_not_upload_is_refused_and_the_company_sees_it(door: Door, company: cast.Cast) -> None:
    narrow = tokens.issue(company.id, scopes=[Permission.SEE_ASSETS])
    assert create(door, {"Authorization": f"Bearer {narrow}"}) == (403, "accounts.not_allowed")
    with tenancy.within(company.id):
        assert [line.words for line in Activity.objects.filter(act=Act.REFUSED)] == ["uploads:write"]


def test_a_key_in_the_address_opens_nothing(door: Door, company: cast.Cast) -> None:
    """A-10."""
    answer = door.server.ask(f"/files?token={company.token}", method="POST", headers={**SPEAKS, "Upload-Length": "3"}, body=b"")
    assert answer.status == 401
