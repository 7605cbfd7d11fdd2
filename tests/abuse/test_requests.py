"""Requests that say more than they may: from other sites, with fields and parameters that are none, for other companies' things."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests import browsers
from tests.abuse.conftest import begun, never
from tests.abuse.table import ADDRESSES
from tests.abuse.test_authority import filled
from tests.cast import Cast
from tests.library import filming
from vidarium.accounts import tokens
from vidarium.accounts.authority import Permission
from vidarium.accounts.models import Company, CustomRole, Invitation, Membership, Person
from vidarium.api.app import api
from vidarium.foundation import tenancy
from vidarium.library import places
from vidarium.library.models import Asset, Status
from vidarium.production import jobs
from vidarium.production.models import Grid

UNSAFE = [(method, path) for method, path in ADDRESSES if method != "GET"]
READ = [path for method, path in ADDRESSES if method == "GET" and path.startswith("/api/v1/")]
EVIL = "https://evil.example"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
NONE_OF_OURS = [
    {"ordering": "owner__password"},
    {"filter": '{"owner__tenant__secret__startswith": "a"}'},
    {"fields": "owner.api_key"},
    {"_connector": "OR 1=1"},
    {"tenant": "globex"},
]
SOURCES = settings.ROOT


def browser(person: Person, *, strict: bool = False, **headers: str) -> Client:
    return browsers.signed_in(person, Client(enforce_csrf_checks=strict, raise_request_exception=False, headers=headers))


def program(company: Cast) -> Client:
    """Of the company's, that may do everything."""
    return Client(raise_request_exception=False, headers={"Authorization": f"Bearer {tokens.issue(company.id, scopes=Permission)}"})


# -- other sites -------------------------------------------------------------------------------------------------------
@pytest.mark.promise("I.C-e")
@pytest.mark.parametrize("body", ["application/json", "application/x-www-form-urlencoded", "text/plain"])
def test_no_other_site_makes_a_browser_do_anything(company: Cast, body: str) -> None:
    """H-01, H-03: every unsafe method of every address, without a token of ours, whatever the body says it is."""
    client = browser(company.owner, strict=True)
    answers = {f"{method} {path}": client.generic(method, filled(path), b"{}", content_type=body).status_code for method, path in UNSAFE}
    assert {asked: status for asked, status in answers.items() if status != 403} == {}


def test_a_token_of_ours_from_a_foreign_page_is_none(company: Cast) -> None:
    """H-01."""
    client = browser(company.owner, strict=True)
    found = TOKEN.search(client.get("/you").content.decode())
    assert found
    sent = {"csrfmiddlewaretoken": found[1], "name": "Mallory"}
    assert [client.post("/you/words", sent, headers={"Origin": origin}).status_code for origin in (EVIL, "null")] == [403, 403]
    assert client.post("/you/words", sent).status_code == 302


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_a_method_is_not_another_one(company: Cast, header: str) -> None:
    """H-03."""
    asset = filming.begun(company, length=3, filename="film.mp4").asset
    address = f"/api/v1/assets/{asset.public_id}"
    assert program(company).post(address, {}, content_type="application/json", headers={header: "DELETE"}).status_code == 405
    assert program(company).get(f"{address}?_method=DELETE").status_code == 400
    assert program(company).get(address).status_code == 200


# -- more than was asked for -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", READ)
def test_parameters_that_are_none_are_refused(company: Cast, path: str) -> None:
    """T-11, T-05."""
    client = program(company)
    assert [client.get(filled(path), extra).status_code for extra in NONE_OF_OURS] == [400] * len(NONE_OF_OURS)


def test_an_asset_keeps_what_no_program_may_set(company: Cast, stranger: Cast) -> None:
    """T-04."""
    asset = filming.begun(company, length=3, filename="film.mp4").asset
    wanted = {"id": "ast_1", "company": stranger.company.public_id, "company_id": str(stranger.id), "created_by": str(stranger.owner.id)}
    for field, value in {**wanted, "status": "ready", "storage_key": "c/x", "duration": 9, "playback": {"id": "ply_1"}}.items():
        program(company).patch(f"/api/v1/assets/{asset.public_id}", {"title": "Mine", field: value}, content_type="application/json")
    with tenancy.within(company.id):
        kept = Asset.objects.get(id=asset.id)
    assert (kept.company_id, kept.status, kept.created_at) == (company.id, asset.status, asset.created_at)


@pytest.mark.promise("I.A-a")
def test_a_company_keeps_what_no_form_has(company: Cast, stranger: Cast) -> None:
    """T-04."""
    more = {
        "id": str(stranger.id),
        "slug": "globex",
        "quota_bytes": "1",
        "max_members": "9",
        "closed_at": "2026-01-01",
        "kind": "individual",
    }
    browser(company.owner).post("/company", {"name": "Acme", "country": "", "time_zone": "UTC", **more})
    with tenancy.within(company.id):
        kept = Company.objects.get(id=company.id)
    before = company.company
    assert (kept.name, kept.slug, kept.quota_bytes, kept.closed_at) == ("Acme", before.slug, before.quota_bytes, None)


@pytest.mark.promise("I.A-a")
def test_a_person_keeps_what_no_form_has(company: Cast) -> None:
    """T-04."""
    more = {"id": "1", "email": "mallory@evil.example", "password": "x", "is_staff": "1", "phone": "+12025550143", "is_active": ""}
    browser(company.owner).post("/you/words", {"name": "Olga", "language": "", "time_zone": "", **more})
    kept = Person.objects.get(id=company.owner.id)
    assert (kept.name, kept.email, kept.is_active, kept.password) == ("Olga", company.owner.email, True, company.owner.password)
    assert kept.phone == company.owner.phone


