"""A real mail server in which a journey finds its letters."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from tests.stack import free_port

WITHIN_SECONDS = 60.0
CODE = re.compile(r"\b\d{6}\b")


class Postbox:
    """Takes everything that it is sent."""

    def __init__(self, port: int) -> None:
        self.url = f"smtp://127.0.0.1:{port}?from=post@vidarium.example"
        self.letters: list[EmailMessage] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - the name that aiosmtpd calls
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return "250 taken"

    def next(self, to: str, *, about: str = "") -> EmailMessage:
        """The next letter to this address whose subject has these words; taken out. Waits for it."""
        deadline = time.monotonic() + WITHIN_SECONDS
        while time.monotonic() < deadline:
            for letter in self.letters:
                if letter["To"] == to and about in str(letter["Subject"]):
                    self.letters.remove(letter)
                    return letter
            time.sleep(0.05)
        raise AssertionError(f"No letter to {to} about “{about}”; there are {[str(one['Subject']) for one in self.letters]}")

    def code(self, to: str) -> str:
        """The six digits of the next letter that has some."""
        found = CODE.search(text_of(self.next(to, about="is your code")))
        assert found
        return found.group()


def text_of(letter: EmailMessage) -> str:
    return str(letter.get_content())


@contextmanager
def opened() -> Iterator[Postbox]:
    port = free_port()
    box = Postbox(port)
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    yield box
    server.stop()
