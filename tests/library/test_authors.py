"""Who added a video: named while they work here, and no longer named afterwards."""

from __future__ import annotations

import pytest

from tests import places
from tests.cast import Cast
from vidarium.accounts import members
from vidarium.accounts.activity import Act
from vidarium.accounts.models import Activity, Person
from vidarium.foundation import tenancy
from vidarium.library import authors
from vidarium.library.models import Asset


def film(company: Cast, by: Person | None) -> Asset:
    with tenancy.within(company.id):
        return Asset.objects.create(company=company.company, title="A film", added_by=by)


def author(company: Cast, asset: Asset) -> str | None:
    with tenancy.within(company.id):
        return authors.names(company.id, [Asset.objects.get(id=asset.id)]).get(asset.id)


def removed(company: Cast, person: Person) -> None:
    with tenancy.within(company.id):
        members.remove(places.place(company, person), by=places.caller(company, company.owner))


def test_a_colleague_is_named(company: Cast) -> None:
    assert author(company, film(company, company.teammate)) == "teammate@acme.example"


def test_a_program_is_not(company: Cast) -> None:
    assert author(company, film(company, None)) is None


@pytest.mark.promise("IV.2-c")
def test_what_somebody_made_stays_when_they_go_and_no_longer_names_them(company: Cast) -> None:
    asset = film(company, company.teammate)
    removed(company, company.teammate)
    assert author(company, asset) == "a former colleague"


def test_somebody_of_another_company_is_no_colleague(company: Cast, stranger: Cast) -> None:
    assert author(company, film(company, stranger.owner)) == "a former colleague"


def test_work_is_handed_over_whole(company: Cast) -> None:
    films = [film(company, company.teammate) for _ in range(3)]
    other = film(company, None)
    giver, taker = (places.place(company, one) for one in (company.teammate, company.owner))
    with tenancy.within(company.id):
        assert authors.hand_over(giver, to=taker, by=places.caller(company, company.owner)) == 3
    assert [author(company, one) for one in (*films, other)] == ["owner@acme.example"] * 3 + [None]


def test_it_is_written_down_where_there_was_some(company: Cast) -> None:
    giver, taker = (places.place(company, one) for one in (company.teammate, company.owner))
    for there in (0, 1):
        with tenancy.within(company.id):
            authors.hand_over(giver, to=taker, by=places.caller(company, company.owner))
            assert Activity.objects.filter(act=Act.WORK_HANDED_OVER).count() == there
        film(company, company.teammate)
