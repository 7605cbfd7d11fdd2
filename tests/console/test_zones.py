"""Times as the reader's clock shows them, in the order of the reader's language."""

from __future__ import annotations

import re
import zoneinfo
from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils import timezone, translation

from tests import deskmates
from tests.cast import Cast
from tests.console.conftest import signed_in_as
from tests.console.test_coming_in import said
from vidarium.accounts.models import Company, Invitation, Person, SignedIn
from vidarium.accounts.tokens import digest
from vidarium.console import zones
from vidarium.foundation import clock, tenancy

MOMENT = datetime(2026, 12, 2, 23, 19, 7, tzinfo=UTC)


def shown(moment: date, how: str, *, zone: str = "UTC", language: str = "en") -> str:
    with timezone.override(zoneinfo.ZoneInfo(zone)), translation.override(language):
        return Template(f"{{% load console %}}{{{{ moment|{how} }}}}").render(Context({"moment": moment}))


@pytest.mark.parametrize(
    ("how", "zone", "language", "words"),
    [
        ("day", "UTC", "en", '<time datetime="2026-12-02">2 Dec 2026</time>'),
        ("day", "Asia/Shanghai", "zh-hans", '<time datetime="2026-12-03">2026年12月3日</time>'),
        ("to_the_minute", "America/New_York", "en", '<time datetime="2026-12-02T18:19:07-05:00">2 Dec 2026, 18:19</time>'),
        ("to_the_minute", "Asia/Shanghai", "zh-hans", '<time datetime="2026-12-03T07:19:07+08:00">2026年12月3日 07:19</time>'),
        ("with_zone", "Asia/Kolkata", "en", '<time datetime="2026-12-03T04:49:07+05:30">3 Dec 2026, 04:49 UTC+5:30</time>'),
        ("with_zone", "UTC", "en", '<time datetime="2026-12-02T23:19:07+00:00">2 Dec 2026, 23:19 UTC</time>'),
        ("on_the_clock", "America/New_York", "en", '<time datetime="2026-12-02T18:19:07-05:00">18:19 UTC-5</time>'),
        ("to_the_second", "UTC", "en", '<time datetime="2026-12-02T23:19:07+00:00">23:19:07</time>'),
    ],
)
def test_each_filter_says_it_for_people_and_for_machines(how: str, zone: str, language: str, words: str) -> None:
    assert shown(MOMENT, how, zone=zone, language=language) == words


def test_a_day_without_a_time_is_the_same_everywhere() -> None:
    assert shown(date(2026, 12, 2), "day", zone="America/New_York") == '<time datetime="2026-12-02">2 Dec 2026</time>'


def test_a_zone_that_is_no_more_is_utc() -> None:
    assert str(zones.named("Mars/Olympus")) == str(zones.named("../etc")) == str(zones.named("")) == "UTC"


@pytest.fixture
def owner(company: Cast) -> Client:
    """Of a company in Shanghai, whose invitation ends at 15:00 UTC."""
    with tenancy.within(company.id):
        Company.objects.update(time_zone="Asia/Shanghai")
        ends = (clock.now() + timedelta(days=3)).replace(hour=15, minute=0)
        Invitation.objects.create(company=company.company, email="new@acme.example", role="viewer", digest=digest("inv_x"), expires_at=ends)
    return signed_in_as(company.owner)


def test_who_has_no_zone_reads_the_companys_and_who_has_one_their_own(owner: Client, company: Cast) -> None:
    assert "23:00 UTC+8" in said(owner.get("/people?view=invited"))
    Person.objects.filter(id=company.owner.id).update(time_zone="Asia/Kolkata")
    assert "20:30 UTC+5:30" in said(owner.get("/people?view=invited"))


def test_the_next_request_is_nobody_elses_hour(owner: Client) -> None:
    owner.get("/people?view=invited")
    assert "15:00 UTC</time>." in said(Client().get("/join/inv_x"))


@pytest.mark.parametrize(("zone", "hour"), [("", "23:00"), ("Asia/Kolkata", "20:30")])
def test_ones_own_sessions_are_told_in_ones_own_hours(owner: Client, company: Cast, zone: str, hour: str) -> None:
    Person.objects.filter(id=company.owner.id).update(time_zone=zone)
    seen = (clock.now() - timedelta(days=1)).replace(hour=15, minute=0)
    SignedIn.objects.create(person=company.owner, digest=b"d" * 32, browser="Firefox 140", system="Linux", seen_at=seen)
    page = said(owner.get("/you?language=zh-hans"))
    assert re.search(rf">{seen.year}年\d+月\d+日 {hour}</time>", page)


def test_staff_read_at_their_desk_which_hours_are_meant(company: Cast) -> None:
    desk = deskmates.come_in(deskmates.hired())
    deskmates.give_reason(desk, company)
    assert re.search(r"You are looking into Acme Films until <time [^>]+>[^<]+ UTC</time>\.", said(desk.get("/desk")))
