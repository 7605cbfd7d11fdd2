"""Films sent by a program: one request each, as the curl line on the empty library's page has it."""

from __future__ import annotations

import base64
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

SETTLED = {"ready", "failed"}


@dataclass(frozen=True)
class Sender:
    """One company's program."""

    url: str
    token: str

    def send(self, film: Path, *, title: str = "") -> str:
        """The public id of the asset that it becomes."""
        words = {"filename": film.name, "title": title or film.stem}
        headers = {
            "Tus-Resumable": "1.0.0",
            "Upload-Length": str(film.stat().st_size),
            "Content-Type": "application/offset+octet-stream",
            "Upload-Metadata": ",".join(f"{key} {base64.b64encode(word.encode()).decode()}" for key, word in words.items()),
        }
        return self.asset_of(self.ask("POST", "/files", headers=headers, content=film.read_bytes()))

    def begin(self, length: int, *, name: str) -> str:
        """An upload that is announced and of which nothing comes: the public id of its asset."""
        words = {
            "Tus-Resumable": "1.0.0",
            "Upload-Length": str(length),
            "Upload-Metadata": f"filename {base64.b64encode(name.encode()).decode()}",
        }
        return self.asset_of(self.ask("POST", "/files", headers=words))

    def asset_of(self, begun: httpx.Response) -> str:
        assert begun.status_code == 201, begun.text
        upload = begun.headers["location"].rpartition("/")[2]
        return str(self.ask("GET", f"/api/v1/uploads/{upload}").json()["asset_id"])

    def asset(self, asset: str) -> dict[str, Any]:
        answer = self.ask("GET", f"/api/v1/assets/{asset}")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def settled(self, asset: str, *, within_seconds: float = 300) -> dict[str, Any]:
        """The asset once it is ready or has failed."""
        return self.awaited(asset, SETTLED, within_seconds=within_seconds)

    def awaited(self, asset: str, statuses: set[str], *, within_seconds: float = 300) -> dict[str, Any]:
        end = time.monotonic() + within_seconds
        while (found := self.asset(asset))["status"] not in statuses:
            assert time.monotonic() < end, found
            time.sleep(0.25)
        return found

    def ask(self, method: str, path: str, **how: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}", **how.pop("headers", {})}
        return httpx.request(method, f"{self.url}{path}", headers=headers, timeout=120, **how)
