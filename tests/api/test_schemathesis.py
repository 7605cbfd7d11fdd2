"""The API as its own description says, under fire: no 5xx, and nothing answered that is not described.

`VIDARIUM_EXAMPLES=N` gives each operation that many examples instead of twenty.
"""

from __future__ import annotations

import base64
import http.client
import json
import os
import urllib.parse
import urllib.request
from typing import Any

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import ignored_auth
from schemathesis.core.result import Ok

from tests.stack import Stack
from tools.openapi.__main__ import FILE
from vidarium.accounts import keys
from vidarium.accounts.authority import Permission
from vidarium.api.app import api

DESCRIPTION = json.loads(json.dumps(api.get_openapi_schema()))
OPERATIONS = [found.ok() for found in schemathesis.openapi.from_dict(DESCRIPTION).get_all_operations() if isinstance(found, Ok)]
EXAMPLES = settings(
    max_examples=int(os.environ.get("VIDARIUM_EXAMPLES", "20")),
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True, scope="module")
def unhurried(stack: Stack) -> None:
    """Nobody is told to come back later."""
    stack.cli("limits", "demo", "--calls-a-minute", "100000")


@pytest.fixture(scope="module")
def whole(stack: Stack) -> str:
    """A key with everything that a program can have."""
    scopes = sorted(frozenset(Permission) - keys.FOR_PEOPLE_ALONE)
    return stack.cli("token", "--company", "demo", *(word for scope in scopes for word in ("--may", scope))).splitlines()[-1]


@pytest.fixture(scope="module")
def people(stack: Stack, whole: str) -> dict[str, str]:
    """A member, an invitation and a collection that are there, by the names of the parameters."""
    lin, pile = (json.dumps(said).encode() for said in ({"email": "lin@demo.example"}, {"name": "Trailers"}))
    words = {"Authorization": f"Bearer {whole}", "Content-Type": "application/json"}
    found = {}
    asks = (("invitation_id", "invitations", lin), ("collection_id", "collections", pile), ("member_id", "members", None))
    for name, path, sent in asks:
        request = urllib.request.Request(f"{stack.url}/api/v1/{path}", data=sent, headers=words)  # noqa: S310 - ours
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - as above
            told = json.load(answer)
        found[name] = told["id"] if sent else told["data"][0]["id"]
    return found


@pytest.fixture
def something(stack: Stack, token: str, people: dict[str, str]) -> dict[str, str]:
    """An asset and an upload that are there, by the names of the parameters; and the people."""
    link = http.client.HTTPConnection("127.0.0.1", urllib.parse.urlsplit(stack.url).port, timeout=30)
    metadata = "filename " + base64.b64encode(b"film.mp4").decode()
    asks = {"Authorization": f"Bearer {token}", "Tus-Resumable": "1.0.0", "Upload-Length": "1000", "Upload-Metadata": metadata}
    link.request("POST", "/files", headers=asks)
    upload = str(link.getresponse().getheader("location")).rpartition("/")[2]
    link.close()
    request = urllib.request.Request(f"{stack.url}/api/v1/uploads/{upload}", headers={"Authorization": f"Bearer {token}"})  # noqa: S310 - ours
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - as above
        return {"upload_id": upload, "asset_id": json.load(answer)["asset_id"], **people}


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_whatever_is_sent_is_answered_as_described(
    stack: Stack, whole: str, something: dict[str, str], operation: Any, mode: GenerationMode
) -> None:  # `Any`: a class of schemathesis that is not public
    @EXAMPLES
    @given(case=operation.as_strategy(generation_mode=mode))
    def attempt(case: Any) -> None:
        # Of what is there as often as of what is not.
        if mode.is_positive and len(str(case.path_parameters)) % 2:
            case.path_parameters = {name: something[name] for name in case.path_parameters or {}}
        if case.headers:
            # The server under us answers what is no HTTP, before it is anybody's request.
            case.headers.pop("transfer-encoding", None)
        # Whoever sends so many unknown keys is told to wait; that each is refused the next test asks.
        case.call_and_validate(base_url=stack.url, headers={"Authorization": f"Bearer {whole}"}, excluded_checks=[ignored_auth])

    attempt()


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_nobody_comes_in_without_a_key_of_ours(operation: Any) -> None:  # `Any`: as above
    path = operation.full_path.replace("{", "").replace("}", "")
    for headers in ({}, {"Authorization": f"Bearer vdt_{'0' * 26}"}):
        assert Client().generic(operation.method, path, headers=headers).status_code == 401


def test_the_running_product_serves_this_description(stack: Stack) -> None:
    with urllib.request.urlopen(f"{stack.url}/api/v1/openapi.json", timeout=30) as answer:  # noqa: S310 - ours
        assert json.load(answer) == DESCRIPTION


def test_the_description_in_the_checkout_is_this_one() -> None:
    assert json.loads(FILE.read_text()) == DESCRIPTION
