"""A small grid in the database, and cells to publish into it: bytes whose content nobody reads here."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from tests.cast import Cast
from vidarium.library.models import Asset, Status
from vidarium.production import grids
from vidarium.production.cell import Cell
from vidarium.production.chunks import Claim
from vidarium.production.models import Grid
from vidarium.production.plan import Plan, Row
from vidarium.production.source import Picture, Sound, Source

SECOND = 25


def plan(*, seconds: int = 16, rows: Sequence[str] = ("v720", "v360")) -> Plan:
    """Columns of a second, picture rows of these names, one sound row, sound in pieces of eight columns."""
    pictures = tuple(Row(name, "picture", "avc1.64001f", 1280, 720, crf=23, cap_bits=2_000_000) for name in rows)
    sound = Row("a0", "sound", "mp4a.40.2", stream=1, sample_rate=48_000, channels=2)
    boundaries = tuple(range(0, (seconds + 1) * SECOND, SECOND))
    return Plan(Fraction(SECOND), boundaries, (*pictures, sound), (*range(0, seconds, 8), seconds))


def source(*, seconds: int = 16, claimed: int | None = None) -> Source:
    """What a probe would have found: 720p, stereo."""
    length = Fraction(seconds)
    colours = ("tv", "bt709", "bt709", "bt709")
    picture = Picture(0, "h264", 1280, 720, Fraction(1), 0, Fraction(SECOND), False, Fraction(0), length, (), "yuv420p", 8, False, *colours)
    sound = Sound(1, "aac", 48_000, 2, "stereo", "", Fraction(0), length)
    return Source("mov", 1000, Fraction(0), length, Fraction(claimed or seconds), picture, (sound,))


def laid(company: Cast, *, seconds: int = 16, claimed: int | None = None, rows: Sequence[str] = ("v720", "v360")) -> Grid:
    """A grid with nothing filled, of an asset that is being prepared. Runs inside the company."""
    asset = Asset.objects.create(company=company.company, title="A film", status=Status.PREPARING)
    return grids.lay(asset, source(seconds=seconds, claimed=claimed), plan(seconds=seconds, rows=rows))


def cells_for(claim: Claim, folder: Path) -> list[Cell]:
    """A file for each cell that the claim is about."""
    made = []
    for row in claim.work.rows:
        init = folder / f"{row}.{claim.fence}.init"
        init.write_bytes(b"init of " + row.encode())
        for column in range(claim.work.first, claim.work.last):
            path = folder / f"{row}.{column}.{claim.fence}"
            path.write_bytes(f"{row} {column} by {claim.fence}".encode())
            made.append(Cell(row, column, path, path.stat().st_size, init))
    return made
