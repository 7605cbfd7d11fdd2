"""Mail: written with what it tells of, taken by a real server, tried again, and gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from django.db import connection, transaction

from tests.stack import free_port
from vidarium.foundation import clock
from vidarium.notices import mail
from vidarium.notices.errors import MailNotTaken
from vidarium.notices.models import Message
from vidarium.project import outgoing


class Postbox:
    """A mail server that takes everything, unless it is told to be busy."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.busy = False

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - the name that aiosmtpd calls
        if self.busy:
            return "451 come back later"
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return "250 taken"


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    box = Postbox()
    port = free_port()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    address = f"smtp://127.0.0.1:{port}?from=post@vidarium.example"
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, email_url=address)
    settings.MAILERS = outgoing.mailers(address)
    settings.DEFAULT_FROM_EMAIL = outgoing.sender(address, host="localhost")
    yield box
    server.stop()


def jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'notices.send'")
        return int((cursor.fetchone() or (0,))[0])


@pytest.mark.promise("I.B-f5")
def test_a_letter_arrives_as_it_was_written(db: None, postbox: Postbox) -> None:
    message = mail.post("lin@acme.example", subject="Ihr Schlüssel 钥匙", text="Guten Tag\n\n你好")
    mail.send(message.id)
    (letter,) = postbox.letters
    assert (letter["To"], letter["From"], letter["Subject"]) == ("lin@acme.example", "post@vidarium.example", "Ihr Schlüssel 钥匙")
    assert letter.get_content().split() == ["Guten", "Tag", "你好"]
    assert letter["Auto-Submitted"] == "auto-generated"


def test_what_people_typed_never_makes_a_second_header(db: None, postbox: Postbox) -> None:
    """X-06."""
    message = mail.post("lin@acme.example", subject="A film\r\nBcc: everyone@acme.example", text="…")
    mail.send(message.id)
    (letter,) = postbox.letters
    assert letter["Bcc"] is None
    assert letter["Subject"] == "A film Bcc: everyone@acme.example"


def test_a_letter_is_sent_once_however_often_its_job_runs(db: None, postbox: Postbox) -> None:
    message = mail.post("lin@acme.example", subject="Once", text="…")
    mail.send(message.id)
    mail.send(message.id)
    assert len(postbox.letters) == 1


def test_a_busy_server_gets_it_later(db: None, postbox: Postbox) -> None:
    message = mail.post("lin@acme.example", subject="Later", text="…")
    postbox.busy = True
    with pytest.raises(MailNotTaken):
        mail.send(message.id)
    postbox.busy = False
    mail.send(message.id)
    assert len(postbox.letters) == 1
    assert Message.objects.get(id=message.id).tries == 2


def test_a_server_that_is_not_there_is_no_reason_to_lose_it(db: None, settings: Any) -> None:
    message = mail.post("lin@acme.example", subject="Later", text="…")
    address = "smtp://127.0.0.1:1"
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, email_url=address)
    settings.MAILERS = outgoing.mailers(address)
    with pytest.raises(MailNotTaken):
        mail.send(message.id)
    assert Message.objects.get(id=message.id).sent_at is None


def test_a_letter_of_a_transaction_that_is_rolled_back_was_never_written(live: None) -> None:
    with transaction.atomic():
        mail.post("lin@acme.example", subject="Never", text="…")
        transaction.set_rollback(True)
    assert (Message.objects.count(), jobs()) == (0, 0)


def test_without_a_mail_server_it_waits_to_be_read(db: None) -> None:
    assert settings.ENVIRONMENT.email_url is None
    message = mail.post("lin@acme.example", subject="Read me", text="…")
    mail.send(message.id)
    assert Message.objects.get(id=message.id).sent_at is None


def test_a_day_later_it_is_gone(db: None) -> None:
    old, new = (mail.post("lin@acme.example", subject=words, text="…") for words in ("old", "new"))
    Message.objects.filter(id=old.id).update(sent_at=clock.now() - timedelta(days=1, minutes=1))
    mail.sweep()
    assert list(Message.objects.values_list("id", flat=True)) == [new.id]


@pytest.mark.parametrize(
    ("url", "port", "ssl", "tls"),
    [("smtp://post.example", 587, False, True), ("smtps://post.example", 465, True, False), ("smtp://localhost:2525", 2525, False, False)],
)
def test_a_letter_travels_encrypted_but_for_this_machine(url: str, port: int, ssl: bool, tls: bool) -> None:
    options = outgoing.mailers(url)["default"]["OPTIONS"]
    assert (options["port"], options["use_ssl"], options["use_tls"]) == (port, ssl, tls)
