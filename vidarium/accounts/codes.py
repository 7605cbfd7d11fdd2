"""Codes by mail or phone: six digits that prove an address. Ten minutes, five tries, one code at a time for each purpose.

Only keyed hashes are kept, of the address too: it may be nobody's yet. The same is done for an address that nobody here has.
"""

from __future__ import annotations

import hmac
import secrets
import unicodedata
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vidarium.accounts import limits
from vidarium.accounts.errors import CodeIsVoid, CodeIsWrong
from vidarium.accounts.events import CodeIssued
from vidarium.accounts.limits import Limit
from vidarium.accounts.models import Code
from vidarium.foundation import clock, events

LIFE = timedelta(minutes=10)
TRIES, DIGITS = 5, 6
OF_ADDRESS = Limit("code.address", 5, timedelta(hours=1))
OF_NETWORK = Limit("code.network", 30, timedelta(hours=1))


def issue(purpose: Code.Purpose, to: str, *, language: str, address: str | None = None) -> None:
    """Have a new code sent; the one before is void. `address` is where the wish comes from. Raises `TooMany`."""
    to = known_as(to)
    if address:
        limits.check(OF_NETWORK, limits.source(address))
    limits.check(OF_ADDRESS, f"{purpose} {to}")
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    with transaction.atomic():
        Code.objects.update_or_create(
            purpose=purpose, to=_mac(purpose, to),
            defaults={"digest": _mac(purpose, to, code), "tries": 0, "expires_at": clock.now() + LIFE},
        )  # fmt: skip
        events.announce(CodeIssued(purpose=purpose, to=to, code=code, language=language))


def check(purpose: Code.Purpose, to: str, text: str) -> None:
    """Use the code up. Raises `CodeIsWrong`, `CodeIsVoid`.

    Call it outside a transaction: a try is committed before it is looked at, and a roll-back would give it back.
    """
    to, code = known_as(to), read(text)
    kept = _try(purpose, to)
    if not hmac.compare_digest(bytes(kept.digest), _mac(purpose, to, code)):
        raise _wrong(TRIES - kept.tries)
    if not Code.objects.filter(id=kept.id, digest=kept.digest).delete()[0]:
        raise CodeIsVoid


def drop(purpose: Code.Purpose, to: str) -> None:
    """Whatever was sent there for this is void."""
    Code.objects.filter(purpose=purpose, to=_mac(purpose, known_as(to))).delete()


def read(text: str) -> str:
    """The six digits that somebody typed. Raises `CodeIsWrong`; what can be no code costs no try."""
    digits = "".join(unicodedata.normalize("NFKC", text[:100]).split())
    missing = DIGITS - len(digits)
    if not digits:
        raise CodeIsWrong(_("The code is missing. It stands in the letter that we send."))
    if not digits.isascii() or not digits.isdigit() or missing < 0:
        raise CodeIsWrong(_("The code is six digits and nothing else."))
    if missing > 0:
        raise CodeIsWrong(
            ngettext("One digit is missing. The code has six.", "%(n)d digits are missing. The code has six.", missing) % {"n": missing}
        )
    return digits


def known_as(to: str) -> str:
    """An address as it is compared: without spaces around it, in lower case."""
    return to.strip().lower()


def _try(purpose: Code.Purpose, to: str) -> Code:
    """One try, counted before anything is compared: two at the same moment are two."""
    living = Code.objects.filter(purpose=purpose, to=_mac(purpose, to), expires_at__gt=clock.now())
    counted = living.filter(tries__lt=TRIES).update(tries=F("tries") + 1)
    kept = living.first() if counted else None
    if kept is None:
        raise CodeIsVoid
    return kept


def _wrong(left: int) -> CodeIsWrong | CodeIsVoid:
    if left < 1:
        return CodeIsVoid(_("This was not the code, and no try is left. Have a new one sent."))
    return CodeIsWrong(
        ngettext("This is not the code. One try is left.", "This is not the code. %(left)d tries are left.", left) % {"left": left}
    )


def _mac(*words: str) -> bytes:
    return bytes(settings.ENVIRONMENT.key("codes").mac("\0".join(words).encode()))
