"""The mailbox of a development start."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.conf import settings as given
from django.test import Client

from vidarium.notices import mail


def test_letters_are_there_newest_first(db: None) -> None:
    for words in ("The first", "The second"):
        mail.post("lin@acme.example", subject=words, text="Go to http://localhost:8000/sign-in now.")
    page = Client().get("/mailbox").content.decode()
    assert page.index("The second") < page.index("The first")
    assert '<a href="http://localhost:8000/sign-in"' in page


def test_an_empty_mailbox_says_how_it_fills(db: None) -> None:
    assert "No letter yet" in Client().get("/mailbox").content.decode()


def test_what_people_typed_into_a_letter_is_text(db: None) -> None:
    """X-01."""
    mail.post("lin@acme.example", subject="<script>alert(1)</script>", text="<img src=x onerror=alert(1)>")
    page = Client().get("/mailbox").content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page


def test_where_a_server_takes_the_letters_there_is_no_mailbox(db: None, settings: Any) -> None:
    settings.ENVIRONMENT = replace(given.ENVIRONMENT, email_url="smtp://localhost:2525")
    assert Client().get("/mailbox").status_code == 404
    assert "mailbox" not in Client().post("/sign-in/code", {"email": "lin@acme.example", "send": "1"}).content.decode()


def test_on_a_machine_that_others_reach_there_is_no_mailbox(db: None, settings: Any) -> None:
    settings.ENVIRONMENT = replace(given.ENVIRONMENT, public_url="https://films.example")
    assert Client().get("/mailbox").status_code == 404


def test_where_there_is_one_the_code_pages_lead_to_it(db: None) -> None:
    assert 'href="/mailbox"' in Client().post("/sign-in/code", {"email": "lin@acme.example", "send": "1"}).content.decode()
