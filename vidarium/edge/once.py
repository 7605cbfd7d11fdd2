"""`Idempotency-Key` where uploads are created: a creation that is sent again gets the upload that the first one made.

Its bytes, where it brings some, are not compared and not written twice: the answer says how far the upload is.
"""

from __future__ import annotations

from dataclasses import dataclass

from vidarium.accounts import replays
from vidarium.accounts.callers import Caller
from vidarium.accounts.replays import Claim
from vidarium.edge.asgi import Scope, header, raw_path
from vidarium.foundation import ids
from vidarium.library import tus, uploads
from vidarium.library.errors import BadHeader
from vidarium.library.models import Upload

NAME = replays.HEADER.lower().encode()


@dataclass(frozen=True)
class Begun:
    """An upload, and whether it was there before."""

    upload: Upload
    again: bool = False


def claim_of(caller: Caller, asked: tus.Create, scope: Scope) -> Claim | None:
    """None where the request has no such header. Raises `BadHeader`."""
    if not any(name == NAME for name, _ in scope["headers"]):
        return None
    key = header(scope, NAME)
    if not replays.is_key(key):
        raise BadHeader("An Idempotency-Key has 1 to 255 printable ASCII characters.")
    first = asked.first
    said = (str(asked.length), asked.metadata.header(), f"{first.size} {first.checksum}" if first else "")
    return replays.of(caller, key, request=b"\0".join((b"POST", raw_path(scope), scope["query_string"], *map(str.encode, said))))


def begin(caller: Caller, asked: tus.Create, claim: Claim | None) -> Begun:
    """The upload, made now or by the same request before; in one transaction, inside `tenancy.within(caller.company_id)`.

    Of two at once the second waits for the first. Raises `KeyOfAnotherCall`; `UploadNotFound` or `UploadIsExpired` where it has gone
    since; and what `uploads.begin` raises: then nothing is left, and the key is as fresh as before.
    """
    number = ids.unguessable()
    before = replays.take(caller, claim, number=number) if claim else None
    if before:
        return Begun(uploads.status(caller, ids.show("upl", before.id)), again=True)
    return Begun(uploads.begin(caller, length=asked.length, metadata=asked.metadata, number=number))


def undo(upload: Upload, claim: Claim | None) -> None:
    """The upload goes, and its key may be used again. Inside `tenancy.within(upload.company_id)`."""
    uploads.terminate(upload)
    if claim:
        replays.forget(claim)
