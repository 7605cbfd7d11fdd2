"""`/p/…`: playlists, segments and posters. The hot path: no router, no database, nothing decoded.

What a link opens is decided by the ids inside its signature; the rest of the path only chooses among that film's parts.
"""

from __future__ import annotations

from pathlib import Path

from vidarium.delivery import links, parts
from vidarium.delivery.errors import DeliveryError, DeliveryUnsure, LinkRefused, LinkRevoked, NothingThere, PartIsLate
from vidarium.delivery.links import Link, Refused, Ring
from vidarium.delivery.parts import Init, Master, Media, Part, Poster, Segment, Stored
from vidarium.edge import database, stored
from vidarium.edge.asgi import Receive, Scope, Send, answer, header, raw_path
from vidarium.edge.errors import EdgeError, WrongMethod
from vidarium.edge.refusals import GUARDED, refuse
from vidarium.edge.revocations import Revocations
from vidarium.edge.sheets import Sheets
from vidarium.edge.stored import Object
from vidarium.edge.waiting import WaitingRoom
from vidarium.foundation import clock, storage

LONGEST_PATH = 512
"""The longest that we sign has under 200 characters."""
SEGMENT_HOLDS_SECONDS, PLAYLIST_HOLDS_SECONDS, MASTER_HOLDS_SECONDS = 3600, 3600, 10

COMMON = (*(pair for pair in GUARDED if pair[0] != b"cache-control"), (b"x-robots-tag", b"noindex"))
PLAYLIST = b"application/vnd.apple.mpegurl"
KINDS = {Poster: b"image/jpeg", Init: b"video/mp4", Segment: b"video/iso.segment"}


class Play:
    """Answers everything below `/p/`."""

    def __init__(self, *, ring: Ring, revocations: Revocations, waiting: WaitingRoom, sheets: Sheets) -> None:
        self._ring, self._revocations, self._waiting, self._sheets = ring, revocations, waiting, sheets

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        try:
            await self._answer(scope, send)
        except database.Unreachable:
            await refuse(send, scope, PartIsLate())
        except (DeliveryError, EdgeError) as error:
            await refuse(send, scope, error, headers=[(b"allow", b"GET, HEAD")] if isinstance(error, WrongMethod) else ())

    async def _answer(self, scope: Scope, send: Send) -> None:
        if scope["method"] not in {"GET", "HEAD"}:
            raise WrongMethod
        link, part = self.opened(raw_path(scope))
        if isinstance(part, Master | Media):
            await self._send_playlist(scope, send, link, part)
        else:
            await stored.send_object(send, scope, await self._object(link, part))

    def opened(self, path: bytes) -> tuple[Link, Part]:
        """What this path opens now. Raises `LinkRefused`, `DeliveryUnsure` or `NothingThere`."""
        playback, token, tail = _split(path)
        found = links.read(playback, token, ring=self._ring, at=clock.now())
        if isinstance(found, Refused):
            raise found.error
        if found.playback in self._revocations:
            raise LinkRevoked
        if not self._revocations.sure:
            raise DeliveryUnsure
        part = parts.read(tail)
        if part is None:
            raise NothingThere
        return found, part

    async def _object(self, link: Link, part: Stored) -> Object:
        path = storage.store().path(parts.key_of(link, part))
        found = _look(path, part)
        if found is None and not isinstance(part, Poster):
            await self._made(path, link, part)
            found = _look(path, part)
        if found is None:
            raise NothingThere
        return found

    async def _made(self, path: Path, link: Link, part: Init | Segment) -> None:
        sheet = await self._sheets.of(link)
        if not sheet.has(part.row, part.column if isinstance(part, Segment) else 0):
            raise NothingThere
        await self._waiting.wait_for(path, link, part)
        # Whoever deleted the film while somebody waited for a part of it meant this part, too.
        if link.playback in self._revocations:
            raise LinkRevoked

    async def _send_playlist(self, scope: Scope, send: Send, link: Link, part: Master | Media) -> None:
        sheet = await (self._sheets.fresh(link) if isinstance(part, Master) else self._sheets.of(link))
        form = sheet.text(part).accepted_by(header(scope, b"accept-encoding"))
        holds = MASTER_HOLDS_SECONDS if isinstance(part, Master) else PLAYLIST_HOLDS_SECONDS
        headers = [*_said(PLAYLIST, holds), (b"vary", b"accept-encoding"), (b"etag", form.etag.encode())]
        if stored.is_known(form.etag, header(scope, b"if-none-match")):
            await send({"type": "http.response.start", "status": 304, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
        else:
            await answer(send, scope, status=200, headers=[*headers, *form.headers], body=form.body)


def _split(path: bytes) -> tuple[str, str, str]:
    """Playback, token and the rest, untouched. A path with anything but plain letters is none of ours: nothing is ever decoded."""
    if len(path) > LONGEST_PATH or not path.isascii() or b"%" in path:
        raise LinkRefused
    text = path.decode("ascii").removeprefix(links.BEGINNING)
    playback, _, rest = text.partition("/")
    token, _, tail = rest.partition("/")
    return playback, token, tail


def _look(path: Path, part: Stored) -> Object | None:
    return stored.look(path, _said(KINDS[type(part)], SEGMENT_HOLDS_SECONDS, b", immutable"))


def _said(kind: bytes, holds_seconds: int, more: bytes = b"") -> tuple[tuple[bytes, bytes], ...]:
    """`private`: no shared cache keeps a film. A browser may, for a while."""
    return (b"content-type", kind), (b"cache-control", b"private, max-age=%d%b" % (holds_seconds, more)), *COMMON
