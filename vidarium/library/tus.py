"""The upload protocol tus 1.0.0 (https://tus.io/protocols/resumable-upload), and nothing but the protocol.

Headers go in; a decision comes out, or a named error with its status. No disk, no database, no network.
Extensions: creation, creation-with-upload, checksum, expiration, termination.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Protocol

from vidarium.foundation.errors import VidariumError
from vidarium.library.errors import (
    BadHeader,
    BodyTooLong,
    MetadataTooLong,
    NoSuchMethod,
    WrongChecksum,
    WrongContent,
    WrongOffset,
    WrongVersion,
)

VERSION = "1.0.0"
EXTENSIONS = ("creation", "creation-with-upload", "checksum", "expiration", "termination")
ALGORITHMS = {"sha1": 20, "sha256": 32}
"""Each with the length of its digest in bytes."""
CONTENT_TYPE = "application/offset+octet-stream"
LONGEST_METADATA = 16_384
LONGEST_NUMBER = 18
"""Digits: more than that does not fit PostgreSQL's bigint, and no disk."""
NUMBER = re.compile(rf"[0-9]{{1,{LONGEST_NUMBER}}}")
KEY = re.compile(r"[!-+\--~]+")
"""Printable ASCII without the space and the comma (specification, Upload-Metadata)."""
BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")

COLLECTION_METHODS = ("OPTIONS", "POST")
UPLOAD_METHODS = ("OPTIONS", "HEAD", "PATCH", "DELETE")

Headers = Iterable[tuple[str, str]]
"""Names and values as they came; a name may come twice."""


# -- decisions ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Checksum:
    """What a body's digest must be."""

    algorithm: str
    digest: bytes

    def start(self) -> Hash:
        """A running hash to feed the body to."""
        return hashlib.new(self.algorithm, usedforsecurity=False)

    def check(self, running: Hash) -> None:
        """Raises `WrongChecksum` where the body is not what its sender meant."""
        if not hmac.compare_digest(running.digest(), self.digest):
            raise WrongChecksum


class Hash(Protocol):
    """What `hashlib` gives."""

    def update(self, data: bytes, /) -> None: ...
    def digest(self) -> bytes: ...


@dataclass(frozen=True)
class Describe:
    """OPTIONS: what the server can do."""


@dataclass(frozen=True)
class Create:
    """POST: begin an upload of `length` bytes, of which `first.size` come at once."""

    length: int
    metadata: Metadata
    first: Append | None


@dataclass(frozen=True)
class Tell:
    """HEAD: how far is it?"""


@dataclass(frozen=True)
class Append:
    """PATCH: the next `size` bytes, beginning at `offset`."""

    offset: int
    size: int
    checksum: Checksum | None

    def check(self, *, offset: int, length: int) -> None:
        """Raises `WrongOffset` or `BodyTooLong` where this does not fit an upload that stands at `offset` of `length`."""
        if self.offset != offset:
            raise WrongOffset(f"The upload stands at {offset}, not at {self.offset}. Go on from there.")
        if self.offset + self.size > length:
            raise BodyTooLong(f"{length - offset} bytes are still to come, and these are {self.size}.")


@dataclass(frozen=True)
class Terminate:
    """DELETE: the upload is not wanted any more."""


@dataclass(frozen=True)
class Metadata:
    """The pairs of `Upload-Metadata`. Bytes of a stranger's choosing: display text at most."""

    pairs: Mapping[str, bytes]

    def text(self, key: str) -> str | None:
        """A value as text, with U+FFFD for what is not UTF-8; None where the key is missing."""
        value = self.pairs.get(key)
        return None if value is None else value.decode(errors="replace")

    def header(self) -> str:
        """As HEAD must repeat it."""
        return ",".join(f"{key} {base64.b64encode(value).decode()}".rstrip() for key, value in self.pairs.items())


# -- requests ----------------------------------------------------------------------------------------------------------
def at_collection(method: str, headers: Headers) -> Describe | Create:
    """What a request to the place where uploads are created asks for. Raises `TusError`."""
    given = _once(headers)
    asked = _method(method, given)
    if asked == "OPTIONS":
        return Describe()
    _speak(given)
    if asked != "POST":
        raise NoSuchMethod(f"Uploads are created with POST; {asked[:20]} is not for this address.")
    return _create(given)


def at_upload(method: str, headers: Headers) -> Describe | Tell | Append | Terminate:
    """What a request to one upload asks for. Raises `TusError`."""
    given = _once(headers)
    asked = _method(method, given)
    if asked == "OPTIONS":
        return Describe()
    _speak(given)
    match asked:
        case "HEAD":
            return Tell()
        case "PATCH":
            return _append(given, offset=_number(given, "upload-offset"))
        case "DELETE":
            return Terminate()
        case _:
            raise NoSuchMethod(f"An upload knows HEAD, PATCH and DELETE; {asked[:20]} is not for this address.")


def _once(headers: Headers) -> dict[str, str]:
    """Headers by lower-case name. One of ours that comes twice could be read in two ways, so it is refused."""
    given: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        if key in given and (key.startswith(("upload-", "tus-")) or key in {"content-length", "x-http-method-override"}):
            raise BadHeader(f"The header {key} came twice.")
        given[key] = value.strip(" \t")
    return given