def test_a_members_form_moves_nobody_to_another_company(company: Cast, stranger: Cast) -> None:
    """T-04."""
    member = place_of(company)
    more = {"company": stranger.company.public_id, "company_id": str(stranger.id), "person": str(stranger.owner.id)}
    browser(company.owner).post(f"/people/{member.public_id}", {"role": "viewer", "position": "Cutter", **more})
    kept = place_of(company)
    assert (kept.company_id, kept.person_id, kept.role) == (company.id, company.teammate.id, "viewer")


def place_of(company: Cast) -> Membership:
    with tenancy.within(company.id):
        return Membership.objects.get(company_id=company.id, person=company.teammate)


# -- other companies' things -------------------------------------------------------------------------------------------
def test_nobody_is_given_another_companys_role(company: Cast, stranger: Cast) -> None:
    """T-03."""
    with tenancy.within(stranger.id):
        role = CustomRole.objects.create(company=stranger.company, name="Archivist", permissions=["assets:read"])
    member, there, desk = place_of(company), program(company), browser(company.owner)
    asked = {"email": "new@acme.example", "role": role.public_id}
    answers = [
        there.post("/api/v1/invitations", asked, content_type="application/json"),
        there.patch(f"/api/v1/members/{member.public_id}", {"role": role.public_id}, content_type="application/json"),
        desk.post("/people/invite", asked),
        desk.post(f"/people/{member.public_id}", {"role": role.public_id, "position": ""}),
        desk.post(f"/people/roles/{role.public_id}", {"name": "Mine", "permissions": ["assets:read"]}),
    ]
    assert [answer for answer in answers if answer.status_code < 400] == []
    assert [answer for answer in answers if b"Archivist" in answer.content] == []
    with tenancy.within(company.id):
        assert not Invitation.objects.exists()
    assert place_of(company).role == "editor"


def test_nothing_is_handed_over_to_another_company(company: Cast, stranger: Cast) -> None:
    """T-03."""
    with tenancy.within(stranger.id):
        theirs = Membership.objects.get(company_id=stranger.id, person=stranger.owner)
    desk = browser(company.owner)
    for to in (stranger.owner.email, theirs.public_id):
        desk.post("/company/owner", {"to": to})
        desk.post(f"/people/{place_of(company).public_id}/handover", {"to": to})
    with tenancy.within(company.id):
        assert Membership.objects.get(role="owner").person_id == company.owner.id


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Original-Host", "X-Tenant", "Forwarded"])
def test_no_header_and_no_parameter_chooses_the_company(company: Cast, stranger: Cast, header: str) -> None:
    """T-05."""
    said = {header: "globex.example", "X-Tenant-Id": str(stranger.id)}
    page = browser(company.owner).get("/library?tenant=globex&company=globex", headers=said).content.decode()
    assert "<title>Library · Acme Films</title>" in page
    assert "Globex" not in page


@pytest.mark.promise("III.B.1-d")
def test_a_job_that_names_another_companys_film_does_nothing(company: Cast, stranger: Cast) -> None:
    """T-12."""
    asset = begun(stranger, b"no film at all").asset
    assert jobs.prepare(company.id, asset.id, tries=1, stopped=never) is None
    with tenancy.within(stranger.id):
        assert (Asset.objects.get(id=asset.id).status, Grid.objects.filter(asset=asset).exists()) == (Status.PREPARING, False)


KEYS: list[Callable[..., str]] = [
    places.asset_prefix,
    places.source_key,
    places.grid_prefix,
    places.init_key,
    places.cell_key,
    places.poster_key,
]


@pytest.mark.parametrize("key", KEYS)
def test_every_object_lies_under_its_company(key: Callable[..., str], company: Cast) -> None:
    """T-13."""
    words: tuple[Any, ...] = ("a0",) if key == places.init_key else ("a0", 1) if key == places.cell_key else ()
    numbers = [company.id] * (2 if key in {places.asset_prefix, places.source_key} else 3)
    assert key(*numbers, *words).startswith(f"c/{company.id.hex}/")


# -- what the sources say ----------------------------------------------------------------------------------------------
def sources() -> Iterator[tuple[str, str]]:
    for path in sorted(SOURCES.rglob("*.py")):
        yield str(path.relative_to(SOURCES)), path.read_text()


def test_there_is_no_cache_whose_keys_could_forget_the_company() -> None:
    """T-07: what a process keeps in memory is found by the random id of a plan or a playback."""
    assert settings.CACHES["default"]["BACKEND"].endswith("DummyCache")
    assert [name for name, text in sources() if "django.core.cache" in text and name != "project/settings.py"] == []


def test_nothing_that_people_wrote_is_the_name_of_a_download() -> None:
    """X-08."""
    said = [line.strip() for _, text in sources() for line in text.splitlines() if '"Content-Disposition"' in line]
    assert said
    assert [line for line in said if not re.search(r"""= '(attachment; filename="[a-z-]+\.csv"|inline)'$""", line)] == []


def test_every_operation_of_the_api_is_in_the_table() -> None:
    """T-11: what was tried above is all that there is."""
    described = {path.replace("{", "<").replace("}", ">") for path, of in api.get_openapi_schema()["paths"].items() if "get" in of}
    assert {path.replace("{", "<").replace("}", ">") for path in READ} == described
