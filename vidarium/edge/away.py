"""The page for the seconds in which `web` restarts: plain words for people, a problem document for programs."""

from __future__ import annotations

from html import escape

from django.utils.translation import gettext as _

from vidarium.edge.asgi import Scope, Send, answer, header
from vidarium.edge.refusals import GUARDED, refuse
from vidarium.foundation.errors import VidariumError

AGAIN_SECONDS = 2

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
{again}<title>{title}</title>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{words}</p>
</main>
</body>
</html>
"""


async def send_away(send: Send, scope: Scope, error: VidariumError) -> None:
    """Answer with the error; a browser gets a page, which asks again by itself where only something was to be read."""
    again = [(b"retry-after", b"%d" % AGAIN_SECONDS)] if error.status >= 500 else []
    if "text/html" in header(scope, b"accept"):
        kind = [(b"content-type", b"text/html; charset=utf-8")]
        await answer(send, scope, status=error.status, headers=[*kind, *GUARDED, *again], body=page(error, scope["method"]))
    else:
        await refuse(send, scope, error, headers=again)


def page(error: VidariumError, method: str) -> bytes:
    """What a person sees. Nothing but words: what could style them is away as well."""
    reload = error.status >= 500 and method in {"GET", "HEAD"}
    again = f'<meta http-equiv="refresh" content="{AGAIN_SECONDS}">\n' if reload else ""
    title = _("One moment, please") if error.status >= 500 else _("This can’t be sent")
    return PAGE.format(again=again, title=escape(title), words=escape(_(error.sentence()))).encode()
