"""The second factor: an app that shows codes (TOTP, RFC 6238), recovery codes, passkeys. Kept in allauth's table, checked here.

A code counts once, a step to either side; five wrong ones in five minutes and it is over for that while, for this person alone
and only after the password was right: nobody can lock others out.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from datetime import timedelta
from io import BytesIO
from urllib.parse import quote

import qrcode
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.db import transaction
from qrcode.image.svg import SvgPathImage

from vidarium.accounts import limits, passwords
from vidarium.accounts.desk_errors import LastFactor
from vidarium.accounts.errors import PasswordIsWrong, SecondFactorWrong
from vidarium.accounts.events import AccountTouched
from vidarium.accounts.limits import Limit
from vidarium.accounts.models import Person, Staff
from vidarium.foundation import events

Type = Authenticator.Type
GUESSES = Limit("second-factor", 5, timedelta(minutes=5))
APP, PASSKEY, RECOVERY = "app", "passkey", "recovery"
"""By what somebody proved who they are, in a word."""
ONCE = Limit("totp-code", 1, timedelta(minutes=2))
"""A code holds for a minute and a half at most: within that it opens once."""


def has(person: Person) -> bool:
    """Whether this person comes in by two steps."""
    return protect(person.id)


def protect(person_id: uuid.UUID) -> bool:
    """As `has`, for somebody of whom no more than the number is known."""
    return bool(Authenticator.objects.filter(user_id=person_id, type__in=(Type.TOTP, Type.WEBAUTHN)).exists())


def of(person: Person) -> Sequence[Authenticator]:
    """The factors of this person, the oldest first."""
    return list(Authenticator.objects.filter(user_id=person.id).order_by("id"))


def new_secret() -> str:
    """A secret for an app that shows codes: base 32, 160 bits."""
    return str(generate_totp_secret())


def address(person: Person, secret: str) -> str:
    """What an app reads from the picture (Key Uri Format)."""
    return f"otpauth://totp/Vidarium:{quote(person.email)}?secret={secret}&issuer=Vidarium"


def picture(text: str) -> str:
    """The address as a QR code: an SVG document whose one path takes the colour of the text around it."""
    buffer = BytesIO()
    qrcode.make(text, image_factory=SvgPathImage, border=2).save(buffer)
    return buffer.getvalue().decode().replace('fill="#000000"', 'fill="currentColor"')


def add_app(person: Person, secret: str, code: str) -> list[str]:
    """From now on codes of this app are asked for. The recovery codes, to be kept on paper. Raises `SecondFactorWrong`, `TooMany`."""
    limits.check(GUESSES, str(person.id))
    if not validate_totp_code(secret, _digits(code)):
        raise SecondFactorWrong
    with transaction.atomic():
        Authenticator.objects.filter(user_id=person.id, type=Type.TOTP).delete()
        TOTP.activate(person, secret)
        tell(person)
        return recovery_codes(person)


def check(person: Person, code: str) -> str:
    """A code of the app, or one of the recovery codes, which is then spent; which of the two. Raises `SecondFactorWrong`, `TooMany`."""
    limits.check(GUESSES, str(person.id))
    text = _digits(code)
    kind = APP if _is_of_app(person, text) else RECOVERY if _is_for_recovery(person, text) else ""
    if not kind:
        raise SecondFactorWrong
    limits.forget(GUESSES, str(person.id))
    return kind


def prove(person: Person, *, password: str, code: str) -> None:
    """Somebody who is signed in says once more who they are, by either.

    Raises `SecondFactorWrong`, `PasswordIsWrong`, `PasswordIsUnfit`, `TooMany`.
    """
    if code:
        check(person, code)
        return
    limits.check(GUESSES, str(person.id))
    passwords.check_fit(password)
    if not person.check_password(password):
        raise PasswordIsWrong
    limits.forget(GUESSES, str(person.id))


def _is_of_app(person: Person, code: str) -> bool:
    app = Authenticator.objects.filter(user_id=person.id, type=Type.TOTP).first()
    if app is None or not validate_totp_code(decrypt(app.data["secret"]), code):
        return False
    app.record_usage()
    return limits.count(ONCE, f"{person.id} {code}").allowed


def _is_for_recovery(person: Person, code: str) -> bool:
    kept = Authenticator.objects.filter(user_id=person.id, type=Type.RECOVERY_CODES).first()
    return bool(kept and RecoveryCodes(kept).validate_code(code))


def recovery_codes(person: Person, *, anew: bool = False) -> list[str]:
    """The codes that are left; ten new ones where there are none, or `anew` is asked for."""
    if anew:
        Authenticator.objects.filter(user_id=person.id, type=Type.RECOVERY_CODES).delete()
    return list(RecoveryCodes.activate(person).get_unused_codes())


def remove(person: Person, factor_id: int) -> None:
    """Take one away; with the last of them the recovery codes go, too. Raises `LastFactor` where service staff would have none."""
    with transaction.atomic():
        _keeps_one(person, factor_id)
        gone, _ = Authenticator.objects.filter(user_id=person.id, id=factor_id).exclude(type=Type.RECOVERY_CODES).delete()
        if gone and not has(person):
            Authenticator.objects.filter(user_id=person.id).delete()
        if gone:
            tell(person)


def _keeps_one(person: Person, factor_id: int) -> None:
    others = Authenticator.objects.filter(user_id=person.id, type__in=(Type.TOTP, Type.WEBAUTHN)).exclude(id=factor_id)
    if Staff.objects.filter(person=person, ended_at=None).exists() and not others.exists():
        raise LastFactor


def tell(person: Person) -> None:
    """Announce that something about this person's second factor changed."""
    events.announce(AccountTouched("second-factor", person.id, (person.email,), "", person.language or settings.LANGUAGE_CODE))


def _digits(code: str) -> str:
    """As people type it: with spaces or hyphens."""
    return "".join(letter for letter in code if letter.isdigit())[:12]


def new_name() -> str:
    """What a passkey is called before somebody gives it a name."""
    return f"passkey {secrets.token_hex(2)}"
