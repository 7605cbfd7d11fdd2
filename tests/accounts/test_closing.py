"""Disabling an account: everything of it ends at once, nothing of it is lost, its owner brings it back (clause IV.5)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from tests.accounts.test_sessions import browser
from tests.cast import Cast
from tests.library import filming
from vidarium.accounts import callers, closing, links
from vidarium.accounts.authority import Permission
from vidarium.accounts.callers import Caller
from vidarium.accounts.errors import NoSuchCompany, NotAllowed
from vidarium.accounts.events import CompanyClosed
from vidarium.accounts.models import Activity, Company
from vidarium.delivery import playback
from vidarium.delivery.models import Playback
from vidarium.foundation import clock, events, tenancy
from vidarium.library.models import Asset, Status
from vidarium.production.lookups import UNFINISHED_ASSETS

pytestmark = pytest.mark.usefixtures("collected")


def owner(company: Cast) -> Caller:
    found = callers.by_person(company.owner.id)
    assert found
    return found


def disable(company: Cast) -> None:
    with tenancy.within(company.id):
        closing.disable(owner(company))


@pytest.mark.promise("IV.5-a")
def test_no_session_and_no_key_opens_a_disabled_account(company: Cast) -> None:
    """A-07."""
    opened = browser(company.owner)
    disable(company)
    assert callers.by_person(company.owner.id) is None
    assert callers.by_token(company.token) is None
    assert opened.get("/library").status_code == 302
    assert Client(headers={"Authorization": f"Bearer {company.token}"}).get("/api/v1/assets").status_code == 401


def test_the_links_of_its_films_open_nothing(company: Cast, stranger: Cast) -> None:
    films = {who: filming.begun(who).asset for who in (company, stranger)}
    doors = {}
    for who, asset in films.items():
        with tenancy.within(who.id):
            doors[who] = Playback.objects.create(company_id=who.id, asset=asset)
    disable(company)
    assert doors[company].id in playback.revoked()
    assert doors[stranger].id not in playback.revoked()


def test_its_unfinished_films_rest_until_it_is_restored(company: Cast) -> None:
    with tenancy.within(company.id):
        asset = Asset.objects.create(company=company.company, status=Status.PREPARING)
    disable(company)
    assert (company.id, asset.id) not in UNFINISHED_ASSETS.ask()
    closing.restore(company.owner, company.id, address=None)
    assert (company.id, asset.id) in UNFINISHED_ASSETS.ask()


def test_its_owner_brings_it_back_as_it_was(company: Cast) -> None:
    opened = browser(company.owner)
    disable(company)
    assert opened.post(f"/company/{company.id}/restoration").status_code == 302
    assert opened.get("/library").status_code == 200
    assert callers.by_token(company.token)


@pytest.mark.promise("IV.5-a")
def test_nobody_but_its_owner_disables_or_restores_it(company: Cast, stranger: Cast) -> None:
    teammate = callers.by_person(company.teammate.id)
    assert teammate
    with tenancy.within(company.id), pytest.raises(NotAllowed):
        closing.disable(teammate)
    disable(company)
    for person in (company.teammate, stranger.owner):
        with pytest.raises(NoSuchCompany):
            closing.restore(person, company.id, address=None)


@pytest.mark.promise("IV.5-a")
def test_before_it_is_disabled_the_owner_says_once_more_who_they_are(company: Cast) -> None:
    opened = browser(company.owner)
    session = opened.session
    session["confirmed_at"] = 0
    session.save()
    assert opened.post("/company/closing").headers["Location"].startswith("/confirm")
    assert callers.by_person(company.owner.id)


@pytest.mark.promise("IV.5-a")
def test_disabling_by_its_page_ends_at_the_page_that_offers_to_restore_it(company: Cast) -> None:
    opened = browser(company.owner)
    assert "30 days" in opened.get("/company/closing").content.decode()
    opened.post("/company/closing")
    assert f"/company/{company.id}/restoration" in opened.get("/library", follow=True).content.decode()


def test_it_is_written_down(company: Cast) -> None:
    disable(company)
    closing.restore(company.owner, company.id, address="203.0.113.9")
    with tenancy.within(company.id):
        lines = list(Activity.objects.filter(act__in=("company.disabled", "company.restored")).order_by("id"))
    assert [(line.act, line.actor_id, line.address) for line in lines] == [
        ("company.disabled", company.owner.id, None),
        ("company.restored", company.owner.id, "203.0.113.0"),
    ]


def test_after_thirty_days_it_is_closed_and_can_not_be_restored(company: Cast) -> None:
    heard: list[CompanyClosed] = []
    events.hear(CompanyClosed, heard.append)
    disable(company)
    with tenancy.within(company.id):
        Company.objects.update(disabled_at=clock.now() - closing.COOLING - timedelta(minutes=1))
    closing.close_due()
    closing.close_due()
    events._ears[CompanyClosed].remove(heard.append)
    assert heard == [CompanyClosed(company.id)]
    with pytest.raises(NoSuchCompany):
        closing.restore(company.owner, company.id, address=None)


def test_a_sign_in_link_still_leads_its_owner_to_where_it_is_restored(company: Cast) -> None:
    disable(company)
    opened = Client()
    opened.post(links.issue(company.owner).removeprefix(settings.ENVIRONMENT.public_url))
    assert "/restoration" in opened.get("/library", follow=True).content.decode()
    assert Permission.CLOSE_COMPANY.value == "company:close"
