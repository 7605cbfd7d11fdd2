"""Add a film from a file and wait until every part of it is there: the main job without a browser."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from vidarium.accounts import companies
from vidarium.accounts.callers import Caller
from vidarium.cli import demo, reach
from vidarium.cli.bar import Bar
from vidarium.foundation import tenancy
from vidarium.foundation.errors import StartRefused, VidariumError
from vidarium.library import assets, incoming, tus, uploads
from vidarium.library.errors import AssetNotFound
from vidarium.library.models import Asset, Status, Upload
from vidarium.production import grids

PIECE_BYTES = 1 << 20
ACKNOWLEDGED_BYTES = 16 << 20
"""After so many bytes what was written is made durable."""
LOOK_SECONDS = 0.25
WORKERS = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)"


class NotIngested(VidariumError):
    """This file did not become a film."""

    code, status = "ingest.failed", 422


def arguments(parser: argparse.ArgumentParser) -> None:
    """`FILE [--company SLUG] [--title TITLE] [--attribution TEXT]`."""
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument("--company", metavar="SLUG", help="whose film it is (in development: the demo company's)")
    parser.add_argument("--title", default="", help="what it is called (else: the file's name)")
    parser.add_argument("--attribution", default="", help="whose work it is, where its licence asks for that")


def run(options: argparse.Namespace) -> None:
    """Copy the file in, wait, print its address. Raises `NotIngested` with the reason."""
    slug = company_of(options)
    reach.database()
    caller = Caller(companies.id_of(slug))
    check_workers()
    length = size_of(options.file)
    with Bar("Copying") as bar:
        asset = send(caller, options, length=length, bar=bar)
    with Bar("Preparing") as bar:
        for progress in preparing(caller, asset):
            bar.show(progress)
    sys.stdout.write(f"Ready to play: {settings.ENVIRONMENT.public_url}/assets/{asset.public_id}\n")


def company_of(options: argparse.Namespace) -> str:
    if options.company is None and not settings.ENVIRONMENT.development:
        raise StartRefused("Say whose film it is: --company SLUG.")
    return str(options.company or demo.SLUG)


def check_workers() -> None:
    """Without a worker we would wait for ever."""
    with connection.cursor() as cursor:
        cursor.execute(WORKERS, [max(10.0, 3 * settings.ENVIRONMENT.heartbeat_seconds)])
        (alive,) = cursor.fetchone() or (0,)
    if not alive:
        raise StartRefused("No worker is running, so nothing would become of the file: start Vidarium with `vidarium up`.")


def size_of(file: Path) -> int:
    try:
        with file.open("rb") as source:
            return source.seek(0, 2)
    except OSError as unreadable:
        raise NotIngested(f"{file} can't be read: {unreadable.strerror}.") from unreadable


def send(caller: Caller, options: argparse.Namespace, *, length: int, bar: Bar) -> Asset:
    """The bytes, by the same door and with the same promises as an upload: acknowledged is durable."""
    named = {"filename": options.file.name, "title": options.title}
    metadata = tus.Metadata({key: text.encode("utf-8", "surrogateescape") for key, text in named.items() if text})
    with tenancy.within(caller.company_id):
        upload = uploads.begin(caller, length=length, metadata=metadata)
        if options.attribution:
            assets.credit(upload.asset, options.attribution)
    try:
        if length:
            copy(upload, options.file, bar=bar)
    except BaseException:
        with tenancy.within(caller.company_id):
            uploads.terminate(upload)
        raise
    asset: Asset = upload.asset
    return asset


def copy(upload: Upload, file: Path, *, bar: Bar) -> None:
    offset = 0
    with incoming.held(upload.company_id, upload.id) as part, file.open("rb") as source:
        part.start(0)
        while pieces := list(several(source.read(PIECE_BYTES) for _ in range(ACKNOWLEDGED_BYTES // PIECE_BYTES))):
            part.write(pieces)
            part.sync()
            offset += sum(map(len, pieces))
            with tenancy.within(upload.company_id):
                uploads.acknowledge(upload, offset=offset)
            bar.show(offset / upload.length)
        with tenancy.within(upload.company_id):
            uploads.finish(upload)


def several(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Those that hold anything."""
    return (piece for piece in pieces if piece)


def preparing(caller: Caller, asset: Asset) -> Iterator[float]:
    """How much of the grid is filled, 0 to 1, until it is whole. Raises `NotIngested` where it fails."""
    while True:
        with tenancy.within(caller.company_id):
            now = assets.everything(caller.company_id).filter(id=asset.id).first()
            grid = grids.of(now) if now else None
            progress = grids.count(grid).progress if grid else 0.0
        if now is None:
            raise AssetNotFound("Somebody deleted the film meanwhile.")
        if now.status == Status.FAILED:
            raise NotIngested(f"{asset.filename or asset.public_id}: {now.error_detail}")
        yield progress
        if now.status == Status.READY:
            return
        time.sleep(LOOK_SECONDS)
