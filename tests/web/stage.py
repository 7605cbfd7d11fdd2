"""A small server for the demo pages: the product's content policy, facts, partials, events and a tus door that can be made to fail.

`python -m tests.web.stage` serves it on port 8765 for looking at.
"""

from __future__ import annotations

import asyncio
import html
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.web import samples
from vidarium.console.security import CONTENT_POLICY

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "web" / "demo"
STATIC = ROOT / "vidarium" / "console" / "static"
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"


@dataclass
class Upload:
    """What the tus door holds of one upload."""

    length: int
    metadata: str
    content: bytearray = field(default_factory=bytearray)
    writing: bool = False


@dataclass
class Stage:
    """The server's memory, which tests read and change."""

    films: Path | None = None
    facts: dict[str, samples.Facts] = field(default_factory=samples.all_of_them)
    uploads: dict[str, Upload] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    retired: set[str] = field(default_factory=set)
    listeners: list[asyncio.Queue[dict[str, Any]]] = field(default_factory=list)
    requests: list[tuple[str, str]] = field(default_factory=list)
    refuse_title: bool = False
    down: bool = False
    """The tus door closes the connection without an answer."""
    seconds_per_chunk: float = 0.0
    most_at_once: int = 0
    """Uploads that were being written at one moment."""
    events: bool = True
    expired: set[str] = field(default_factory=set)
    """Signatures of links that have ended."""
    missing: int = 0
    """How many times the next segment is still to be made."""
    source: str = ""
    preparing: bool = True
    renewed: str = ""
    """The link that the API gives."""

    def tell(self, asset: str, **news: Any) -> None:
        for listener in self.listeners:
            listener.put_nowait({"id": asset, "status": "preparing", "progress": 0.5, **news})


STAGE: web.AppKey[Stage] = web.AppKey("stage", Stage)


def app(stage: Stage) -> web.Application:
    made = web.Application(middlewares=[remembered, guarded], client_max_size=1 << 30)
    made[STAGE] = stage
    made.add_routes(
        [
            web.get("/demo/{name}.html", page),
            web.get("/demo/row/{asset}", row),
            web.get("/demo/{name}.svg", picture),
            web.post("/demo/retirement/{asset}", retire),
            web.post("/demo/restoration/{asset}", restore),
            web.get("/static/{name}", static),
            web.get("/axe.js", axe),
            web.get("/events", events),
            web.get("/assets/{asset}/grid", grid),
            web.get("/api/v1/assets/{asset}", asset),
            web.patch("/api/v1/assets/{asset}", rename),
            web.get("/api/v1/uploads/{upload}", upload_facts),
            web.get("/p/{name}", segment),
            web.post("/files", create),
            web.route("HEAD", "/files/{upload}", tell),
            web.patch("/files/{upload}", append),
            web.delete("/files/{upload}", terminate),
        ]
    )
    return made


@web.middleware
async def remembered(request: web.Request, handler: Any) -> web.StreamResponse:
    request.app[STAGE].requests.append((request.method, request.path))
    answer: web.StreamResponse = await handler(request)
    return answer


@web.middleware
async def guarded(request: web.Request, handler: Any) -> web.StreamResponse:
    answer: web.StreamResponse = await handler(request)
    if not answer.prepared:
        answer.headers["Content-Security-Policy"] = CONTENT_POLICY
        answer.headers["Cache-Control"] = "no-store"
    return answer


# -- pages -------------------------------------------------------------------------------------------------------------
async def page(request: web.Request) -> web.Response:
    stage = request.app[STAGE]
    text = (DEMO / f"{request.match_info['name']}.html").read_text()
    shown = {**stage.facts, "grid": stage.facts["short" if stage.films else "dune"]}
    text = re.sub(r"\$(\w+)", lambda place: filled(stage, shown, place), text)
    return web.Response(text=text if stage.preparing else text.replace(" preparing ", " "), content_type="text/html")


def filled(stage: Stage, shown: dict[str, samples.Facts], place: re.Match[str]) -> str:
    name = place.group(1)
    if name == "src":
        return f'src="{stage.source}"' if stage.source else ""
    return html.escape(json.dumps(shown[name])) if name in shown else place.group(0)


async def row(request: web.Request) -> web.Response:
    """The row as the page has it, with the facts of now."""
    stage, asset = request.app[STAGE], request.match_info["asset"]
    if asset in stage.retired:
        raise web.HTTPNotFound
    text = re.sub(r"\$(\w+)", lambda place: filled(stage, stage.facts, place), (DEMO / "library.html").read_text())
    found = re.search(rf'<tr data-asset="{asset}".*?</tr>', text, re.DOTALL)
    if not found:
        raise web.HTTPNotFound
    return web.Response(text=found.group(0).replace("Plays now · 67 % made", "Plays now · 68 % made"), content_type="text/html")


async def picture(request: web.Request) -> web.StreamResponse:
    return web.FileResponse(DEMO / f"{request.match_info['name']}.svg")


async def static(request: web.Request) -> web.StreamResponse:
    return web.FileResponse(STATIC / request.match_info["name"])


async def axe(request: web.Request) -> web.StreamResponse:
    return web.FileResponse(AXE)


async def retire(request: web.Request) -> web.Response:
    request.app[STAGE].retired.add(request.match_info["asset"])
    return web.Response(status=204)


