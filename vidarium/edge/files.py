"""`/files`: the door for uploads, tus 1.0.0 (`library.tus` decides, `library.uploads` and `library.incoming` do).

An offset that is answered is durable: written, synced, and recorded in the database, in this order. What a broken
connection had brought is kept, unless it came with a checksum: then nobody can say what it should have been.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial

from starlette.routing import Route

from vidarium.accounts import replays, usage
from vidarium.accounts.callers import Caller
from vidarium.accounts.errors import TooMany
from vidarium.accounts.models import TERABYTE
from vidarium.accounts.replays import Claim
from vidarium.edge import callers, database, once, refusals
from vidarium.edge.asgi import Receive, Scope, Send, header
from vidarium.edge.receiving import Body, drain, on_disk
from vidarium.foundation import storage, tenancy
from vidarium.foundation.errors import VidariumError
from vidarium.foundation.storage import DiskIsFull
from vidarium.library import incoming, tus, uploads
from vidarium.library.errors import LibraryIsAway, NoSuchMethod, UploadBrokeOff, UploadError, UploadNotFound
from vidarium.library.incoming import Part
from vidarium.library.models import Upload

ALLOWED_SECONDS = 30.0
"""How often a sender is asked again who they are: within a minute of a session's end its uploads end too."""
PACE = "vidarium.pace"
"""The request's word for how its caller stands to their limit."""
METHODS = {"collection": ", ".join(tus.COLLECTION_METHODS), "upload": ", ".join(tus.UPLOAD_METHODS)}


class Collection:
    """Answers `/files`, where uploads are created."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with refusing(scope, receive, send, allow=METHODS["collection"]):
            match tus.at_collection(scope["method"], headers_of(scope)):
                case tus.Describe():
                    await say(send, 204, tus.described(max_size=TERABYTE))
                case tus.Create() as asked:
                    await create(asked, scope, receive, send)


class One:
    """Answers `/files/{id}`: one upload."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with refusing(scope, receive, send, allow=METHODS["upload"]):
            match tus.at_upload(scope["method"], headers_of(scope)):
                case tus.Describe():
                    await say(send, 204, tus.described(max_size=TERABYTE))
                case tus.Tell():
                    await tell(scope, send)
                case tus.Append() as asked:
                    await append(asked, scope, receive, send)
                case tus.Terminate():
                    await terminate(scope, send)


routes = [Route("/files", Collection()), Route("/files/{upload_id:path}", One())]


# -- what is asked for -------------------------------------------------------------------------------------------------
async def create(asked: tus.Create, scope: Scope, receive: Receive, send: Send) -> None:
    caller = await callers.writer(scope)
    await count(caller, scope)
    claim = once.claim_of(caller, asked, scope)
    await on_disk(partial(storage.check_room, incoming.root()))
    begun = await ask(caller, partial(once.begin, caller, asked, claim))
    upload = begun.upload
    if begun.again:
        await let_run_out(scope, receive)
    elif asked.first:
        upload = await begin_with(asked.first, upload, claim, caller, scope, receive)
    made = tus.created(location=f"/files/{upload.public_id}", offset=upload.offset, expires_at=expiry_of(upload))
    await say(send, 201, {**made, **({replays.REPLAYED: "true"} if begun.again else {}), **pace_of(scope)})


async def count(caller: Caller, scope: Scope) -> None:
    """Count a creation with the caller's other calls; from here on every answer says how they stand. Raises `TooMany`."""
    pace = scope[PACE] = await database.ask(partial(usage.count, caller))
    if not pace.allowed:
        raise TooMany(seconds=pace.reset_seconds)


async def begin_with(first: tus.Append, upload: Upload, claim: Claim | None, caller: Caller, scope: Scope, receive: Receive) -> Upload:
    """The bytes that come with a creation. Where they fail the upload goes too: its sender never heard its name."""
    try:
        return await write(first, upload, caller, scope, receive)
    except VidariumError:
        await ask(caller, partial(once.undo, upload, claim))
        raise


