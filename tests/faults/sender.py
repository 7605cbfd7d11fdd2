"""A sender that never gives up: tus over plain connections, with what the server has acknowledged written down."""

from __future__ import annotations

import base64
import http.client
import json
import socket
import time
import urllib.parse
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

PATCH_BYTES, PIECE_BYTES = 1 << 20, 64 << 10
PIECE_PAUSE_SECONDS = 0.01
AGAIN_SECONDS = 0.2
GIVES_UP_SECONDS = 90.0
LINK_SECONDS = 20.0
AWAY = (OSError, http.client.HTTPException)
"""What a connection raises whose other end is being killed."""


def nothing(_stage: str) -> None:
    """Nobody watches."""


@dataclass
class Sender:
    """One film on its way up. `told` is called at the stages `patch` (in the middle of one) and `last` (no byte is left)."""

    url: str
    token: str
    content: bytes
    told: Callable[[str], None] = nothing
    path: str = ""
    acknowledged: int = 0
    """The largest offset that the server has ever answered."""
    broken: list[int] = field(default_factory=list)
    """What had been acknowledged each time that a connection broke."""

    def send(self) -> None:
        """Create, send, resume until every byte is acknowledged. Raises AssertionError where the server forgets any."""
        deadline = time.monotonic() + GIVES_UP_SECONDS
        while self.acknowledged < len(self.content) or not self.path:
            assert time.monotonic() < deadline, f"not through after {GIVES_UP_SECONDS} s, at {self.acknowledged} of {len(self.content)}"
            try:
                self._go_on()
            except AWAY:
                self.broken.append(self.acknowledged)
                time.sleep(AGAIN_SECONDS)

    def asset(self) -> str:
        """The public id of the asset that it brings."""
        return str(self.read(f"/api/v1/uploads/{self.path.rpartition('/')[2]}")["asset_id"])

    def read(self, path: str) -> dict[str, object]:
        """A JSON document of the API; asked for again while the server is away."""
        deadline = time.monotonic() + GIVES_UP_SECONDS
        while time.monotonic() < deadline:
            try:
                status, _, body = self._ask("GET", path, {})
            except AWAY:
                status = 503
            if status < 500:
                assert status == 200, f"{path} answered {status}"
                found: dict[str, object] = json.loads(body)
                return found
            time.sleep(AGAIN_SECONDS)
        raise AssertionError(f"{path} was away for {GIVES_UP_SECONDS} s")

    def _go_on(self) -> None:
        if not self.path:
            self._create()
        offset = self.offset()
        if offset is not None and offset < len(self.content):
            self._patch(offset, self.content[offset : offset + PATCH_BYTES])

    def refused(self) -> int:
        """The status with which a new upload is refused; 201 where it is not."""
        status, headers, _ = self._creation()
        self.path = headers.get("location", "")
        return status

    def _create(self) -> None:
        status, headers, _ = self._creation()
        if status == 201:
            self.path = headers["location"]
        else:
            assert status in {423, 503}, f"creation answered {status}"
            time.sleep(AGAIN_SECONDS)

    def _creation(self) -> tuple[int, dict[str, str], bytes]:
        metadata = "filename " + base64.b64encode(b"film.mp4").decode()
        return self._ask("POST", "/files", {"Upload-Length": str(len(self.content)), "Upload-Metadata": metadata})

    def offset(self) -> int | None:
        """Where the server says that it stands: never before what it has acknowledged. None while it can't say."""
        status, headers, _ = self._ask("HEAD", self.path, {})
        if status == 503:
            time.sleep(AGAIN_SECONDS)
            return None
        assert status == 200, f"HEAD answered {status}"
        return self._acknowledge(headers)

    def _patch(self, offset: int, body: bytes) -> None:
        words = {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream", "Content-Length": str(len(body))}
        link = self._link()
        try:
            link.putrequest("PATCH", self.path)
            for name, value in {**self._words(), **words}.items():
                link.putheader(name, value)
            link.endheaders()
            self._trickle(link, body, is_last=offset + len(body) == len(self.content))
            answer = link.getresponse()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            if answer.status == 204:
                self._acknowledge(headers)
            else:
                assert answer.status in {409, 423, 503}, f"PATCH answered {answer.status}: {answer.read()[:300]!r}"
                time.sleep(AGAIN_SECONDS)
        finally:
            link.close()

    def _trickle(self, link: http.client.HTTPConnection, body: bytes, *, is_last: bool) -> None:
        for at in range(0, len(body), PIECE_BYTES):
            link.send(body[at : at + PIECE_BYTES])
            if at == len(body) // 2 // PIECE_BYTES * PIECE_BYTES and not is_last:
                self.told("patch")
            time.sleep(PIECE_PAUSE_SECONDS)
        if is_last:
            self.told("last")

    def _acknowledge(self, headers: Mapping[str, str]) -> int:
        offset = int(headers["upload-offset"])
        assert offset >= self.acknowledged, f"the server acknowledged {self.acknowledged} bytes and now stands at {offset}"
        self.acknowledged = offset
        return offset

    def _ask(self, method: str, path: str, words: Mapping[str, str]) -> tuple[int, dict[str, str], bytes]:
        link = self._link()
        try:
            link.request(method, path, headers={**self._words(), **words})
            answer = link.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            link.close()

    def _link(self) -> http.client.HTTPConnection:
        link = http.client.HTTPConnection("127.0.0.1", urllib.parse.urlsplit(self.url).port, timeout=LINK_SECONDS)
        link.connect()
        link.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return link

    def _words(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "Tus-Resumable": "1.0.0"}