def _method(method: str, given: Mapping[str, str]) -> str:
    """The method that is meant (specification, X-HTTP-Method-Override: the actual one is ignored)."""
    return given.get("x-http-method-override", method).upper()


def _speak(given: Mapping[str, str]) -> None:
    if given.get("tus-resumable") != VERSION:
        raise WrongVersion


def _create(given: Mapping[str, str]) -> Create:
    for name, extension in (("upload-concat", "concatenation"), ("upload-defer-length", "creation-defer-length")):
        if name in given:
            raise BadHeader(f"The extension {extension} is not offered here.")
    length = _number(given, "upload-length")
    metadata = read_metadata(given.get("upload-metadata", ""))
    sends = given.get("content-length", "0") != "0" or "transfer-encoding" in given
    first = _append(given, offset=0) if sends else None
    if first:
        first.check(offset=0, length=length)
    return Create(length, metadata, first)


def _append(given: Mapping[str, str], *, offset: int) -> Append:
    if given.get("content-type", "").lower() != CONTENT_TYPE:
        raise WrongContent
    if "transfer-encoding" in given:
        raise BadHeader("Say how many bytes you send with Content-Length: a body without a length can't be checked.")
    checksum = given.get("upload-checksum")
    return Append(offset, _number(given, "content-length"), None if checksum is None else read_checksum(checksum))


def _number(given: Mapping[str, str], name: str) -> int:
    """A header that is a non-negative decimal number and nothing else."""
    text = given.get(name)
    if text is None:
        raise BadHeader(f"The header {name} is missing.")
    if not NUMBER.fullmatch(text):
        raise BadHeader(f"The header {name} must be a number of bytes, at most {LONGEST_NUMBER} digits and nothing else.")
    return int(text)


def read_metadata(header: str) -> Metadata:
    """The pairs of an `Upload-Metadata` header; an empty one holds none. Raises `BadHeader`, `MetadataTooLong`."""
    if len(header) > LONGEST_METADATA:
        raise MetadataTooLong(f"The header upload-metadata has {len(header)} characters; {LONGEST_METADATA} are allowed.")
    pairs: dict[str, bytes] = {}
    for pair in header.split(",") if header.strip(" \t") else ():
        key, _, value = pair.strip(" \t").partition(" ")
        if not KEY.fullmatch(key):
            raise BadHeader("A key in the header upload-metadata is empty or has characters other than printable ASCII.")
        if key in pairs:
            raise BadHeader(f"The key {key[:40]} comes twice in the header upload-metadata.")
        pairs[key] = _base64(value.strip(" \t"), name="upload-metadata")
    return Metadata(pairs)


def read_checksum(header: str) -> Checksum:
    """`sha256 ` and a digest in base 64. Raises `BadHeader`."""
    algorithm, _, value = header.partition(" ")
    if algorithm not in ALGORITHMS:
        raise BadHeader(f"The checksum's algorithm must be one of: {', '.join(ALGORITHMS)}.")
    digest = _base64(value, name="upload-checksum")
    if len(digest) != ALGORITHMS[algorithm]:
        raise BadHeader(f"A {algorithm} digest has {ALGORITHMS[algorithm]} bytes, not {len(digest)}.")
    return Checksum(algorithm, digest)


def _base64(text: str, *, name: str) -> bytes:
    # Python's decoder is lenient about padding and about what follows it; the grammar is not.
    if not BASE64.fullmatch(text):
        raise BadHeader(f"A value in the header {name} is not base 64.")
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as spoilt:
        raise BadHeader(f"A value in the header {name} is not base 64.") from spoilt


# -- answers -----------------------------------------------------------------------------------------------------------
def described(*, max_size: int) -> dict[str, str]:
    """Headers of the answer to OPTIONS (204)."""
    return {
        "Tus-Resumable": VERSION,
        "Tus-Version": VERSION,
        "Tus-Extension": ",".join(EXTENSIONS),
        "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
        "Tus-Max-Size": str(max_size),
    }


def created(*, location: str, offset: int, expires_at: datetime | None) -> dict[str, str]:
    """Headers of the answer to POST (201). A finished upload does not expire."""
    return {"Location": location, **appended(offset=offset, expires_at=expires_at)}


def appended(*, offset: int, expires_at: datetime | None) -> dict[str, str]:
    """Headers of the answer to PATCH (204)."""
    return {"Tus-Resumable": VERSION, "Upload-Offset": str(offset), **_expires(expires_at)}


def told(*, offset: int, length: int, metadata: str, expires_at: datetime | None) -> dict[str, str]:
    """Headers of the answer to HEAD (200)."""
    repeated = {"Upload-Metadata": metadata} if metadata else {}
    return {"Upload-Length": str(length), "Cache-Control": "no-store", **repeated, **appended(offset=offset, expires_at=expires_at)}


def terminated() -> dict[str, str]:
    """Headers of the answer to DELETE (204)."""
    return {"Tus-Resumable": VERSION}


def refused(error: VidariumError) -> dict[str, str]:
    """Headers beside the problem that a refusal carries."""
    versions = {"Tus-Version": VERSION} if isinstance(error, WrongVersion) else {}
    return {"Tus-Resumable": VERSION, **versions}


def _expires(at: datetime | None) -> dict[str, str]:
    """RFC 9110 section 5.6.7."""
    return {"Upload-Expires": format_datetime(at.astimezone(UTC), usegmt=True)} if at else {}
