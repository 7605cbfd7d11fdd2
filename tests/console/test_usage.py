"""The meters of a company: what is used of what there is, and what happens at the limit."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from tests import films
from tests.abuse.conftest import begun, never
from tests.api.test_assets import film
from tests.cast import Cast
from tests.console.conftest import signed_in_as
from tests.production.grid_fixtures import laid
from vidarium.accounts.models import Company
from vidarium.foundation import tenancy
from vidarium.library.models import Asset, Status
from vidarium.production import grids, jobs, usage


def limited(company: Cast, **limits: int) -> None:
    with tenancy.within(company.id):
        Company.objects.update(**limits)


def shown(client: Client) -> str:
    answer = client.get("/company/usage")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.promise("IV.1-b")
def test_every_member_sees_what_is_used(company: Cast) -> None:
    film(company, size_bytes=1_200_000)
    limited(company, quota_bytes=2_000_000, max_members=9)
    page = shown(signed_in_as(company.teammate))
    assert "1.2 MB <small>of 2.0 MB" in page
    assert "2 <small>of 9" in page


@pytest.mark.parametrize(("size", "words"), [(79, None), (80, "little is left"), (95, "used up, or nearly"), (200, "used up, or nearly")])
def test_a_meter_warns_beside_a_word(company: Cast, size: int, words: str | None) -> None:
    film(company, size_bytes=size)
    limited(company, quota_bytes=100)
    page = shown(signed_in_as(company.owner))
    assert [said for said in ("little is left", "used up, or nearly") if said in page] == ([words] if words else [])


def test_hours_of_film_are_counted(company: Cast) -> None:
    with tenancy.within(company.id):
        laid(company)
    limited(company, quota_seconds=160)
    with tenancy.within(company.id):
        used = usage.of(Company.objects.get()).seconds
    assert (used.used, used.limit, used.part) == (16, 160, 0.1)


def test_a_strangers_film_counts_for_the_stranger(company: Cast, stranger: Cast) -> None:
    film(stranger, size_bytes=1000)
    with tenancy.within(company.id):
        assert usage.of(company.company).bytes.used == 0


def test_a_limit_of_nothing_is_used_up(company: Cast) -> None:
    limited(company, quota_bytes=0)
    assert "used up, or nearly" in shown(signed_in_as(company.owner))


@pytest.mark.usefixtures("live")
@pytest.mark.parametrize(("seconds", "status"), [(1, Status.FAILED), (3600, Status.PREPARING)])
def test_a_film_that_does_not_fit_is_refused_before_any_of_it_is_made(company: Cast, tmp_path: Path, seconds: int, status: Status) -> None:
    limited(company, quota_seconds=seconds)
    asset = begun(company, films.make("plain", tmp_path).read_bytes()).asset
    jobs.prepare(company.id, asset.id, tries=1, stopped=never)
    with tenancy.within(company.id):
        asset = Asset.objects.get(id=asset.id)
        assert asset.status == status
        assert asset.error_code == ("asset.film_quota" if status == Status.FAILED else "")
        assert (grids.of(asset) is None) == (status == Status.FAILED)
