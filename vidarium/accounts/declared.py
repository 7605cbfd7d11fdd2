"""What we read of a request, by name: all else that comes is counted and kept nothing of (`undeclared.py`).

None of it is kept but what the data map names. A test compares these lists with the code, the forms and the pages.
"""

from __future__ import annotations

from collections.abc import Mapping

from vidarium.accounts.models import Undeclared

HEADERS = frozenset({
    "accept", "accept-encoding", "accept-language", "authorization", "cache-control", "connection", "content-length", "content-type",
    "cookie", "expect", "host", "idempotency-key", "if-modified-since", "if-none-match", "if-range", "origin", "range", "referer",
    "sec-fetch-dest", "sec-fetch-mode", "transfer-encoding", "tus-resumable", "upload-checksum", "upload-concat", "upload-defer-length",
    "upload-length", "upload-metadata", "upload-offset", "user-agent", "x-csrftoken", "x-forwarded-for", "x-forwarded-host",
    "x-forwarded-proto", "x-http-method-override", "x-request-id",
})  # fmt: skip
"""What our code, Django's or the servers' reads."""
PARAMETERS = frozenset({
    "again", "before", "collection", "from", "kind", "language", "next", "page", "q", "role", "status", "to", "view", "who",
})  # fmt: skip
"""Of the pages; the API knows its own, view by view."""
KEYS = frozenset({
    "again", "assets", "case", "code", "collection", "collections", "company", "country", "csrfmiddlewaretoken", "days", "email", "file",
    "kind", "language", "letter", "list", "minutes", "name", "new_code", "next", "old_code", "password", "permissions", "phone", "position",
    "reach", "reason", "remember", "remove", "role", "scopes", "second_factor", "send", "time_zone", "title", "to", "username", "whose",
    "zone",
})  # fmt: skip
"""Of the pages' forms; the API knows those of its bodies, schema by schema."""
READ: Mapping[str, frozenset[str]] = {
    Undeclared.Kind.HEADER: HEADERS,
    Undeclared.Kind.PARAMETER: PARAMETERS,
    Undeclared.Kind.KEY: KEYS,
}
