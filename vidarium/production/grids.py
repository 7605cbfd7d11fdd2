"""Grids: laid from a plan, read back as one, counted."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from fractions import Fraction

from django.db import connection

from vidarium.accounts.bounds import Bounds
from vidarium.library.models import Asset
from vidarium.production import plan as plans
from vidarium.production import source as sources
from vidarium.production.models import Grid, Rendition
from vidarium.production.plan import Plan
from vidarium.production.ranges import columns_of
from vidarium.production.source import Source

SECONDS_OF_ALL = """
SELECT sum(boundaries[cardinality(boundaries)]::float8 * clock_denominator / clock_numerator)
FROM production_grid WHERE company_id = %s
"""
WITHIN = "AND asset_id IN (SELECT id FROM library_asset WHERE collection_id = ANY(%s))"


def lay(asset: Asset, source: Source, plan: Plan) -> Grid:
    """The asset's grid with its rows, nothing filled yet."""
    grid = Grid.objects.create(
        company_id=asset.company_id,
        asset=asset,
        source=sources.to_data(source),
        clock_numerator=plan.clock.numerator,
        clock_denominator=plan.clock.denominator,
        boundaries=list(plan.boundaries),
        pieces=list(plan.pieces),
    )
    specs = plans.to_data(plan)["rows"]
    Rendition.objects.bulk_create(
        Rendition(company_id=asset.company_id, grid=grid, name=row.name, place=place, spec=spec, sizes=[0] * plan.columns)
        for place, (row, spec) in enumerate(zip(plan.rows, specs, strict=True))
    )
    return grid


def of(asset: Asset) -> Grid | None:
    """The grid in force: the newest."""
    return Grid.objects.filter(asset=asset).order_by("-id").first()


def of_link(company_id: uuid.UUID, asset_id: uuid.UUID, grid_id: uuid.UUID) -> Grid | None:
    """The very grid that a link names, with its rows; None where it is gone."""
    return Grid.objects.prefetch_related("renditions").filter(company_id=company_id, asset_id=asset_id, id=grid_id).first()


def of_each(asset_ids: list[uuid.UUID]) -> dict[uuid.UUID, Grid]:
    """The grid in force of each of these assets, with their rows, in two queries however many there are."""
    newest = Grid.objects.filter(asset_id__in=asset_ids).order_by("asset_id", "-id").distinct("asset_id")
    return {grid.asset_id: grid for grid in newest.prefetch_related("renditions")}


def plan_of(grid: Grid) -> Plan:
    """The plan that this grid was laid from."""
    return plans.from_data(
        {
            "clock": f"{grid.clock_numerator}/{grid.clock_denominator}",
            "boundaries": grid.boundaries,
            "pieces": grid.pieces,
            "rows": [row.spec for row in grid.renditions.all()],
        }
    )


def source_of(grid: Grid) -> Source:
    """What the probe found in the file behind this grid."""
    return sources.from_data(grid.source)


def duration_of(grid: Grid) -> Fraction:
    """Seconds that the grid covers."""
    return Fraction(grid.boundaries[-1] * grid.clock_denominator, grid.clock_numerator)


@dataclass(frozen=True)
class Count:
    """Cells of a grid."""

    planned: int
    filled: int
    set_aside: int

    @property
    def progress(self) -> float:
        """Filled over planned; 1 only when every planned cell is filled."""
        return self.filled / self.planned if self.planned else 0.0

    @property
    def open(self) -> int:
        return self.planned - self.filled - self.set_aside


def count(grid: Grid) -> Count:
    """How far this grid is; its rows must be those of now."""
    rows = list(grid.renditions.all())
    filled = sum(last - first for row in rows for first, last in row.filled)
    aside = sum(len(columns_of(row.set_aside) - columns_of(row.filled)) for row in rows)
    return Count(planned=grid.columns * len(rows), filled=filled, set_aside=aside)


def seconds_of_all(company_id: uuid.UUID, *, limit: Bounds = None) -> float:
    """Seconds of film that a company holds, or that lie in these collections, in one statement."""
    with connection.cursor() as cursor:
        if limit is None:
            cursor.execute(SECONDS_OF_ALL, [company_id])
        else:
            cursor.execute(SECONDS_OF_ALL + WITHIN, [company_id, list(limit)])
        found = cursor.fetchone()
    return float(found[0] or 0) if found else 0.0


def broke_off(source: Source) -> bool:
    """Whether the file promises more than it holds: over a second, and over one part in a hundred."""
    missing = source.claimed - source.duration
    return missing > max(Fraction(1), source.claimed / 100)
