"""Whoever is limited to some collections: every address of the table, asked for what lies beyond, and every page looked through."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest
from django.test import Client

from tests import piles
from tests.abuse.table import ADDRESSES
from tests.abuse.test_pages import fitted
from tests.abuse.test_requests import browser, place_of
from tests.abuse.test_routes import asked
from tests.cast import Cast
from vidarium.accounts import tokens
from vidarium.accounts.authority import Permission
from vidarium.accounts.models import Membership, Person, Token
from vidarium.foundation import clock, ids, tenancy
from vidarium.library.models import Asset, Collection, Retirement, Upload

BEYOND = {"asset_id": "ast", "upload_id": "upl", "collection_id": "col"}
NAMED = [(method, path) for method, path in ADDRESSES if any(name in path for name in BEYOND)]
"""Every address that names a video, or what holds one."""
SECRET = "beyondthelimit"


@dataclass(frozen=True)
class Scene:
    """One collection within somebody's limit and one beyond, with a video in each."""

    company: Cast
    mei: Person
    mine: Collection
    within: Asset
    beyond: Collection
    hidden: Asset
    retired: Asset
    upload: Upload

    @property
    def numbers(self) -> set[str]:
        return {one.public_id for one in (self.beyond, self.hidden, self.retired, self.upload, self.upload.asset)}


@pytest.fixture
def scene(company: Cast) -> Scene:
    mine, beyond = piles.made(company, "Mine"), piles.made(company, SECRET)
    hidden, retired, arriving = (piles.film(company, f"{SECRET} {n}", into=beyond, filename=f"{SECRET}.mp4") for n in range(3))
    with tenancy.within(company.id):
        now = clock.now()
        Retirement.objects.create(company=company.company, asset=retired, due_at=now.replace(year=now.year + 1))
        upload = Upload.objects.create(company=company.company, asset=arriving, length=4, expires_at=now.replace(year=now.year + 1))
        Membership.objects.filter(person=company.teammate).update(collections=[mine.id, beyond.id])
    mei = piles.limited(company, "mei@acme.example", mine, role="administrator")
    return Scene(company, mei, mine, piles.film(company, "Dune", into=mine), beyond, hidden, retired, upload)


def session(scene: Scene) -> Client:
    return browser(scene.mei)


def own_key(scene: Scene) -> Client:
    with tenancy.within(scene.company.id):
        place = Membership.objects.get(person=scene.mei)
    return program(tokens.issue(scene.company.id, scopes=Permission, membership=place))


def company_key(scene: Scene) -> Client:
    return program(tokens.issue(scene.company.id, scopes=Permission, collections=[scene.mine.id]))


def program(text: str) -> Client:
    return Client(raise_request_exception=False, headers={"Authorization": f"Bearer {text}"})


WHO = [session, own_key, company_key]


def rows(scene: Scene) -> object:
    with tenancy.within(scene.company.id):
        films = Asset.objects.exclude(id=scene.within.id).order_by("id").values_list("id", "title", "collection_id", "retirement__id")
        return (
            list(films),
            list(Upload.objects.values_list("id", "offset")),
            list(Collection.objects.order_by("id").values_list("id", "name")),
        )


def put(path: str, numbers: Mapping[str, str]) -> str:
    for name, number in numbers.items():
        path = path.replace(f"<slug:{name}>", number).replace(f"{{{name}}}", number)
    return path.lstrip("/")


@pytest.mark.promise("I.A.1.1-m")
@pytest.mark.parametrize("who", WHO)
def test_what_lies_beyond_is_answered_as_what_never_was(scene: Scene, who: Callable[[Scene], Client]) -> None:
    """T-01, T-02: every method of every address that names a video, an upload or a collection."""
    before, client, wrong = rows(scene), who(scene), []
    never = {name: ids.show(prefix, ids.unguessable() if prefix == "upl" else ids.sortable()) for name, prefix in BEYOND.items()}
    there = {"upload_id": scene.upload.public_id, "collection_id": scene.beyond.public_id}
    for method, path in NAMED:
        for film in (scene.hidden, scene.retired, scene.upload.asset):
            found = asked(client, method, put(path, {**there, "asset_id": film.public_id}))
            if found != asked(client, method, put(path, never)) or found[0] < 300:
                wrong.append(f"{method} {path} → {found[0]}")
    assert (wrong, len(NAMED) > 10) == ([], True)
    assert rows(scene) == before


def test_what_lies_within_is_there(scene: Scene) -> None:
    """Or the test above would prove nothing."""
    with tenancy.within(scene.company.id):
        upload = Upload.objects.create(
            company=scene.company.company, asset=scene.within, length=4, expires_at=clock.now().replace(year=2999)
        )
    there = {"asset_id": scene.within.public_id, "upload_id": upload.public_id, "collection_id": scene.mine.public_id}
    looked = [path for method, path in NAMED if method == "GET" and path != "/collections/<slug:collection_id>"]
    assert {path: browser(scene.mei).get(f"/{put(path, there)}").status_code for path in looked} == dict.fromkeys(looked, 200)


@pytest.mark.parametrize("who", WHO)
def test_no_page_and_no_list_tells_of_what_lies_beyond(scene: Scene, who: Callable[[Scene], Client]) -> None:
    """T-06: neither by its name nor by its number, whatever is asked for."""
    client = who(scene)
    with tenancy.within(scene.company.id):
        key = Token.objects.filter(company_id=scene.company.id)[0].public_id
        mate = Membership.objects.get(person=scene.company.teammate).public_id
    narrowed = ["/library?q=beyond", "/api/v1/assets?limit=100", "/api/v1/members?limit=100", f"/people/{mate}", "/people/roles"]
    narrowed += [f"/{at}?collection={scene.beyond.public_id}" for at in ("library", "api/v1/assets")]
    there = {"member_id": place_of(scene.company).public_id, "key_id": key, "asset_id": scene.within.public_id}
    for address in [*(fitted(path, there) for method, path in ADDRESSES if method == "GET"), *narrowed]:
        said = body(client, address)
        told = said.replace(f"collection={scene.beyond.public_id}", "").replace("q=beyond", "")
        assert SECRET not in told, address
        assert [number for number in scene.numbers if number in told] == [], address


def body(client: Client, address: str) -> str:
    answer = client.get(address)
    return b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()  # type: ignore[attr-defined]
