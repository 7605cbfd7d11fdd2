"""Make one chunk: claim, encode while the claim is renewed, publish under its fence."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import structlog
from django.conf import settings
from django.db import connection

from vidarium.foundation import process, storage, tenancy
from vidarium.foundation.errors import VidariumError
from vidarium.library import places
from vidarium.production import cells, chunks, grids, sound
from vidarium.production.cell import Cell
from vidarium.production.chunks import Claim
from vidarium.production.errors import OutrunByAnother
from vidarium.production.models import Grid
from vidarium.production.schedule import Work

BACKGROUND, ASKED = 10, 0
"""Niceness: what a viewer waits for goes before what nobody waits for."""
log = structlog.get_logger("vidarium.production")


def holder() -> str:
    """This thread of this process on this machine."""
    return f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident()}"


def make(company_id: uuid.UUID, grid_id: uuid.UUID, work: Work, *, asked: bool) -> bool:
    """Make what is missing of this work. True where another try is due (it failed, or another worker holds it)."""
    with tenancy.within(company_id):
        grid = Grid.objects.prefetch_related("renditions").filter(id=grid_id).first()
        claim = grid and chunks.claim(grid, work, holder=holder(), asked=asked)
        held = bool(grid and not claim and chunks.is_held(grid, work))
    return _fulfil(grid, claim, nice=ASKED if asked else BACKGROUND) if grid and claim else held


def _fulfil(grid: Grid, claim: Claim, *, nice: int) -> bool:
    """Only now no connection is held: the encoder runs for seconds."""
    with Renewal(claim) as renewal, workplace() as folder:
        try:
            made = produce(grid, claim.work, into=folder, nice=nice, renewal=renewal)
            chunks.publish(claim, made)
        except (OutrunByAnother, process.Cancelled):
            log.info("chunk given up", grid=grid.id.hex, first=claim.work.first, last=claim.work.last, fence=claim.fence)
            return False
        except VidariumError as error:
            log.warning(
                "chunk failed", grid=grid.id.hex, first=claim.work.first, last=claim.work.last, code=error.code, detail=error.detail
            )
            return chunks.strike(claim, error.sentence())
    return False


def produce(grid: Grid, work: Work, *, into: Path, nice: int, renewal: Renewal) -> Sequence[Cell]:
    """The verified cells of this work, in `into`."""
    plan, source = grids.plan_of(grid), grids.source_of(grid)
    media = storage.store().path(places.source_key(grid.company_id, grid.asset_id))
    rows = [row for row in plan.rows if row.name in work.rows]
    if rows[0].kind == "sound":
        return [
            cell
            for row in rows
            for cell in sound.make(source, plan, row, work.first, work.last, media=media, into=into, nice=nice, cancelled=renewal.lost)
        ]
    return cells.make_picture(source, plan, rows, work.first, work.last, media=media, into=into, nice=nice, cancelled=renewal.lost)


@contextmanager
def workplace() -> Iterator[Path]:
    """A folder of this run's own, gone afterwards; on the store's disk, so that a cell moves into place by rename."""
    folder = Path(settings.ENVIRONMENT.data_dir) / "work" / uuid.uuid4().hex
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Renewal:
    """Renews a claim from a thread of its own for as long as the work goes on, and knows when it was lost."""

    def __init__(self, claim: Claim) -> None:
        self._claim = claim
        self._over, self._lost = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._beat, name="renewal", daemon=True)

    def __enter__(self) -> Renewal:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def lost(self) -> bool:
        """Whether another worker has taken over: what is being made is in vain."""
        return self._lost.is_set()

    def _beat(self) -> None:
        try:
            while not self._over.wait(settings.ENVIRONMENT.heartbeat_seconds):
                if not chunks.renew(self._claim):
                    self._lost.set()
                    return
        finally:
            connection.close()
