"""A program that calls the API as a company."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any
    headers: dict[str, str]
    raw: bytes


@dataclass(frozen=True)
class Program:
    """Sends a token with each call."""

    token: str | None

    def call(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        content = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        given = {**({"Authorization": f"Bearer {self.token}"} if self.token else {}), **headers}
        found = Client(raise_request_exception=False).generic(
            method, f"/api/v1{path}", content, content_type="application/json", headers=given
        )
        return Answer(found.status_code, json.loads(found.content) if found.content else None, dict(found.headers), found.content)


@pytest.fixture
def program(company: Cast) -> Program:
    return Program(company.token)


@pytest.fixture
def foreign(stranger: Cast) -> Program:
    return Program(stranger.token)


@pytest.fixture(autouse=True)
def as_the_product_answers(answered_by_web: None) -> None:
    """Every call, by `web`'s own login."""
