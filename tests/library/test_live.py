"""The database tells of every change of an asset, to whoever listens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.conf import settings

from tests.cast import Cast
from vidarium.accounts.callers import Caller
from vidarium.foundation import environment, tenancy
from vidarium.library import assets
from vidarium.library.live import ASSETS
from vidarium.library.models import Asset

Ear = psycopg.Connection[tuple[Any, ...]]


@pytest.fixture
def ear(live: None) -> Iterator[Ear]:
    at: dict[str, Any] = settings.ENVIRONMENT.database(environment.APP_ROLE)
    place = {"host": at["HOST"], "port": at["PORT"], "dbname": at["NAME"]}
    with psycopg.connect(**place, user=at["USER"], password=at["PASSWORD"], autocommit=True) as connection:
        connection.execute(f"LISTEN {ASSETS}")
        yield connection


def heard(ear: Ear) -> list[str]:
    return [told.payload for told in ear.notifies(timeout=0.5)]


def added(company: Cast) -> Asset:
    with tenancy.within(company.id):
        return assets.add(Caller(company.id), title="A film", filename="film.mp4", external_id=None, size_bytes=1)


def test_it_tells_when_one_is_added_renamed_hidden_and_brought_back(company: Cast, ear: Ear) -> None:
    asset = added(company)
    mine = f"{company.id.hex} {asset.id.hex}"
    assert heard(ear) == [mine]
    with tenancy.within(company.id):
        assets.rename(asset, "Another")
    assert heard(ear) == [mine]
    with tenancy.within(company.id):
        assets.retire(asset, by=None)
    assert heard(ear) == [mine]
    with tenancy.within(company.id):
        assets.restore(asset)
    assert heard(ear) == [mine]


def test_it_tells_when_one_is_gone(company: Cast, ear: Ear) -> None:
    asset = added(company)
    heard(ear)
    assets.remove(asset)
    assert f"{company.id.hex} {asset.id.hex}" in heard(ear)
