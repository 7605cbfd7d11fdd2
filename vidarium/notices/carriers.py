"""Who carries text messages to phones: an interface, a real carrier behind HTTP, and nobody.

One more carrier is one more class and one more scheme of `SMS_URL`.
"""

from __future__ import annotations

import base64
import http.client
import urllib.parse
from dataclasses import dataclass
from typing import Protocol

from vidarium.notices.errors import SmsNotTaken

PATIENCE_SECONDS = 15
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Carrier(Protocol):
    """Takes a message to a number in E.164."""

    def carry(self, to: str, text: str) -> bool:
        """Whether it took it; false where it never will (no such number). Raises `SmsNotTaken` where it may later."""
        ...


@dataclass(frozen=True)
class Twilio:
    """Twilio's Messages resource, version 2010-04-01: one form, sent with the account's own key."""

    account: str
    token: str
    host: str
    port: int | None
    sender: str

    def carry(self, to: str, text: str) -> bool:
        form = urllib.parse.urlencode({"To": to, "From": self.sender, "Body": text})
        key = base64.b64encode(f"{self.account}:{self.token}".encode()).decode()
        headers = {"Authorization": f"Basic {key}", "Content-Type": "application/x-www-form-urlencoded"}
        kind = http.client.HTTPConnection if self.host in LOOPBACK else http.client.HTTPSConnection
        line = kind(self.host, self.port, timeout=PATIENCE_SECONDS)
        try:
            line.request("POST", f"/2010-04-01/Accounts/{urllib.parse.quote(self.account)}/Messages.json", form, headers)
            status = line.getresponse().status
        except (OSError, http.client.HTTPException) as trouble:
            raise SmsNotTaken from trouble
        finally:
            line.close()
        return taken(status)


def taken(status: int) -> bool:
    """A bad number is refused for good (400); a wrong key is mended by whoever runs the service, and a busy carrier by itself."""
    if 200 <= status < 300:
        return True
    if status == http.HTTPStatus.BAD_REQUEST:
        return False
    raise SmsNotTaken


def of(url: str | None) -> Carrier | None:
    """The carrier that `SMS_URL` names; None where there is none, and a message waits to be read in the mailbox."""
    if not url:
        return None
    at = urllib.parse.urlsplit(url)
    sender = urllib.parse.parse_qs(at.query).get("from", [""])[0]
    account, token = urllib.parse.unquote(at.username or ""), urllib.parse.unquote(at.password or "")
    return Twilio(account, token, at.hostname or "", at.port, sender)
