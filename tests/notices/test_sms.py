"""Text messages: written with what they tell of, taken by a carrier behind real HTTP, tried again while their code is good."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest

from vidarium.accounts import codes
from vidarium.accounts.models import Code
from vidarium.foundation import clock
from vidarium.notices import carriers, sms, tasks
from vidarium.notices.carriers import Twilio
from vidarium.notices.errors import SmsNotTaken
from vidarium.notices.models import Message

NUMBER = "+85255500142"


@dataclass
class Exchange:
    """A carrier on this machine."""

    status: int = 201
    taken: list[dict[str, str]] = field(default_factory=list)
    url: str = ""


@pytest.fixture
def exchange(settings: Any) -> Iterator[Exchange]:
    found = Exchange()

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            found.taken.append({**form, "path": self.path, "key": self.headers["Authorization"]})
            self.send_response(found.status)
            self.end_headers()

        def log_message(self, format: str, *words: Any) -> None:  # noqa: A002 - the library's own name
            pass

    server = HTTPServer(("127.0.0.1", 0), Desk)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    found.url = f"twilio://AC1:s%3Acret@127.0.0.1:{server.server_port}?from=%2B15551234567"
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, sms_url=found.url)
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.promise("I.A.1.1-c")
def test_a_code_goes_to_the_phone_that_it_is_to_prove(db: None, exchange: Exchange) -> None:
    codes.issue(Code.Purpose.PHONE, NUMBER, language="en")
    message = Message.objects.get()
    tasks.send(message.id.hex)
    (taken,) = exchange.taken
    assert (taken["To"], taken["From"]) == (NUMBER, "+15551234567")
    assert taken["Body"] == message.text
    assert "is your code" in taken["Body"]
    assert taken["path"] == "/2010-04-01/Accounts/AC1/Messages.json"
    assert base64.b64decode(taken["key"].removeprefix("Basic ")) == b"AC1:s:cret"


def test_a_message_is_carried_once_however_often_its_job_runs(db: None, exchange: Exchange) -> None:
    message = sms.post(NUMBER, text="Once")
    sms.send(message.id)
    sms.send(message.id)
    assert len(exchange.taken) == 1


@pytest.mark.parametrize("status", [401, 429, 500, 503])
def test_a_carrier_that_does_not_take_it_now_gets_it_later(db: None, exchange: Exchange, status: int) -> None:
    message = sms.post(NUMBER, text="Later")
    exchange.status = status
    with pytest.raises(SmsNotTaken):
        sms.send(message.id)
    exchange.status = 201
    sms.send(message.id)
    assert Message.objects.get().sent_at


def test_a_number_that_is_refused_for_good_is_not_tried_again(db: None, exchange: Exchange) -> None:
    message = sms.post(NUMBER, text="Never")
    exchange.status = 400
    sms.send(message.id)
    assert not Message.objects.exists()


def test_a_carrier_that_is_not_there_is_no_reason_to_lose_it(db: None, settings: Any) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, sms_url="twilio://a:b@127.0.0.1:1?from=%2B1")
    message = sms.post(NUMBER, text="Later")
    with pytest.raises(SmsNotTaken):
        sms.send(message.id)
    assert Message.objects.filter(sent_at=None).exists()


def test_a_code_that_is_too_old_is_not_worth_sending(db: None, exchange: Exchange) -> None:
    message = sms.post(NUMBER, text="Late")
    Message.objects.update(created_at=clock.now() - timedelta(minutes=11))
    sms.send(message.id)
    assert exchange.taken == []


def test_without_a_carrier_it_waits_to_be_read(db: None) -> None:
    message = sms.post(NUMBER, text="Read me")
    sms.send(message.id)
    assert Message.objects.filter(sent_at=None).exists()


def test_a_carrier_elsewhere_is_asked_with_its_key_and_its_own_port() -> None:
    found = carriers.of("twilio://AC1:secret@api.twilio.com?from=%2B15551234567")
    assert found == Twilio("AC1", "secret", "api.twilio.com", None, "+15551234567")
    assert carriers.of(None) is None
