"""Benches fill tables with SQL of their own: it must fit the tables as they are, or the next figure can't be had."""

from __future__ import annotations

import runpy
from typing import Any

import psycopg
import pytest
from django.conf import settings


@pytest.mark.usefixtures("live")
def test_the_bench_of_the_api_can_fill_the_tables(owner: psycopg.Connection[tuple[Any, ...]]) -> None:
    bench = runpy.run_path(str(settings.ROOT.parent / "bench" / "api.py"))
    for name, given in (("COMPANIES", [2]), ("PEOPLE", ["!"]), ("PLACES", None), ("ASSETS", [3])):
        owner.execute(bench[name], given)
    assert owner.execute("SELECT count(*) FROM library_asset").fetchone() == (6,)
