"""New passwords: long enough, on no list that attackers try first, hard to guess. They are weighed here; nothing leaves the machine.

What is kept is argon2's hash (`PASSWORD_HASHERS`). Nothing is cut off: argon2 takes every character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from threading import Lock

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from zxcvbn import zxcvbn

from vidarium.accounts.errors import PasswordIsUnfit, PasswordIsWeak

LEAST, MOST = 8, 1024
WEIGHED = 72
"""Letters that zxcvbn looks at; more of them make no password weaker."""
ENOUGH = 3
"""Of zxcvbn's 0 to 4: ten thousand million guesses."""
SEPARATOR = re.compile(r"[\W_]+")
alone = Lock()
"""zxcvbn keeps the words about a person in a table of its module."""


def check_new(password: str, *, about: Iterable[str]) -> None:
    """Refuse what would soon be guessed; `about` are words that belong to this person. Raises `PasswordIsWeak`, `PasswordIsUnfit`."""
    check_fit(password)
    missing = LEAST - len(password)
    if missing > 0:
        raise PasswordIsWeak(
            ngettext(
                "One character is missing: a password has at least eight. Four ordinary words are easy to remember.",
                "%(n)d characters are missing: a password has at least eight. Four ordinary words are easy to remember.",
                missing,
            )
            % {"n": missing}
        )
    if password.lower().strip() in _common():
        raise PasswordIsWeak(_("This password is on the lists that attackers try first. Four ordinary words are better."))
    if _score(password, known_words(about)) < ENOUGH:
        raise PasswordIsWeak


def check_fit(password: str) -> None:
    """Before any work is spent on it. Raises `PasswordIsUnfit`."""
    if len(password) > MOST or "\0" in password:
        raise PasswordIsUnfit


def known_words(about: Iterable[str]) -> list[str]:
    """Names and addresses, whole, in their parts, and run together."""
    whole = [text.strip().lower() for text in about if text.strip()]
    halves = [half for text in whole for half in text.split("@")]
    parts = [part for half in halves for part in SEPARATOR.split(half) if len(part) > 2]
    return [*whole, *(SEPARATOR.sub("", half) for half in halves), *parts][:40]


def _score(password: str, about: list[str]) -> int:
    with alone:
        return int(zxcvbn(password[:WEIGHED], user_inputs=about)["score"])


@cache
def _common() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)