async def restore(request: web.Request) -> web.Response:
    request.app[STAGE].retired.discard(request.match_info["asset"])
    return web.Response(status=204)


# -- facts -------------------------------------------------------------------------------------------------------------
async def grid(request: web.Request) -> web.Response:
    name = request.match_info["asset"].removeprefix("ast_")
    facts = request.app[STAGE].facts
    return web.json_response(facts.get(name, facts["dune"]))


async def asset(request: web.Request) -> web.Response:
    return web.json_response({"id": request.match_info["asset"], "playback": {"hls": request.app[STAGE].renewed}})


async def rename(request: web.Request) -> web.Response:
    stage = request.app[STAGE]
    if stage.refuse_title:
        return web.json_response({"title": "Refused", "detail": "A title has at most 200 letters.", "code": "asset.title"}, status=422)
    if request.headers.get("X-CSRFToken") != "demo-token":
        raise web.HTTPForbidden
    stage.titles[request.match_info["asset"]] = (await request.json())["title"]
    return web.json_response({})


async def events(request: web.Request) -> web.StreamResponse:
    stage = request.app[STAGE]
    if not stage.events:
        raise web.HTTPServiceUnavailable
    answer = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    await answer.prepare(request)
    await answer.write(b": open\n\n")
    queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    stage.listeners.append(queue)
    try:
        while True:
            await answer.write(b"event: asset\ndata: %s\n\n" % json.dumps(await queue.get()).encode())
    finally:
        stage.listeners.remove(queue)


async def segment(request: web.Request) -> web.StreamResponse:
    stage, name = request.app[STAGE], request.match_info["name"]
    if request.query.get("sig") in stage.expired and name.endswith(".m3u8"):
        raise web.HTTPForbidden
    if name.endswith(".m4s") and stage.missing:
        stage.missing -= 1
        return web.Response(status=503, headers={"Retry-After": "1"})
    if stage.films is None or not (stage.films / name).is_file():
        raise web.HTTPNotFound
    kind = {".m3u8": "application/vnd.apple.mpegurl", ".m4s": "video/iso.segment", ".mp4": "video/mp4"}[Path(name).suffix]
    return web.Response(body=(stage.films / name).read_bytes(), content_type=kind)


# -- tus ---------------------------------------------------------------------------------------------------------------
async def create(request: web.Request) -> web.Response:
    stage = request.app[STAGE]
    refuse_when_down(request)
    length = int(request.headers["Upload-Length"])
    if length > 1 << 40:
        return web.json_response(
            {"title": "Too large", "detail": "This file is larger than one may be here: 1 TB.", "code": "upload.size"}, status=413
        )
    name = f"upl_{len(stage.uploads) + 1:04}"
    stage.uploads[name] = Upload(length, request.headers.get("Upload-Metadata", ""))
    return web.Response(status=201, headers={"Tus-Resumable": "1.0.0", "Location": f"/files/{name}"})


async def tell(request: web.Request) -> web.Response:
    refuse_when_down(request)
    upload = found(request)
    return web.Response(
        headers={
            "Tus-Resumable": "1.0.0",
            "Upload-Offset": str(len(upload.content)),
            "Upload-Length": str(upload.length),
            "Cache-Control": "no-store",
        }
    )


async def append(request: web.Request) -> web.Response:
    """Keeps what arrived, also of a body that breaks off, as the edge does; one writer at a time."""
    refuse_when_down(request)
    upload = found(request)
    if upload.writing:
        return web.Response(status=423)
    if int(request.headers["Upload-Offset"]) != len(upload.content):
        raise web.HTTPConflict
    upload.writing = True
    stage = request.app[STAGE]
    stage.most_at_once = max(stage.most_at_once, sum(each.writing for each in stage.uploads.values()))
    try:
        await receive(request, upload)
    except ConnectionError:
        return web.Response(status=400)
    finally:
        upload.writing = False
    return web.Response(status=204, headers={"Tus-Resumable": "1.0.0", "Upload-Offset": str(len(upload.content))})


async def receive(request: web.Request, upload: Upload) -> None:
    async for part in request.content.iter_chunked(1 << 16):
        refuse_when_down(request)
        upload.content += part
        await asyncio.sleep(request.app[STAGE].seconds_per_chunk)


async def terminate(request: web.Request) -> web.Response:
    del request.app[STAGE].uploads[request.match_info["upload"]]
    return web.Response(status=204, headers={"Tus-Resumable": "1.0.0"})


async def upload_facts(request: web.Request) -> web.Response:
    upload = found(request)
    name = request.match_info["upload"]
    return web.json_response(
        {"id": name, "offset": len(upload.content), "length": upload.length, "asset_id": f"ast_{name.removeprefix('upl_')}"}
    )


def found(request: web.Request) -> Upload:
    upload = request.app[STAGE].uploads.get(request.match_info["upload"])
    if upload is None:
        raise web.HTTPNotFound
    return upload


def refuse_when_down(request: web.Request) -> None:
    """A line that is cut: no answer at all."""
    if request.app[STAGE].down and request.transport:
        request.transport.abort()


if __name__ == "__main__":
    web.run_app(app(Stage()), host="127.0.0.1", port=8765)
