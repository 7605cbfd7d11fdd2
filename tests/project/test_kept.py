"""What the program really keeps outside the database is what the data map declares: cookies, browser storage, objects, jobs."""

from __future__ import annotations

import inspect
import re
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.cast import Cast
from vidarium.accounts import links
from vidarium.foundation.datamap import Store
from vidarium.foundation.datamap.register import current
from vidarium.library import incoming, places
from vidarium.project import static

WEB = Path(__file__).resolve().parents[2] / "web"
STORAGE = re.compile(r"(?:localStorage|sessionStorage|indexedDB)\.(?:setItem|open)\(([^,)]+)|document\.cookie\s*=")
KEEPERS = {"upload/memory.ts", "elements/in-place.ts"}
"""The modules that leave something in the browser; what they leave is in `console/personal_data.py`."""
PLAIN = {"company_id", "asset_id", "grid_id", "message_id", "rows", "first", "last", "start", "timestamp", "row", "column"}


def names(store: Store) -> set[str]:
    return {one.name for one in current().kept if one.store is store}


@pytest.mark.promise("I.A.2-a")
@pytest.mark.promise("I.A.2.3-b")
@pytest.mark.promise("I.C-e")
def test_a_visit_leaves_only_declared_cookies(company: Cast) -> None:
    static.collect()
    client = Client()
    for path in ("/sign-in", "/privacy", "/no-such-page"):
        client.get(path)
    client.post(links.issue(company.owner).removeprefix(settings.ENVIRONMENT.public_url))
    client.get("/library")
    assert "vidarium_session" in client.cookies
    assert set(client.cookies) <= names(Store.COOKIE)


@pytest.mark.promise("I.C-a")
@pytest.mark.promise("I.C-d")
def test_no_other_module_of_the_pages_leaves_anything_in_the_browser() -> None:
    sources = [file for file in WEB.rglob("*.ts") if "node_modules" not in file.parts]
    keepers = {file.relative_to(WEB).as_posix() for file in sources if STORAGE.search(file.read_text())}
    assert keepers == KEEPERS
    text = "".join((WEB / name).read_text() for name in KEEPERS)
    assert "vidarium.uploads" in text
    assert "`draft:${" in text
    assert names(Store.BROWSER) == {"vidarium.uploads.{member}", "vidarium.uploads/handles", "draft:{address}:{field}"}


def test_every_object_has_a_declared_key() -> None:
    company, asset, grid = (uuid.uuid4() for _ in range(3))
    shown = {company.hex: "{company}", asset.hex: "{asset}", grid.hex: "{grid}", "v720": "{row}", "000007": "{column}"}
    keys = {
        places.source_key(company, asset), places.init_key(company, asset, grid, "v720"),
        places.cell_key(company, asset, grid, "v720", 7), places.poster_key(company, asset, grid),
    }  # fmt: skip
    makers = [name for name, _ in inspect.getmembers(places, inspect.isfunction) if name.endswith("_key")]
    assert len(keys) == len(makers), "A new kind of object: declare its key in personal_data.py of its room."
    for value, place in shown.items():
        keys = {key.replace(value, place) for key in keys}
    assert keys == names(Store.OBJECTS)


def test_parts_of_uploads_lie_where_they_are_declared() -> None:
    company, upload = uuid.uuid4(), uuid.uuid4()
    where = incoming.path_of(company, upload).relative_to(settings.ENVIRONMENT.data_dir).as_posix()
    assert where.replace(company.hex, "{company}").replace(upload.hex, "{upload}") in names(Store.DISK)


def test_jobs_carry_ids_and_numbers_alone() -> None:
    from procrastinate.contrib.django import app  # noqa: PLC0415 - the queue's app exists once Django is set up

    ours = {name: task for name, task in app.tasks.items() if not name.startswith(("builtin:", "procrastinate."))}
    assert ours
    for name, task in ours.items():
        parameters = set(inspect.signature(task.func).parameters) - {"context"}
        assert parameters <= PLAIN, f"{name} takes {parameters - PLAIN}: jobs carry ids, never contents."
