"""Who may do what, route by route: the table below is what the URLconf and the API's description must say, and what really happens.

A route that is not in the table fails here. Everything that a role may do it is let to; everything else it is refused.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests import browsers, deskmates
from tests.abuse.table import TABLE
from tests.abuse.test_routes import PARAMETER
from tests.cast import Cast
from tests.deskmates import Deskmate
from vidarium.accounts import accesses, authority, tokens
from vidarium.accounts.authority import Permission
from vidarium.accounts.models import Membership, Person, Token
from vidarium.api.app import api
from vidarium.foundation import clock, ids, tenancy

LINES = TABLE.strip().splitlines()
BEFORE_STAFF = 66
"""Where the columns of service staff begin, but behind what asks for something that has a long name."""
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
UNSURE = object()
PREFIXES = {
    "asset_id": "ast",
    "upload_id": "upl",
    "key_id": "key",
    "member_id": "mem",
    "invitation_id": "inv",
    "role_id": "rol",
    "collection_id": "col",
}


STRICTER = {"POST /people/roles": "roles:write", "POST /collections": "collections:write"}
BODIES = {"POST /api/v1/invitations": '{"email": "new@acme.example", "role": "viewer"}'}


@dataclass(frozen=True)
class Route:
    """One method of one address, and what it asks for: a permission, `member`, `person` or `anyone`."""

    method: str
    path: str
    asks: str

    def __str__(self) -> str:
        return f"{self.method:<6} {self.path:<44} {self.asks}".rstrip()


def routes() -> list[Route]:
    return sorted({*pages(get_resolver()), *operations()}, key=str)


def pages(resolver: URLResolver, before: str = "") -> Iterator[Route]:
    """The pages: a view that asks for nothing is for anyone, one that asks for `None` for whoever is signed in."""
    for pattern in resolver.url_patterns:
        path = before + str(pattern.pattern)
        if path.startswith("api/v1/"):
            continue
        if isinstance(pattern, URLResolver):
            yield from pages(pattern, path)
        else:
            yield from (Route(method, f"/{path}", asked(pattern.callback)) for method in methods_of(pattern))


def methods_of(pattern: URLPattern) -> list[str]:
    """The methods that a page answers, found out by asking it for each without a session."""
    allowed = Client(raise_request_exception=False).options(f"/{filled(str(pattern.pattern))}").headers.get("Allow", "")
    return [method for method in METHODS if method in allowed] or ["GET"]


def asked(view: Callable[..., Any]) -> str:
    if vars(view).get("staff"):
        return "service staff"
    permission = vars(view).get("permission", UNSURE)
    if permission is UNSURE:
        return "anyone"
    return str(permission.value) if isinstance(permission, Permission) else "signed in"


def operations() -> Iterator[Route]:
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                for method in operation.methods:
                    yield Route(method, f"/api/v1{prefix}{path}", asked(operation.view_func))


def asking(line: str) -> str:
    """A line without the columns of service staff."""
    return line.rsplit(maxsplit=2)[0]


def wanted(method: str, path: str, asks: str) -> str:
    """A page that may be looked at with less than it takes to change something on it asks for more inside."""
    return STRICTER.get(f"{method} {path}", asks)


def filled(path: str) -> str:
    """The address with numbers that never were."""
    return PARAMETER.sub(lambda found: number(found[1]), path).replace("{", "<").replace("}", ">") if "{" not in path else braces(path)


def braces(path: str) -> str:
    for name, prefix in PREFIXES.items():
        path = path.replace(f"{{{name}}}", ids.show(prefix, ids.sortable()))
    return path


def number(name: str) -> str:
    if name in PREFIXES:
        return ids.show(PREFIXES[name], ids.sortable())
    return str(uuid.uuid4()) if name in {"session_id", "company_id", "browser_id"} else "1" if name == "factor_id" else "nothing"


def test_the_table_is_what_the_routes_ask_for() -> None:
    assert "\n".join(str(route) for route in routes()) == "\n".join(asking(line) for line in LINES)


@pytest.fixture
def actors(company: Cast) -> Mapping[str, tuple[Client, frozenset[Permission] | None]]:
    """Everyone who may knock, with what they may do; None for who may nothing at all."""
    found: dict[str, tuple[Client, frozenset[Permission] | None]] = {"nobody": (browser(), None)}
    for role in authority.ROLES.values():
        found[role.name] = (signed_in(company, f"the.{role.name}@acme.example", role=role.name), role.permissions)
    suspended = {"role": "administrator", "suspended_at": clock.now()}
    found["suspended"] = (signed_in(company, "suspended@acme.example", **suspended), None)
    for scopes in ({Permission.SEE_ASSETS}, {Permission.SEE_ASSETS, Permission.MANAGE_PEOPLE}):
        found[f"key for {' '.join(sorted(scopes))}"] = (program(tokens.issue(company.id, scopes=scopes)), frozenset(scopes))
    found["expired key"] = (program(expired(company)), None)
    return found


def browser(**headers: str) -> Client:
    return Client(raise_request_exception=False, headers=headers)


def program(key: str) -> Client:
    return browser(Authorization=f"Bearer {key}")


def signed_in(company: Cast, email: str, **place: Any) -> Client:
    person = Person.objects.known_as(email)
    with tenancy.within(company.id):
        Membership.objects.create(company=company.company, person=person, **place)
    return browsers.signed_in(person, browser())


def expired(company: Cast) -> str:
    key = tokens.issue(company.id)
    with tenancy.within(company.id):
        Token.objects.filter(digest=tokens.digest(key)).update(expires_at=clock.now() - timedelta(seconds=1))
    return key


@pytest.mark.promise("I.A.1.1-m")
def test_each_role_is_let_to_what_it_may_do_and_refused_the_rest(actors: Mapping[str, tuple[Client, frozenset[Permission] | None]]) -> None:
    """T-01, T-02, A-10."""
    wrong = []
    for line in LINES:
        method, path, asks = asking(line).split(maxsplit=2)
        asks = wanted(method, path, asks)
        if asks not in Permission:
            continue
        for name, (client, permissions) in actors.items():
            answer = knock(client, method, path)
            said = outcome(answer)
            if said != expected(asks, permissions, by_key="key" in name, of_api=path.startswith("/api/")):
                wrong.append(f"{name}: {method} {path} → {answer.status_code}")
    assert wrong == []


@pytest.mark.promise("III.B.1-f")
def test_service_staff_see_what_the_table_says(company: Cast) -> None:
    """T-14. Without a reason each page of a company is closed; with one, for everything that can be asked for, they see and no more."""
    mate = deskmates.hired()
    said = [f"{asking(line) + ' ':<{BEFORE_STAFF}}{met(mate, line, None):<8}{met(mate, line, company)}" for line in LINES]
    assert "\n".join(said) == TABLE.strip()


def met(mate: Deskmate, line: str, company: Cast | None) -> str:
    """What the address of this line says to staff in a fresh session, who look into this company or into none."""
    method, path, _ = asking(line).split(maxsplit=2)
    accesses.end_of(mate.person.id)
    if company:
        deskmates.looking(mate, company)
    answer = knock(at_the_desk(mate), method, path)
    if answer.status_code == 401 or (answer.status_code == 302 and answer.headers["Location"].startswith(("/sign-in", "/desk"))):
        return "away"
    return "refused" if answer.status_code == 403 else "in"


def at_the_desk(mate: Deskmate) -> Client:
    return browsers.at_the_desk(mate.person, browser())


def knock(client: Client, method: str, path: str) -> Any:
    """The request, with a body that can be read: whether somebody may is not told before that."""
    if not path.startswith("/api/"):
        return client.generic(method, filled(path), data=b"", content_type="application/x-www-form-urlencoded")
    return client.generic(method, filled(path), data=BODIES.get(f"{method} {path}", "{}"), content_type="application/json")


def outcome(answer: HttpResponse) -> str:
    """Let in, refused, or not known at all."""
    if answer.status_code == 401 or (answer.status_code == 302 and answer.headers["Location"].startswith(("/sign-in", "/no-company"))):
        return "unknown"
    return "refused" if answer.status_code == 403 else "let in"


def expected(asks: str, permissions: frozenset[Permission] | None, *, by_key: bool, of_api: bool) -> str:
    """A key opens the API alone; a page does not know it."""
    if permissions is None or (by_key and not of_api):
        return "unknown"
    return "let in" if Permission(asks) in permissions else "refused"
