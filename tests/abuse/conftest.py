"""A second company with a film of every kind of row, really uploaded and really made; the first one looks for it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connections

from tests import cast, deskmates, films
from tests.cast import Cast
from tests.conftest import empty, owner_login
from tests.library import filming
from vidarium.accounts.models import CustomRole, IdempotentAnswer, Invitation
from vidarium.delivery import playback
from vidarium.foundation import clock, tenancy
from vidarium.library import assets, uploads
from vidarium.library.models import Asset, Collection, Status, Upload
from vidarium.production import chunks, grids, jobs, schedule
from vidarium.production.models import Grid
from vidarium.production.schedule import Work
from vidarium.project import schema

Owner = psycopg.Connection[tuple[Any, ...]]


@pytest.fixture(autouse=True)
def with_its_front_end(collected: None) -> None:
    """Every page asks for it."""


@dataclass(frozen=True)
class Possessions:
    """What the stranger has; `seeker` looks for it."""

    seeker: Cast
    company: Cast
    asset: Asset
    upload: Upload
    door: str
    """The public id of its playback."""
    rows: Mapping[str, tuple[uuid.UUID, ...]]
    """By table, the ids of their rows."""


@pytest.fixture(scope="module")
def theirs(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Possessions]:
    """A film that is ready, one that is hidden, one that is gone, one in the works. Committed, and removed with the module's end."""
    with django_db_blocker.unblock(), owner_login() as owner:
        yield possessed(cast.first(), cast.second(), owner, tmp_path_factory.mktemp("theirs"))
        connections.close_all()
        empty(owner)


def possessed(seeker: Cast, stranger: Cast, owner: Owner, folder: Path) -> Possessions:
    upload = begun(stranger, films.make("plain", folder).read_bytes())
    grid = made(stranger, upload.asset)
    with tenancy.within(stranger.id):
        asset = Asset.objects.get(id=upload.asset_id)
        address = playback.address(asset, grid)
    hide_one_and_remove_another(stranger)
    work_on_one(stranger, folder)
    invite(stranger)
    deskmates.looking(deskmates.hired(), stranger)
    begun(seeker, b"something of one's own")
    rows = {table: ids_in(owner, table, stranger.id) for table in tables()}
    return Possessions(seeker, stranger, asset, upload, address["id"], rows)


def invite(company: Cast) -> None:
    """A role and a collection of their own, and somebody who is asked to join with them."""
    with tenancy.within(company.id):
        role = CustomRole.objects.create(company=company.company, name="Archivist", permissions=["assets:read"])
        pile = Collection.objects.create(company=company.company, name="Archive", added_by=company.owner)
        ends = clock.now() + timedelta(days=7)
        wanted = {
            "email": "new@globex.example",
            "role": "viewer",
            "custom_role": role,
            "collections": [pile.id],
            "digest": b"d" * 32,
            "expires_at": ends,
        }
        Invitation.objects.create(company=company.company, **wanted)
        IdempotentAnswer.objects.create(company=company.company, digest=b"d" * 32, request=b"r" * 32)


def begun(company: Cast, content: bytes) -> Upload:
    """An upload that is finished, with the asset that it brought."""
    sent = filming.sent(filming.begun(company, length=len(content), filename="film.mp4"), content)
    with tenancy.within(company.id):
        uploads.finish(sent)
        return Upload.objects.select_related("asset").get(id=sent.id)


def made(company: Cast, asset: Asset) -> Grid:
    """Everything that production does for it, in this thread."""
    jobs.prepare(company.id, asset.id, tries=1, stopped=never)
    with tenancy.within(company.id):
        grid = grids.of(asset)
        assert grid
        works = schedule.background(grids.plan_of(grid))
    for work in works:
        assert jobs.make(company.id, grid.id, work, asked=False, stopped=never) is None
    jobs.make_poster(company.id, grid.id, tries=1, stopped=never)
    with tenancy.within(company.id):
        assert Asset.objects.get(id=asset.id).status == Status.READY
    return grid


def never() -> bool:
    return False


def hide_one_and_remove_another(company: Cast) -> None:
    hidden, gone = begun(company, b"hidden").asset, begun(company, b"gone").asset
    with tenancy.within(company.id):
        assets.retire(hidden, by=filming.caller_of(company))
    assets.remove(gone)


def work_on_one(company: Cast, folder: Path) -> None:
    """A chunk in somebody's hands."""
    asset = begun(company, films.make("silent", folder).read_bytes()).asset
    jobs.prepare(company.id, asset.id, tries=1, stopped=never)
    with tenancy.within(company.id):
        grid = grids.of(asset)
        assert grid
        names = tuple(grid.renditions.values_list("name", flat=True))
        assert chunks.claim(grid, Work(names, 1, 2), holder="somebody", asked=False)


def tables() -> list[str]:
    return [model._meta.db_table for model in schema.company_models()]


def ids_in(owner: Owner, table: str, company_id: uuid.UUID) -> tuple[uuid.UUID, ...]:
    return tuple(row[0] for row in owner.execute(f"SELECT id FROM {table} WHERE company_id = %s", [company_id]))
