"""Every address that takes a number of something, asked with a stranger's: answered byte for byte as one that never was.

The addresses come from the URLconf and the API's description; a parameter that is not in `WHOSE` or `NO_ID` fails here.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests import browsers
from tests.abuse.conftest import Owner, Possessions, ids_in, tables
from vidarium.accounts import tokens
from vidarium.accounts.authority import Permission
from vidarium.api.app import api
from vidarium.foundation import ids

WHOSE: dict[str, tuple[Callable[[Possessions], str], Callable[[], str]]] = {
    "company_id": (lambda theirs: str(theirs.company.id), lambda: str(ids.sortable())),
    "collection_id": (lambda theirs: ids.show("col", theirs.rows["library_collection"][0]), lambda: ids.show("col", ids.sortable())),
    "asset_id": (lambda theirs: theirs.asset.public_id, lambda: ids.show("ast", ids.sortable())),
    "invitation_id": (lambda theirs: ids.show("inv", theirs.rows["accounts_invitation"][0]), lambda: ids.show("inv", ids.sortable())),
    "key_id": (lambda theirs: ids.show("key", theirs.rows["accounts_token"][0]), lambda: ids.show("key", ids.sortable())),
    "member_id": (lambda theirs: ids.show("mem", theirs.rows["accounts_membership"][0]), lambda: ids.show("mem", ids.sortable())),
    "role_id": (lambda theirs: ids.show("rol", theirs.rows["accounts_customrole"][0]), lambda: ids.show("rol", ids.sortable())),
    "upload_id": (lambda theirs: theirs.upload.public_id, lambda: ids.show("upl", ids.unguessable())),
}
"""By parameter: something of theirs, and what never was."""
NO_ID = {"secret", "code", "rest", "slug", "session_id", "factor_id", "browser_id"}
"""Parameters that name nothing of a company's; those of a person's own are tried beside their pages."""
DIFFERS = {"X-Request-Id", "RateLimit", "Expires"}
"""The number of a request, how many are left, the time of day: different from one to the next, whatever is asked for."""
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
SEEN = re.compile(rb"(ast|col|upl|ply|key|mem|inv|rol)_[0-9a-z]{26}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""The client's own words may come back; then they are of the same form."""


def routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield path
        else:
            yield from routes(pattern, path)


ROUTES = sorted(set(routes(get_resolver())))
WITH_AN_ID = [route for route in ROUTES if set(PARAMETER.findall(route)) - NO_ID]


def session(theirs: Possessions) -> Client:
    return browsers.signed_in(theirs.seeker.owner, Client(raise_request_exception=False))


def program(theirs: Possessions) -> Client:
    whole = tokens.issue(theirs.seeker.id, scopes=Permission)
    return Client(raise_request_exception=False, headers={"Authorization": f"Bearer {whole}"})


def nobody(_theirs: Possessions) -> Client:
    return Client(raise_request_exception=False)


def asked(client: Client, method: str, path: str) -> tuple[int, bytes, dict[str, str]]:
    answer = client.generic(method, f"/{path}", b'{"title": "mine"}', content_type="application/json")
    return (
        answer.status_code,
        SEEN.sub(b"", answer.content),
        {name: SEEN.sub(b"", word.encode()).decode() for name, word in answer.items() if name not in DIFFERS},
    )


def test_every_parameter_is_known() -> None:
    assert {name for route in ROUTES for name in PARAMETER.findall(route)} == set(WHOSE) | NO_ID


def test_the_description_names_every_address_of_the_api() -> None:
    described = {path.lstrip("/").replace("{", "<").replace("}", ">") for path in api.get_openapi_schema()["paths"]}
    assert described == {route for route in ROUTES if route.startswith("api/v1/")} - {"api/v1/", "api/v1/openapi.json"}


@pytest.mark.promise("III.B.1-d")
@pytest.mark.parametrize("who", [session, program, nobody])
@pytest.mark.parametrize("route", WITH_AN_ID)
def test_a_foreign_number_is_answered_as_one_that_never_was(theirs: Possessions, route: str, who: Callable[[Possessions], Client]) -> None:
    """T-01, T-02."""
    (name,) = PARAMETER.findall(route)
    foreign, never = WHOSE[name]
    statuses = set()
    for method in METHODS:
        there, nowhere = (asked(who(theirs), method, PARAMETER.sub(number, route)) for number in (foreign(theirs), never()))
        assert there == nowhere, method
        statuses.add(there[0])
    # A body that fits nothing is refused before anything is looked for.
    # A page sends whoever is not signed in to the door; so it does with a program.
    assert statuses & {404, 401, 302}
    assert statuses <= {404, 401, 302, 400, 405}


def test_none_of_it_changed_anything_of_theirs(theirs: Possessions, owner: Owner) -> None:
    """Runs after the others: whatever they tried, the rows are those of before."""
    assert {table: set(ids_in(owner, table, theirs.company.id)) for table in tables()} == {
        table: set(rows) for table, rows in theirs.rows.items()
    }
    titled: tuple[uuid.UUID, ...] = tuple(row[0] for row in owner.execute("SELECT id FROM library_asset WHERE title = 'mine'"))
    assert titled == ()
