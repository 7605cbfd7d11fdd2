"""Countries and time zones by the names that readers know."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from vidarium.accounts import places
from vidarium.accounts.errors import PlaceIsUnknown
from vidarium.accounts.places import Place


@pytest.mark.promise("I.A.1.1-b")
def test_countries_have_the_readers_names() -> None:
    assert Place("DE", "Germany") in places.countries("en")
    assert Place("DE", "德国") in places.countries("zh-hans")


def test_countries_stand_in_the_readers_order() -> None:
    names = [place.words for place in places.countries("en")]
    assert names.index("Åland Islands") < names.index("Albania") < names.index("Zimbabwe")
    chinese = [place.value for place in places.countries("zh-hans")]
    assert chinese.index("DE") < chinese.index("FR") < chinese.index("CN")


def test_unions_and_placeholders_are_no_countries() -> None:
    assert not {"EU", "UN", "ZZ", "XA"} & {place.value for place in places.countries("en")}
    assert len(places.countries("en")) > 240


@pytest.mark.parametrize("text", ["", "D", "DEU", "EU", "ZZ", "<script>", "\0\0"])
def test_what_is_no_country_is_refused(text: str) -> None:
    with pytest.raises(PlaceIsUnknown):
        places.country(text)


@pytest.mark.promise("I.A.1.1-f")
def test_a_zone_is_known_by_its_city_and_its_time() -> None:
    english = {place.value: place.words for place in places.zones("en")}
    assert english["Asia/Hong_Kong"] == "Hong Kong, UTC+8"
    assert {place.value: place.words for place in places.zones("zh-hans")}["Asia/Hong_Kong"] == "香港, UTC+8"


@pytest.mark.parametrize(
    ("name", "ahead"), [("Asia/Kolkata", "UTC+5:30"), ("America/St_Johns", "UTC-3:30"), ("UTC", "UTC+0"), ("Europe/Berlin", "UTC+1")]
)
def test_what_a_zone_is_ahead_counts_minutes(name: str, ahead: str) -> None:
    assert places.ahead(name, datetime(2026, 11, 25, tzinfo=UTC)) == ahead


@pytest.mark.parametrize("text", ["", "Berlin", "../../etc/passwd", "Europe/Nowhere", "\0"])
def test_what_is_no_zone_is_refused(text: str) -> None:
    with pytest.raises(PlaceIsUnknown):
        places.zone(text)