async def tell(scope: Scope, send: Send) -> None:
    caller = await callers.reader(scope)
    upload = await ask(caller, partial(uploads.status, caller, upload_id(scope)))
    told = tus.told(offset=upload.offset, length=upload.length, metadata=upload.metadata, expires_at=expiry_of(upload))
    await say(send, 200, told)


async def append(asked: tus.Append, scope: Scope, receive: Receive, send: Send) -> None:
    caller = await callers.writer(scope)
    upload = await ask(caller, partial(uploads.status, caller, upload_id(scope)))
    asked.check(offset=upload.offset, length=upload.length)
    if upload.finished_at is None:
        await on_disk(partial(storage.check_room, incoming.root()))
        upload = await write(asked, upload, caller, scope, receive)
    await say(send, 204, tus.appended(offset=upload.offset, expires_at=expiry_of(upload)))


async def terminate(scope: Scope, send: Send) -> None:
    caller = await callers.writer(scope)
    upload = await ask(caller, partial(uploads.by_public_id, caller, upload_id(scope)))
    await ask(caller, partial(uploads.terminate, upload))
    await say(send, 204, tus.terminated())


# -- bytes -------------------------------------------------------------------------------------------------------------
async def write(asked: tus.Append, upload: Upload, caller: Caller, scope: Scope, receive: Receive) -> Upload:
    """Take the bytes in, as the only one who writes to this upload; with the last one it is finished."""
    async with holding(upload) as part:
        upload = await still_open(caller, upload)
        asked.check(offset=upload.offset, length=upload.length)
        if upload.finished_at is None:
            await on_disk(partial(part.start, upload.offset))
            async with Body(receive, size_bytes=asked.size) as body:
                upload = await kept(body, asked, Writing(part, upload, caller, scope))
        if upload.offset == upload.length:
            upload = await ask(caller, partial(uploads.finish, upload))
    return upload


async def still_open(caller: Caller, upload: Upload) -> Upload:
    """The upload as it stands now that nobody else can move it. Ended a moment ago, the part that was opened for it must not stay."""
    try:
        upload = await ask(caller, partial(uploads.status, caller, upload.public_id))
    except UploadNotFound:
        await on_disk(partial(incoming.drop, upload.company_id, upload.id))
        raise
    if upload.finished_at:
        await on_disk(partial(incoming.drop, upload.company_id, upload.id))
    return upload


async def kept(body: Body, asked: tus.Append, writing: Writing) -> Upload:
    """Piece after piece until all of it is written, or the sender is gone: then what came before is kept or, if summed, cut off."""
    running = asked.checksum.start() if asked.checksum else None
    try:
        while writing.reached < asked.offset + asked.size:
            chunks = await body.take()
            if chunks:
                await writing.take(chunks, running)
            elif body.has_ended:
                raise UploadBrokeOff
            else:
                await writing.check(body)
        if asked.checksum and running:
            asked.checksum.check(running)
            await writing.acknowledge()
    except (UploadError, DiskIsFull):
        await writing.cut()
        raise
    return writing.upload


