"""Make one chunk: claim, encode while the claim is renewed, publish under its fence."""

from __future__ import annotations

import os
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from vidarium.foundation import process, storage, tenancy
from vidarium.foundation.errors import VidariumError
from vidarium.foundation.storage import DiskIsFull
from vidarium.library import places
from vidarium.production import cells, chunks, grids, sound, workshop
from vidarium.production.cell import Cell
from vidarium.production.chunks import Claim
from vidarium.production.errors import OutrunByAnother
from vidarium.production.models import Grid
from vidarium.production.schedule import Work

BACKGROUND, ASKED = 10, 0
"""Niceness: what a viewer waits for goes before what nobody waits for."""
NOW = timedelta(0)
SUSPECTS = threading.Lock()
"""Work whose last worker fell silent is done one at a time: if one of it kills, the rest must not share its strikes."""
log = structlog.get_logger("vidarium.production")

Wish = Callable[[], bool]


def holder() -> str:
    """This thread of this process on this machine."""
    return f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident()}"


def make(company_id: uuid.UUID, grid_id: uuid.UUID, work: Work, *, asked: bool, stopped: Wish) -> timedelta | None:
    """Make what is missing of this work. How long to wait before another try is due; None where none is.

    `stopped` is asked whether the worker is to end: then the chunk goes back untried.
    """
    with tenancy.within(company_id):
        grid = Grid.objects.prefetch_related("renditions").filter(id=grid_id).first()
        suspect = bool(grid and chunks.is_suspect(grid, work))
    if grid is None:
        return None
    with alone(suspect=suspect) as free:
        return _try(grid, work, asked=asked, stopped=stopped) if free else chunks.lease()


@contextmanager
def alone(*, suspect: bool) -> Iterator[bool]:
    """Whether it may be done now; a suspect may while no other one is."""
    free = not suspect or SUSPECTS.acquire(blocking=False)
    try:
        yield free
    finally:
        if suspect and free:
            SUSPECTS.release()


def _try(grid: Grid, work: Work, *, asked: bool, stopped: Wish) -> timedelta | None:
    with tenancy.within(grid.company_id):
        claim = chunks.claim(grid, work, holder=holder(), asked=asked)
        held = not claim and chunks.is_held(grid, work)
    if claim:
        return _fulfil(grid, claim, nice=ASKED if asked else BACKGROUND, stopped=stopped)
    return chunks.lease() if held else None


def _fulfil(grid: Grid, claim: Claim, *, nice: int, stopped: Wish) -> timedelta | None:
    """Make and publish. A verdict is spoken only when nobody renews the claim any more."""
    renewal = Renewal(claim)
    try:
        with renewal, workshop.bench() as folder, storage.naming_trouble():
            # The encoder runs for seconds: whoever needs a connection meanwhile may have this one.
            give_back()
            made = produce(grid, claim.work, into=folder, nice=nice, cancelled=lambda: renewal.lost() or stopped())
            chunks.publish(claim, made)
    except process.Cancelled:
        return _give_up(claim) if renewal.lost() else _hand_back(claim, NOW)
    except OutrunByAnother:
        return _give_up(claim)
    except VidariumError as error:
        return _judge(claim, error)
    return None


def produce(grid: Grid, work: Work, *, into: Path, nice: int, cancelled: Wish) -> Sequence[Cell]:
    """The verified cells of this work, in `into`."""
    plan, source = grids.plan_of(grid), grids.source_of(grid)
    media = storage.store().path(places.source_key(grid.company_id, grid.asset_id))
    rows = [row for row in plan.rows if row.name in work.rows]
    if rows[0].kind == "sound":
        return [
            cell
            for row in rows
            for cell in sound.make(source, plan, row, work.first, work.last, media=media, into=into, nice=nice, cancelled=cancelled)
        ]
    return cells.make_picture(source, plan, rows, work.first, work.last, media=media, into=into, nice=nice, cancelled=cancelled)


def _give_up(claim: Claim) -> timedelta:
    """Another holds it, or the film goes. It is looked at once more, in case that other one dies."""
    log.info("chunk given up", grid=claim.grid_id.hex, first=claim.work.first, last=claim.work.last, fence=claim.fence)
    chunks.forgive(claim)
    return chunks.lease()


def _hand_back(claim: Claim, wait: timedelta) -> timedelta:
    chunks.release(claim)
    return wait


def _judge(claim: Claim, error: VidariumError) -> timedelta | None:
    """A try that failed is a strike against the chunk, unless the machine itself could not."""
    about = {"grid": claim.grid_id.hex, "first": claim.work.first, "last": claim.work.last, "code": error.code, "detail": error.detail}
    if is_the_machines(error):
        log.error("chunk waits for the machine", **about)
        return _hand_back(claim, chunks.lease())
    log.warning("chunk failed", **about)
    return chunks.lease() if chunks.strike(claim, error.sentence()) else None


def is_the_machines(error: VidariumError) -> bool:
    """Whether no film could be made here now: the disk is full (an encoder's complaint does not say so), or the sandbox does not start."""
    return isinstance(error, DiskIsFull | process.SandboxUnavailable) or storage.is_full(workshop.root())


def give_back() -> None:
    """Let go of this thread's database connection, where no transaction runs on it."""
    if not connection.in_atomic_block:
        connection.close()


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
        renewed = time.monotonic()
        while not self._over.wait(settings.ENVIRONMENT.heartbeat_seconds):
            began = time.monotonic()
            renewed = began if self._renew() else renewed
            if self._lost.is_set() or began - renewed > chunks.lease().total_seconds():
                self._lost.set()
                return

    def _renew(self) -> bool:
        """Whether it holds for another lease. A database that is away for a moment loses nothing yet."""
        try:
            holds = chunks.renew(self._claim)
        except (DatabaseError, InterfaceError):
            return False
        finally:
            connection.close()
        if not holds:
            self._lost.set()
        return holds
