"""Who sends to the edge: a program by its token, or a page of ours by its session cookie."""

from __future__ import annotations

import urllib.parse
from functools import partial

from django.conf import settings

from vidarium.accounts import callers, refusals
from vidarium.accounts.authority import Permission
from vidarium.accounts.callers import Caller
from vidarium.accounts.errors import NotAllowed, NotSignedIn
from vidarium.edge import database, events
from vidarium.edge.asgi import Scope, header


async def reader(scope: Scope) -> Caller:
    """Who asks how far an upload is. Raises `NotSignedIn`, `NotAllowed`."""
    return await _uploader(await _program(scope) if header(scope, b"authorization") else await events.who(scope))


async def writer(scope: Scope) -> Caller:
    """Who asks to change something; a session counts only from a page of ours, for browsers send the cookie from anywhere.

    Raises `NotSignedIn`, `NotAllowed`.
    """
    if header(scope, b"authorization"):
        return await _uploader(await _program(scope))
    machine = settings.ENVIRONMENT
    if not is_ours(header(scope, b"origin"), host=header(scope, b"host"), public_url=machine.public_url, development=machine.development):
        raise NotSignedIn
    return await _uploader(await events.who(scope))


async def _uploader(caller: Caller) -> Caller:
    """The caller, who may upload; a refusal stands in their company's log."""
    try:
        caller.require(Permission.UPLOAD)
    except NotAllowed as refused:
        await database.ask(partial(refusals.note, caller, refused))
        raise
    return caller


async def _program(scope: Scope) -> Caller:
    scheme, _, token = header(scope, b"authorization").partition(" ")
    caller = await database.ask(partial(callers.by_token, token.strip())) if scheme.lower() == "bearer" else None
    if caller is None:
        raise NotSignedIn
    return caller


def is_ours(origin: str, *, host: str, public_url: str, development: bool) -> bool:
    """Whether a page of this origin (RFC 6454) is ours. In development this machine's own names are, too: `127.0.0.1` for `localhost`."""
    at = urllib.parse.urlsplit(public_url)
    if origin == f"{at.scheme}://{at.netloc}":
        return True
    name = host.rsplit(":", 1)[0]
    return development and origin == f"http://{host}" and (name in {"localhost", "127.0.0.1", "[::1]"} or name.endswith(".localhost"))