class Writing:
    """One sender's bytes on their way to the disk."""

    def __init__(self, part: Part, upload: Upload, caller: Caller, scope: Scope) -> None:
        self._part, self._caller, self._scope = part, caller, scope
        self._allowed_at = time.monotonic()
        self.upload = upload
        self.reached = upload.offset
        """How far it is written; `upload.offset` is how far it is acknowledged."""

    async def take(self, chunks: list[bytes], running: tus.Hash | None) -> None:
        """Write and sync. Without a checksum to wait for, acknowledge at once."""
        await on_disk(partial(self._write, chunks, running))
        self.reached += sum(map(len, chunks))
        if running is None:
            await self.acknowledge()
        await self._check_caller()

    def _write(self, chunks: list[bytes], running: tus.Hash | None) -> None:
        self._part.write(chunks)
        if running:
            for chunk in chunks:
                running.update(chunk)
        self._part.sync()

    async def _check_caller(self) -> None:
        """A long upload outlives neither the session nor the token that began it, nor its sender’s reach.

        Raises `NotSignedIn`, `UploadNotFound`.
        """
        if time.monotonic() - self._allowed_at > ALLOWED_SECONDS:
            caller = await callers.writer(self._scope)
            await ask(caller, partial(uploads.by_public_id, caller, self.upload.public_id))
            self._allowed_at = time.monotonic()

    async def acknowledge(self) -> None:
        self.upload = await ask(self._caller, partial(uploads.acknowledge, self.upload, offset=self.reached))

    async def check(self, body: Body) -> None:
        """Nothing has come for a moment: is there still a reason to wait?"""
        if await on_disk(self._part.is_gone):
            raise UploadNotFound
        body.check_patience(is_wanted_since=self._part.is_wanted_since)

    async def cut(self) -> None:
        """Leave nothing that was not acknowledged."""
        await on_disk(partial(self._part.cut, self.upload.offset))


@asynccontextmanager
async def holding(upload: Upload) -> AsyncIterator[Part]:
    """The upload's part, for this request alone. Raises `UploadIsBusy`."""
    part = await on_disk(partial(incoming.take, upload.company_id, upload.id))
    try:
        yield part
    finally:
        part.close()


# -- in and out --------------------------------------------------------------------------------------------------------
async def ask[Answer](caller: Caller, verb: Callable[[], Answer]) -> Answer:
    """A verb of the library's, in a transaction in which only the caller's company exists."""

    def inside() -> Answer:
        with tenancy.within(caller.company_id):
            return verb()

    return await database.ask(inside)


def headers_of(scope: Scope) -> list[tuple[str, str]]:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]


def upload_id(scope: Scope) -> str:
    """The last part of the path, whatever it is: only a look-up in the database says whether it names anything."""
    given: str = scope["path_params"]["upload_id"]
    return given


def expiry_of(upload: Upload) -> datetime | None:
    return None if upload.finished_at else upload.expires_at


async def say(send: Send, status: int, headers: Mapping[str, str]) -> None:
    """An answer without a body."""
    told = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
    length = [] if status == 204 else [(b"content-length", b"0")]
    await send({"type": "http.response.start", "status": status, "headers": [*told, *length]})
    await send({"type": "http.response.body", "body": b""})


def pace_of(scope: Scope) -> dict[str, str]:
    """How the caller stands to their limit, as headers; none where nothing was counted."""
    return usage.told(scope[PACE]) if PACE in scope else {}


async def let_run_out(scope: Scope, receive: Receive) -> None:
    """A body that nobody wants. Who asked first whether to send at all has not sent yet."""
    if not header(scope, b"expect"):
        await drain(receive)


@asynccontextmanager
async def refusing(scope: Scope, receive: Receive, send: Send, *, allow: str) -> AsyncIterator[None]:
    """Answer a named error with its problem document."""
    try:
        yield
    except VidariumError as error:
        await refuse(error, scope, receive, send, allow=allow)
    except database.Unreachable:
        await refuse(LibraryIsAway(), scope, receive, send, allow=allow)


async def refuse(error: VidariumError, scope: Scope, receive: Receive, send: Send, *, allow: str) -> None:
    await let_run_out(scope, receive)
    more = {**tus.refused(error), **pace_of(scope)}
    if isinstance(error, NoSuchMethod):
        more["Allow"] = allow
    if error.status == 401:
        more["WWW-Authenticate"] = "Bearer"
    if error.status in {423, 429}:
        more.setdefault("Retry-After", "1")
    await refusals.refuse(send, scope, error, headers=[(name.lower().encode(), value.encode("latin-1")) for name, value in more.items()])
