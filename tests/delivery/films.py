"""A planned film in the database, and its cells in the store, for tests of what happens after production."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tests.cast import Cast
from vidarium.delivery import playback
from vidarium.foundation import storage, tenancy
from vidarium.library import places
from vidarium.library.models import Asset, Status
from vidarium.production import grids
from vidarium.production.models import Grid, Poster
from vidarium.production.plan import Plan, Row
from vidarium.production.source import Picture, Source

TALL = Row("v720", "picture", "avc1.64001f", width=1280, height=720, cap_bits=3_600_000)
SMALL = Row("v360", "picture", "avc1.64001e", width=640, height=360, cap_bits=900_000)
SOUND = Row("a0", "sound", "mp4a.40.2", sample_rate=48_000, channels=2, cap_bits=256_000, language="de")
PLAN = Plan(Fraction(25), (0, 25, 50, 100, 200, 300), (TALL, SMALL, SOUND), (0, 5))
PICTURE = Picture(
    stream=0, codec="h264", width=1280, height=720, pixel_aspect=Fraction(1), rotation=0, frame_rate=Fraction(25), variable=False,
    start=Fraction(0), duration=Fraction(12), keyframes=(), pixel_format="yuv420p", bit_depth=8, interlaced=False, color_range="tv",
    color_space="bt709", color_primaries="bt709", color_transfer="bt709",
)  # fmt: skip
SEGMENT = bytes(range(256)) * 40
"""What lies in the store for a cell: the edge looks into none."""
SOURCE = Source("mov", 1_000_000, Fraction(0), Fraction(12), Fraction(12), PICTURE, ())


@dataclass(frozen=True)
class Film:
    """An asset with its grid, and the path of a link to it (without the address of the machine)."""

    asset: Asset
    grid: Grid
    path: str

    def fill(self, row: str, column: int, content: bytes) -> None:
        """Put a cell into the store, as a worker does."""
        storage.store().put_bytes(places.cell_key(self.asset.company_id, self.asset.id, self.grid.id, row, column), content)

    def fill_init(self, row: str, content: bytes) -> None:
        storage.store().put_bytes(places.init_key(self.asset.company_id, self.asset.id, self.grid.id, row), content)

    def fill_poster(self, content: bytes) -> None:
        storage.store().put_bytes(places.poster_key(self.asset.company_id, self.asset.id, self.grid.id), content)


def planned(company: Cast, plan: Plan = PLAN) -> Film:
    """A film that is planned, playable by its status, and of which nothing is made."""
    with tenancy.within(company.id):
        asset = Asset.objects.create(company_id=company.id, title="Harbour at low tide", status=Status.PLAYABLE)
        grid = grids.lay(asset, SOURCE, plan)
        Grid.objects.filter(id=grid.id).update(poster=Poster.MADE)
        grid.refresh_from_db()
        address = playback.address(asset, grid)
    path = address["hls"].removesuffix("/master.m3u8")
    return Film(asset, grid, path[path.index("/p/") :])
