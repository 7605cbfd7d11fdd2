"""The door for uploads as a foreign program sees it: requests, raw connections, and what the server kept."""

from __future__ import annotations

import base64
import json
import socket
import struct
import time
from collections.abc import Mapping
from dataclasses import dataclass

from tests import cast
from tests.edge import served
from vidarium.foundation import ids, storage, tenancy
from vidarium.library import incoming, places
from vidarium.library.models import Asset, Upload

SPEAKS = {"Tus-Resumable": "1.0.0"}
BYTES = {**SPEAKS, "Content-Type": "application/offset+octet-stream"}
WAYS = ["close", "reset", "half-close"]
"""How a connection breaks."""


@dataclass(frozen=True)
class Door:
    """The uploads' address for one company's program."""

    server: served.Server
    token: str

    def ask(self, method: str, path: str = "/files", headers: Mapping[str, str] = SPEAKS, body: bytes | None = None) -> served.Answer:
        return self.server.ask(path, method=method, headers={"Authorization": f"Bearer {self.token}", **headers}, body=body)

    def create(self, length: int, headers: Mapping[str, str] | None = None) -> str:
        answer = self.ask("POST", headers={**SPEAKS, "Upload-Length": str(length), **(headers or {})}, body=b"")
        assert answer.status == 201, answer
        return answer.headers["location"]

    def offset(self, path: str) -> int:
        return int(self.ask("HEAD", path).headers["upload-offset"])

    def append(self, path: str, offset: int, body: bytes, headers: Mapping[str, str] | None = None) -> served.Answer:
        return self.ask("PATCH", path, {**BYTES, "Upload-Offset": str(offset), **(headers or {})}, body)

    def append_when_free(self, path: str, offset: int, body: bytes) -> served.Answer:
        while (answer := self.append(path, offset, body)).status == 423:
            time.sleep(0.2)
        return answer

    def await_offset(self, path: str, offset: int) -> None:
        """Until the server has noticed that a connection broke, and written down what had come."""
        end = time.monotonic() + 5
        while self.offset(path) != offset and time.monotonic() < end:
            time.sleep(0.1)
        assert self.offset(path) == offset

    def begin_append(self, path: str, offset: int, size: int, headers: Mapping[str, str] | None = None) -> socket.socket:
        """A PATCH whose body is still to come."""
        words = {"Host": "x", "Authorization": f"Bearer {self.token}", **BYTES, "Upload-Offset": str(offset), "Content-Length": str(size)}
        link = socket.create_connection(("127.0.0.1", self.server.port), timeout=20)
        lines = [f"PATCH {path} HTTP/1.1", *(f"{name}: {value}" for name, value in {**words, **(headers or {})}.items())]
        link.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        return link


def word(text: str | bytes) -> str:
    return base64.b64encode(text.encode() if isinstance(text, str) else text).decode()


def code(answer: served.Answer) -> str:
    assert answer.headers["content-type"] == "application/problem+json"
    found: str = json.loads(answer.body)["code"]
    return found


def hang_up(link: socket.socket, how: str) -> None:
    if how == "reset":
        link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    if how == "half-close":
        link.shutdown(socket.SHUT_WR)
        time.sleep(0.2)
    link.close()


def upload_of(company: cast.Cast, path: str) -> Upload:
    upload_id = ids.read("upl", path.rsplit("/", 1)[1])
    assert upload_id
    with tenancy.within(company.id):
        return Upload.objects.select_related("asset").get(id=upload_id)


def stored(company: cast.Cast, path: str) -> bytes:
    upload = upload_of(company, path)
    return storage.store().path(places.source_key(company.id, upload.asset_id)).read_bytes()


def parts(company: cast.Cast) -> list[str]:
    folder = incoming.root() / company.id.hex
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def rows(company: cast.Cast) -> int:
    """How many uploads and assets the company has."""
    with tenancy.within(company.id):
        return Upload.objects.count() + Asset.objects.count()
