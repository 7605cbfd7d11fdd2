"""T-07, T-08, T-09: two companies take turns on the same connections, while one of them uploads and produces; nothing leaks."""

from __future__ import annotations

import json
import random
import re
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests import films
from tests.journeys.sending import Sender
from tests.stack import Stack

pytestmark = pytest.mark.stack
SEEN = re.compile(r"(?:ast|upl|cmp|key)_[0-9a-z]{26}|/p/ply_[0-9a-z]{26}")
HANDS = 4


@pytest.fixture(scope="module")
def companies(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sender]:
    """Two that were founded while the product runs, each with films of its own, still being made."""
    found = {}
    for slug in ("alder", "birch"):
        stack.add_company(slug)
        found[slug] = Sender(stack.url, stack.token(slug))
        for kind in ("plain", "silent"):
            found[slug].send(films.make(kind, tmp_path_factory.mktemp(slug)), title=f"{slug} {kind}")
    return found


def own(sender: Sender, url: str) -> set[str]:
    """Everything that a company's own key shows it."""
    with httpx.Client(base_url=url, timeout=60) as api:
        return set(SEEN.findall(asked(api, "/api/v1/assets", sender.token).text))


def asked(line: httpx.Client, path: str, token: str, **headers: str) -> httpx.Response:
    """The answer; who is told to wait waits."""
    answer = line.get(path, headers={"Authorization": f"Bearer {token}", **headers})
    while answer.status_code == 429:
        time.sleep(float(answer.headers["Retry-After"]))
        answer = line.get(path, headers={"Authorization": f"Bearer {token}", **headers})
    return answer


def alternate(stack: Stack, companies: dict[str, Sender], requests: int, seed: int) -> list[str]:
    """Over one connection, now as the one, now as the other; what was wrong."""
    pick, wrong = random.Random(seed), []
    ids = {slug: sorted(one for one in own(sender, stack.url) if one.startswith("ast_")) for slug, sender in companies.items()}
    tokens = {slug: stack.token(slug) for slug in companies}
    with httpx.Client(base_url=stack.url, timeout=60) as line:
        for _ in range(requests):
            slug, other = pick.sample(sorted(companies), 2)
            ways = [("/api/v1/assets", 200), (f"/api/v1/assets/{pick.choice(ids[other])}", 404), ("/api/v1/assets?limit=1", 200)]
            path, allowed = pick.choice(ways)
            answer = asked(line, path, tokens[slug])
            if answer.status_code != allowed or foreign(answer, ids[other]):
                wrong.append(f"{slug}: {path} → {answer.status_code} {answer.text[:200]}")
    return wrong


def foreign(answer: httpx.Response, theirs: list[str]) -> bool:
    text = json.dumps(answer.json()) if answer.status_code == 200 else ""
    return any(one in text for one in theirs)


@pytest.mark.parametrize("requests", [pytest.param(400), pytest.param(10_000, marks=pytest.mark.nightly)])
def test_alternating_requests_over_the_same_connections_leak_nothing(stack: Stack, companies: dict[str, Sender], requests: int) -> None:
    with ThreadPoolExecutor(HANDS) as hands:
        done = hands.map(lambda seed: alternate(stack, companies, requests // HANDS, seed), range(HANDS))
    assert [one for wrong in done for one in wrong] == []


def test_what_one_company_watched_the_other_is_not_given_from_a_cache(stack: Stack, companies: dict[str, Sender]) -> None:
    """T-07: the same paths, and the other's ETags."""
    with httpx.Client(base_url=stack.url, timeout=60) as line:
        for path in ("/api/v1/assets", "/api/v1/assets?limit=1"):
            first = asked(line, path, companies["alder"].token)
            etag = first.headers.get("ETag", '"none"')
            second = asked(line, path, companies["birch"].token, **{"If-None-Match": etag})
            assert second.status_code == 200
            assert not set(SEEN.findall(first.text)) & set(SEEN.findall(second.text))
