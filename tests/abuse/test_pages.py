"""Every page, looked at by everybody: it changes nothing, says nothing to other sites, and runs nothing that people wrote."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from tests.abuse.table import ADDRESSES
from tests.abuse.test_authority import filled
from tests.abuse.test_requests import browser, place_of
from tests.cast import Cast
from tests.library import filming
from vidarium.accounts import authority, links, tokens
from vidarium.accounts.models import Company, CustomRole, Membership, Person, Token
from vidarium.foundation import tenancy
from vidarium.foundation.datamap import Store, register
from vidarium.library.models import Asset

LOOKED_AT = [path for method, path in ADDRESSES if method == "GET"]
BOOKKEEPING: dict[str, set[str]] = {
    "accounts_attempt": {"*"},
    "accounts_activity": {"*"},
    "accounts_signedin": {"*"},
    "django_session": {"*"},
    "accounts_membership": {"seen_on"},
    "accounts_token": {"used_at"},
}
"""What a look leaves behind: that somebody was there, or was refused, or took the log away as a file."""
READABLE = """
SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND has_table_privilege(oid, 'SELECT')
"""
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "</title><svg onload=alert(1)>",
    "</script><script>alert(1)</script>",
    "{{7*7}}{% debug %}",
    "<!--<script>",
    "javascript:alert(1)",
    "<a href=javascript:alert(1)>x</a>",
    "\u2028alert(1)//",
)
MARKUP = ("<script>alert", "<img src=x", "<svg onload", "<!--<script>", "<a href=javascript")
TEXT = "".join(HOSTILE)[:190]


@pytest.fixture
def addresses(company: Cast) -> list[str]:
    """Every page and every list, of things that are there."""
    asset = filming.begun(company, length=3, filename="film.mp4").asset
    with tenancy.within(company.id):
        role = CustomRole.objects.create(company=company.company, name="Archivist", permissions=["assets:read"])
        key = Token.objects.filter(company_id=company.id)[0]
    there = {"asset_id": asset.public_id, "member_id": place_of(company).public_id, "key_id": key.public_id, "role_id": role.public_id}
    return [fitted(path, there) for path in LOOKED_AT]


def fitted(path: str, there: dict[str, str]) -> str:
    for name, number in there.items():
        path = path.replace(f"<slug:{name}>", number).replace(f"{{{name}}}", number)
    return filled(path)


def rows() -> dict[str, set[str]]:
    with connection.cursor() as cursor:
        cursor.execute(READABLE)
        tables = [name for (name,) in cursor.fetchall()]
        return {table: kept(cursor, table) for table in tables if "*" not in BOOKKEEPING.get(table, set())}


def kept(cursor: Any, table: str) -> set[str]:
    cursor.execute(f"SELECT to_jsonb(t) FROM {table} t")
    beside = BOOKKEEPING.get(table, set())
    return {json.dumps({name: value for name, value in as_read(row).items() if name not in beside}, sort_keys=True) for (row,) in cursor}


def as_read(row: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(row) if isinstance(row, str) else row
    return found


@pytest.mark.parametrize("role", sorted(authority.ROLES))
def test_looking_changes_nothing(company: Cast, addresses: list[str], role: str) -> None:
    """H-02."""
    with tenancy.within(company.id):
        Membership.objects.filter(person=company.teammate).update(role=role)
    client = browser(company.teammate)
    client.get("/you")
    with tenancy.within(company.id):
        before = rows()
    for address in addresses:
        assert client.get(address).status_code < 500, address
    with tenancy.within(company.id):
        after = rows()
    assert {table: after[table] ^ before[table] for table in before if after[table] != before[table]} == {}


@pytest.mark.promise("I.C-a")
@pytest.mark.promise("I.A.2.3-c")
def test_no_page_may_run_what_is_not_ours_or_stand_in_a_frame(company: Cast, addresses: list[str]) -> None:
    """H-04, H-05, H-06."""
    client = browser(company.owner)
    for address in addresses:
        answer = client.get(address)
        policy = answer.headers["Content-Security-Policy"]
        for word in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"):
            assert word in policy, address
        assert "unsafe" not in policy, address
        assert told(answer) == ("nosniff", "same-origin", "same-origin", "same-origin"), address
        assert "camera=()" in answer.headers["Permissions-Policy"]


def told(answer: Any) -> tuple[str, ...]:
    names = ("X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy")
    return tuple(answer.headers.get(name, "") for name in names)


@pytest.mark.parametrize("origin", ["null", "https://evil.testserver", "https://testserver.evil.example", "https://evil.example"])
def test_no_other_site_may_read_an_answer(company: Cast, addresses: list[str], origin: str) -> None:
    """H-07."""
    client = browser(company.owner, Origin=origin)
    for address in addresses:
        answer = client.get(address)
        assert not [name for name in answer.headers if name.lower().startswith("access-control-")], address
    assert not client.options("/api/v1/assets", headers={"Access-Control-Request-Method": "GET"}).headers.get("Access-Control-Allow-Origin")


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver@evil.example", "evil.example:80"])
def test_under_another_name_there_is_nothing(company: Cast, host: str) -> None:
    """H-08."""
    client = browser(company.owner)
    assert [client.get(path, headers={"Host": host}).status_code for path in ("/sign-in", "/library", "/api/v1/assets")] == [400] * 3


@pytest.mark.promise("I.C-b")
def test_cookies_are_for_this_site_alone(company: Cast) -> None:
    """A-14."""
    client = Client()
    client.post(links.issue(company.owner).removeprefix(settings.ENVIRONMENT.public_url))
    client.get("/you")
    assert set(client.cookies) == {"vidarium_session", "csrftoken"}
    for name, cookie in client.cookies.items():
        assert (cookie["domain"], cookie["samesite"]) == ("", "Lax"), name
        assert cookie["httponly"] or name == "csrftoken", name


@pytest.mark.promise("I.A.2.3-b")
def test_every_page_leaves_only_declared_cookies(company: Cast, addresses: list[str]) -> None:
    declared = {one.name for one in register.current().kept if one.store is Store.COOKIE}
    for client in (browser(company.owner), Client(raise_request_exception=False)):
        for address in addresses:
            assert set(client.get(address).cookies) <= declared, address


@pytest.mark.promise("I.C-b")
def test_no_cookie_can_be_read(company: Cast, addresses: list[str]) -> None:
    client = browser(company.owner)
    for address in addresses:
        client.get(address)
    assert "csrftoken" in client.cookies
    values = " ".join(cookie.value for cookie in client.cookies.values())
    assert [words for words in about(company) if words in values] == []


def about(company: Cast) -> list[str]:
    """What would tell of a company or its people."""
    people = (company.owner, company.teammate)
    return ["@acme.example", company.company.name, company.id.hex, *(one.id.hex for one in people), *(str(one.id) for one in people)]


@pytest.mark.promise("II.B-a")
def test_nobody_who_is_not_signed_in_reads_anything_about_people(company: Cast, addresses: list[str]) -> None:
    visitor, opened = Client(raise_request_exception=False), 0
    for address in addresses:
        answer = visitor.get(address)
        opened += answer.status_code == 200
        assert [words for words in about(company) if words in answer.content.decode()] == [], address
    assert opened > 5


@pytest.mark.parametrize("path", ["/setup", "/install", "/admin", "/admin/", "/admin/login/", "/accounts/signup/", "/wp-admin"])
def test_there_is_no_page_that_sets_it_up(db: None, path: str) -> None:
    """A-15."""
    assert Client().get(path).status_code == 404


def test_what_people_write_stays_words_on_every_page(company: Cast, addresses: list[str]) -> None:
    """X-01, X-03: one text in every field that keeps one, and then every page."""
    with tenancy.within(company.id):
        Company.objects.filter(id=company.id).update(name=TEXT)
        Person.objects.filter(id__in=(company.owner.id, company.teammate.id)).update(name=TEXT)
        Membership.objects.filter(company_id=company.id).update(position=TEXT[:120])
        CustomRole.objects.filter(company_id=company.id).update(name=TEXT[:80])
        Asset.objects.filter(company_id=company.id).update(title=TEXT)
        Token.objects.filter(company_id=company.id).update(name=TEXT[:80])
    client, pages = browser(company.owner), 0
    for address in addresses:
        answer = client.get(address)
        if answer.headers["Content-Type"].startswith("text/html"):
            words = answer.content.decode()
            pages += "&lt;script&gt;alert" in words
            assert [one for one in MARKUP if one in words] == [], address
    assert pages > 10


@pytest.mark.parametrize("text", ["\x1b]0;title\x07Film", "\x1b[2JFilm", "\x1b]52;c;aGk=\x07Film", "\u202eFilm", "Fi\rlm\nX: y"])
def test_no_title_moves_the_cursor_of_a_terminal(company: Cast, text: str) -> None:
    """X-07."""
    asset = filming.begun(company, length=3, filename="film.mp4").asset
    client = Client(headers={"Authorization": f"Bearer {tokens.issue(company.id)}"})
    answer = client.patch(f"/api/v1/assets/{asset.public_id}", {"title": text}, content_type="application/json")
    assert answer.status_code == 200
    with tenancy.within(company.id):
        title = Asset.objects.get(id=asset.id).title
    assert not set(title) & {"\x1b", "\x07", "\u202e", "\r", "\n"}
    assert "\ufffd" in title
