"""The why mark: beside each personal field, with the four answers of its label."""

from __future__ import annotations

import re

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils import translation

from tests.api.test_assets import film
from tests.cast import Cast


def mark(field: str) -> str:
    return Template('{% load why %}{% why "' + field + '" %}').render(Context())


def test_it_answers_for_what_until_when_seen_by_whom_and_by_which_rule() -> None:
    shown = mark("accounts.Person.email")
    answers = re.findall(r"<dt>([^<]+)</dt>", shown)
    assert answers == ["For", "Until", "Seen by", "Rule"]
    assert "30 days after the account is closed" in shown
    assert 'href="/privacy#rule-I.A.1.1-a"' in shown


def test_its_name_says_what_is_asked_about() -> None:
    assert 'aria-label="Why: Who added or removed a video"' in mark("library.Asset.added_by")


def test_it_opens_the_slip_beside_it() -> None:
    shown = mark("library.Asset.title")
    assert 'popovertarget="why-library_asset-title"' in shown
    assert 'popover id="why-library_asset-title"' in shown


def test_it_speaks_the_readers_language() -> None:
    with translation.override("zh-hans"):
        assert ">为何</button>" in mark("library.Asset.title")


def test_a_field_about_nobody_has_none() -> None:
    with pytest.raises(LookupError, match=r"library\.Asset\.size_bytes is not about a person"):
        mark("library.Asset.size_bytes")


def test_a_film_and_the_account_menu_have_theirs(visitor: Client, company: Cast) -> None:
    shown = visitor.get(f"/assets/{film(company).public_id}").content.decode()
    assert {"why-library_asset-title", "why-library_asset-filename", "why-accounts_person-email"} <= set(re.findall(r'id="([^"]+)"', shown))
